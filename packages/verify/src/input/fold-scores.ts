import type { Classifier } from './classifier.js';

/** What becomes of a score behind the classifier: `scale_i z_i + offset_i`; null for as it is. */
interface ScoreChange {
  readonly scale: Float64Array | null;
  readonly offset: Float64Array | null;
}

/**
 * The classifier whose scores are compared with 0, or with one another, in place of changed scores with
 * thresholds.
 *
 * Of signs, only that of a scale counts: `s z + o > t` where `sign(s) z > (t - o) / |s|`; so rows stay as
 * they are stored. Of a ranking, scores are compared across labels, and rows are multiplied.
 *
 * @param thresholds [n]; null for all 0.
 */
export function foldScores(
  classifier: Classifier,
  { scale, offset }: ScoreChange,
  thresholds: Float64Array | null,
): Classifier {
  if (scale === null && offset === null && thresholds === null) return classifier;
  const { numLabels, numFeatures, ranked } = classifier;
  const bias = new Float64Array(numLabels);
  const weights = classifier.weights.slice();
  for (let i = 0; i < numLabels; i++) {
    const s = scale === null ? 1 : scale[i];
    const magnitude = ranked || s === 0 ? 1 : Math.abs(s);
    const factor = s / magnitude;
    const own = classifier.bias === null ? 0 : classifier.bias[i];
    const added = (offset === null ? 0 : offset[i]) - (thresholds === null ? 0 : thresholds[i]);
    bias[i] = factor * own + added / magnitude;
    if (factor !== 1) for (let at = i * numFeatures; at < (i + 1) * numFeatures; at++) weights[at] *= factor;
  }
  return { ...classifier, weights, bias: bias.every((value) => value === 0) ? null : bias };
}
