import { add, mul, sub, sum, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LabelFunction, TargetRows } from './target-rows.js';

/** Multi-hot rows y, [rows, n]; they may be probabilities if the loss is linear in y. */
export class DenseTargets implements TargetRows {
  constructor(private readonly y: Tensor2D) {}

  map(z: Tensor2D, f: LabelFunction, ...others: Tensor[]): Tensor2D {
    return f(z, this.y, ...others) as Tensor2D;
  }

  counts(): Tensor2D {
    return sum(this.y, 1, true);
  }

  activeRowSums(x: Tensor2D): Tensor2D {
    return sum(mul(this.y, x), 1, true);
  }

  inactiveRowSums(x: Tensor2D): Tensor2D {
    return sum(mul(sub(1, this.y), x), 1, true);
  }

  activeValues(x: Tensor2D, filler: number): Tensor2D {
    return add(mul(this.y, x), mul(sub(1, this.y), filler));
  }

  activeColumnSums(x: Tensor2D): Tensor1D {
    return sum(mul(this.y, x), 0);
  }

  inactiveColumnSums(x: Tensor2D): Tensor1D {
    return sum(mul(sub(1, this.y), x), 0);
  }
}
