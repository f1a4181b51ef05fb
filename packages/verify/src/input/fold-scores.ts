import type { Classifier } from './classifier.js';

/**
 * What the layers after the classifier do to a score: `scale_i z_i + offset_i`; null if they do not change
 * it.
 */
interface ScoreChange {
  readonly scale: Float64Array | null;
  readonly offset: Float64Array | null;
}

/**
 * A classifier whose scores can be compared with 0, or with one another, instead of the changed scores with
 * thresholds.
 *
 * For signs, only the sign of a scale matters: `s z + o > t` if and only if `sign(s) z > (t - o) / |s|`; so
 * rows keep their stored values up to sign. In a ranking, scores are compared across labels, so rows are
 * multiplied by the scale.
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
