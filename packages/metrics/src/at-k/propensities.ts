import { checkInteger, checkNumber, checkOptions, readNumbers } from '@argmaxable/core';

/** The two constants of the propensity model. */
export interface PropensityOptions {
  /** A; 0 or more, 0.55 by default. Jain et al. found 0.5 for Wikipedia and 0.6 for Amazon. */
  readonly a?: number;
  /** B; 0 or more, 1.5 by default. Jain et al. found 0.4 for Wikipedia and 2.6 for Amazon. */
  readonly b?: number;
}

/**
 * Computes the propensity of each label from how often it is active in the training examples. The propensity
 * is the probability that the label is recorded for an example to which it applies.
 *
 * `p_l = 1 / (1 + C exp(-A log(N_l + B)))` with `C = (log N - 1) (B + 1)^A`. Rare labels have low
 * propensities. Source: Jain et al. 2016, eq. 1.
 *
 * @param labelCounts In how many of the training examples each label is active: [n];
 * `LabelSets.labelCounts()`.
 * @param numExamples Number N of training examples, 3 or more: for N below e the formula gives no value
 * between 0 and 1.
 * @returns [n], each above 0 and at most 1.
 * @throws ValueError for a count that is negative or above N, for N below 3, or for a, b below 0. With b = 0
 *   every label must be active in a training example.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { propensities } from '@argmaxable/metrics';
 * const training = LabelSets.from([[0, 1], [0], [0, 2], [0, 1]], 4);
 * propensities(training.labelCounts(), training.size); // highest for label 0, lowest for label 3
 */
export function propensities(
  labelCounts: ArrayLike<number>,
  numExamples: number,
  options: PropensityOptions = {},
): Float64Array {
  const { a = 0.55, b = 1.5 } = checkOptions('propensities', options, ['a', 'b']);
  checkNumber('a', a, { min: 0 });
  checkNumber('b', b, { min: 0 });
  checkInteger('numExamples', numExamples, { min: 3 });
  const least = b === 0 ? 1 : 0;
  const c = (Math.log(numExamples) - 1) * (b + 1) ** a;
  return Float64Array.from(readNumbers('labelCounts', labelCounts), (count, label) => {
    checkInteger(`labelCounts[${label}]`, count, { min: least, max: numExamples });
    return 1 / (1 + c * (count + b) ** -a);
  });
}
