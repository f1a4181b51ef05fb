import type { Classifier } from '../../input/classifier.js';
import { type Dyadic, dyadic, productOf, sumOf } from './dyadic.js';

/** The scores of one feature vector without rounding, as integers times powers of two. */
export class ExactScores {
  private readonly x: readonly Dyadic[];

  constructor(
    private readonly classifier: Classifier,
    e: ArrayLike<number>,
  ) {
    const exact = Array.from(e, dyadic);
    const { projection, numFeatures: d } = classifier;
    if (projection === null) {
      this.x = exact;
      return;
    }
    const { kernel, offset, numInputs } = projection;
    this.x = Array.from({ length: d }, (_, k) =>
      exactScore(kernel.subarray(k * numInputs, (k + 1) * numInputs), exact, offset[k]),
    );
  }

  of(i: number): Dyadic {
    const { weights, bias, numFeatures: d } = this.classifier;
    return exactScore(weights.subarray(i * d, (i + 1) * d), this.x, bias === null ? 0 : bias[i]);
  }
}

/** `row . x + offset`, exactly. */
export function exactScore(row: Float64Array, x: readonly Dyadic[], offset = 0): Dyadic {
  const terms = [dyadic(offset)];
  row.forEach((weight, j) => {
    if (weight !== 0 && x[j].mantissa !== 0n) terms.push(productOf(dyadic(weight), x[j]));
  });
  return sumOf(terms);
}
