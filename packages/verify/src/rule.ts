import { LabelSets, ValueError } from '@argmaxable/core';
import type { Classifier, Vector } from './classifier.js';
import { readVector } from './classifier.js';

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
 * @throws ValueError for thresholds that are not [n] or that the rule does not look at.
 */
export async function classifierOfRule(
  classifier: Classifier,
  rule: Rule,
  thresholds: Vector | undefined,
): Promise<Classifier> {
  const { numLabels, numFeatures, weights, bias, box } = classifier;
  if (rule === 'sign') {
    if (thresholds === undefined) return classifier;
    const values = await readVector(thresholds, 'thresholds', numLabels);
    return { ...classifier, bias: values.map((threshold, i) => (bias === null ? 0 : bias[i]) - threshold) };
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
export function labelSetsOfRule(labelSets: LabelSets | undefined, rule: Rule, numLabels: number): LabelSets {
  if (labelSets === undefined) {
    if (rule === 'argmax') {
      return LabelSets.from(
        Array.from({ length: numLabels }, (_, label) => [label]),
        numLabels,
      );
    }
    throw new ValueError('labelSets', labelSets, 'a LabelSets or an array of arrays of label indices');
  }
  if (rule === 'argmax') {
    for (let i = 0; i < labelSets.size; i++) {
      if (labelSets.get(i).length !== 1) {
        const allowed = "one label, because rule 'argmax' predicts one";
        throw new ValueError(`labelSets[${i}]`, Array.from(labelSets.get(i)), allowed, "Or use rule 'topK'.");
      }
    }
  }
  return labelSets;
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
