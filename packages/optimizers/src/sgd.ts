import { checkBoolean, hasKernel, kernels, runKernel } from '@argmaxable/core';
import { add, mul, serialization, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { OptimizerOptions } from './common-options.js';
import { checkShare, readOptions } from './options.js';
import { SlotOptimizer } from './slot-optimizer.js';

/** `learningRate` is 0.01 by default. */
export interface SGDOptions extends OptimizerOptions {
  /** The share of the velocity that each step keeps, from 0 to below 1; 0 by default. */
  readonly momentum: number;
  /** Whether to step by the gradient plus momentum times the new velocity; false by default. */
  readonly nesterov: boolean;
}

const defaults: SGDOptions = { learningRate: 0.01, momentum: 0, nesterov: false, weightAverage: 0 };

/** The optimizer that `sgd` makes. */
export class SGD extends SlotOptimizer {
  static readonly className = 'ArgmaxableSGD';
  private readonly momentum: number;
  private readonly nesterov: boolean;

  constructor(options: Partial<SGDOptions> = {}) {
    const all = readOptions('sgd', options, defaults);
    super(all, all.momentum === 0 ? [] : ['momentum']);
    this.momentum = checkShare('momentum', all.momentum);
    this.nesterov = checkBoolean('nesterov', all.nesterov);
  }

  protected override newValue(value: Variable, gradient: Tensor, [velocity]: readonly Variable[]): Tensor {
    const { momentum, nesterov, learningRate } = this;
    if (momentum === 0) return sub(value, mul(gradient, learningRate));
    if (hasKernel(kernels.momentum)) {
      return runKernel(kernels.momentum, { value, gradient, velocity }, { momentum, nesterov, learningRate });
    }
    const next = (move: Tensor): Tensor => add(mul(move, momentum), gradient);
    velocity.assign(next(velocity));
    return sub(value, mul(nesterov ? next(velocity) : velocity, learningRate));
  }

  override getConfig(): serialization.ConfigDict {
    const { momentum, nesterov } = this;
    return { ...super.getConfig(), momentum, nesterov };
  }
}
serialization.registerClass(SGD);

/**
 * Gradient descent, optionally with momentum: `velocity = momentum velocity + g`,
 * `w = w - learningRate velocity`; with `nesterov` `w = w - learningRate (g + momentum velocity)`. As with
 * `adam`, a step is one pass over each variable on wasm, and the state is saved with the model.
 *
 * Source: Sutskever et al. 2013, On the importance of initialization and momentum in deep learning, in the
 * form that tfjs uses.
 *
 * @param options See `SGDOptions`.
 * @throws ValueError for unknown options and values out of range.
 *
 * @example
 * import { sgd } from '@argmaxable/optimizers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 10, inputShape: [4] })] });
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 * model.compile({ optimizer, loss: 'meanSquaredError' });
 */
export function sgd(options: Partial<SGDOptions> = {}): SGD {
  return new SGD(options);
}
