import { checkClassifier } from '../input/check-classifier.js';
import type { Classifier } from '../input/classifier.js';
import { boxRange } from '../input/feature-range.js';

/**
 * The classifier that certificates of format version 1 are about: without a projection, in the box |x_j| <=
 * R. Under the rules 'topK' and 'argmax' there is one more feature at the end: the score t that the set's
 * labels exceed and the others do not, with weight -c for every label. c is the number that version 1 chose.
 *
 * @param classifier Its `ranked` must fit the rule of the certificate; its range and projection are not used.
 * @param box R > 0.
 *
 * @example
 * import { classifierOfVersionOne, readClassifier } from '@argmaxable/verify';
 * const classifier = await readClassifier({ weights: [[3, 4], [0, 1]] }, { ranked: true });
 * classifierOfVersionOne(classifier, 1).weights; // rows (3, 4, -5) and (0, 1, -5)
 */
export function classifierOfVersionOne(classifier: Classifier, box: number): Classifier {
  const { numLabels, numFeatures, weights, bias } = checkClassifier(classifier);
  const plain = { ...classifier, projection: null, ranked: false };
  if (!classifier.ranked) return { ...plain, range: boxRange(box, numFeatures) };
  const c = bias === null ? longestRow(classifier) : highestScore(classifier, bias, box) / box;
  const extended = new Float64Array(numLabels * (numFeatures + 1)).fill(-(c || 1));
  for (let i = 0; i < numLabels; i++) {
    extended.set(weights.subarray(i * numFeatures, (i + 1) * numFeatures), i * (numFeatures + 1));
  }
  return { ...plain, numFeatures: numFeatures + 1, weights: extended, range: boxRange(box, numFeatures + 1) };
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

/** An upper bound on |w_i . x + b_i| in the box. */
function highestScore(
  { numLabels, numFeatures, weights }: Classifier,
  bias: Float64Array,
  box: number,
): number {
  let highest = 0;
  for (let i = 0; i < numLabels; i++) {
    let sum = 0;
    for (let at = i * numFeatures; at < (i + 1) * numFeatures; at++) sum += Math.abs(weights[at]);
    highest = Math.max(highest, sum * box + Math.abs(bias[i]));
  }
  return 2 * highest;
}
