import { ValueError } from '@argmaxable/core';
import type { Classifier } from './classifier.js';
import { type LabelSetInput, type LabelSetSource, readLabelSets } from './label-set-input.js';

/**
 * How scores z become a label set:
 * - 'sign': the labels with `z_i > 0`, or above their `thresholds`;
 * - 'topK': the k highest, whatever k is, as models trained with pickAllLabels or softmax are used;
 * - 'argmax': the highest: sets of one label each.
 */
export type Rule = (typeof rules)[number];

export const rules = ['sign', 'topK', 'argmax'] as const;

/**
 * The classifier whose signs are the label sets of `rule`.
 *
 * A set S is ranked first by some x exactly if some x and t have `w_i . x + b_i > t` for i in S and `< t` for the others:
 * t is one feature more, with weight -c for every label. Any c > 0 gives the same verdicts. Without a bias everything
 * scales, and c is the longest row; with one, t must reach what scores reach in the box, and c is large enough for that.
 *
 * @param thresholds [n], checked; or undefined.
 * @throws ValueError for thresholds that the rule does not look at.
 */
export function classifierOfRule(
  classifier: Classifier,
  rule: Rule,
  thresholds: ArrayLike<number> | undefined,
): Classifier {
  const { numLabels, numFeatures, weights, bias, box } = classifier;
  if (rule === 'sign') {
    if (thresholds === undefined) return classifier;
    const shifted = Float64Array.from(
      thresholds,
      (threshold, i) => (bias === null ? 0 : bias[i]) - threshold,
    );
    return { ...classifier, bias: shifted };
  }
  if (thresholds !== undefined) {
    throw new ValueError(
      'thresholds',
      thresholds,
      `left out: rule '${rule}' compares scores with one another`,
    );
  }
  const c = bias === null ? longestRow(classifier) : highestScore(classifier, bias) / box;
  const extended = new Float64Array(numLabels * (numFeatures + 1)).fill(-(c || 1));
  for (let i = 0; i < numLabels; i++) {
    extended.set(weights.subarray(i * numFeatures, (i + 1) * numFeatures), i * (numFeatures + 1));
  }
  return { ...classifier, numFeatures: numFeatures + 1, weights: extended };
}

/** The label sets to verify under `rule`: all single labels where 'argmax' is given none. */
export function labelSetsOfRule(
  labelSets: LabelSetInput | undefined,
  rule: Rule,
  numLabels: number,
): LabelSetSource {
  if (rule !== 'argmax') return readLabelSets(labelSets as LabelSetInput, numLabels);
  const input = labelSets ?? Array.from({ length: numLabels }, (_, label) => [label]);
  const { sets, total } = readLabelSets(input, numLabels);
  return { sets: singles(sets), total };
}

async function* singles(sets: LabelSetSource['sets']): AsyncIterable<Int32Array> {
  let place = 0;
  for await (const labels of sets) {
    if (labels.length !== 1) {
      const allowed = "one label, because rule 'argmax' predicts one";
      throw new ValueError(`labelSets[${place}]`, Array.from(labels), allowed, "Or use rule 'topK'.");
    }
    yield labels;
    place++;
  }
}

function longestRow({ numLabels, numFeatures, weights }: Classifier): number {
  let longest = 0;
  for (let i = 0; i < numLabels; i++) {
    let squares = 0;
    for (let at = i * numFeatures; at < (i + 1) * numFeatures; at++) squares += weights[at] * weights[at];
    longest = Math.max(longest, squares);
  }
  return Math.sqrt(longest);
}

/** No |w_i . x + b_i| exceeds it in the box. */
function highestScore({ numLabels, numFeatures, weights, box }: Classifier, bias: Float64Array): number {
  let highest = 0;
  for (let i = 0; i < numLabels; i++) {
    let sum = 0;
    for (let at = i * numFeatures; at < (i + 1) * numFeatures; at++) sum += Math.abs(weights[at]);
    highest = Math.max(highest, sum * box + Math.abs(bias[i]));
  }
  return 2 * highest;
}
