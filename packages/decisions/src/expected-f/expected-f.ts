import { checkOptions, readExamples, type Scores, type Targets } from '@argmaxable/core';
import { probabilities } from '../calibration/calibration.js';
import { checkBeta } from '../f-beta.js';
import { activeCount, addJoint, mostActive } from './active-count.js';

/**
 * The expected F-beta of predicting given label sets, when labels are independent given the example.
 *
 * This is what `plugInFMaximizer` maximises; use it to evaluate a decision. O(n s) per example, s a number of
 * active labels that is exceeded with probability below 1e-16.
 *
 * @param predicted Label sets, one per example; see `Targets`.
 * @param scores Probabilities [size, n].
 * @param options `beta`: weight of recall against precision, from 0 to 1e6; 1 by default.
 * @returns One number from 0 to 1 per example.
 * @throws ValueError for shapes that differ, or values outside 0 to 1.
 *
 * @example
 * import { expectedF } from '@argmaxable/decisions';
 * expectedF([[1, 0]], [[0.5, 0.5]]); // Float64Array [0.4166...]: 1 with probability 1/4, 2/3 with 1/4
 */
export function expectedF(
  predicted: Targets,
  scores: Scores,
  options: { readonly beta?: number } = {},
): Float64Array {
  const { beta = 1 } = checkOptions('expectedF', options, ['beta']);
  const b2 = checkBeta(beta) ** 2;
  const { targets: sets, scores: matrix } = readExamples(predicted, scores);
  const n = matrix.numLabels;
  return Float64Array.from({ length: sets.size }, (_, e) => {
    const p = probabilities(matrix.values.subarray(e * n, (e + 1) * n), undefined);
    const set = sets.get(e);
    const q = activeCount(p, mostActive(p));
    if (set.length === 0) return q[0];
    const joint = new Float64Array(q.length);
    for (const label of set) addJoint(joint, q, p[label]);
    return joint.reduce((sum, probability, s) => sum + ((1 + b2) * probability) / (b2 * s + set.length), 0);
  });
}
