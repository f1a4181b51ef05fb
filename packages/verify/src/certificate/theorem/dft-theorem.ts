import { cyclicSignChanges } from '@argmaxable/core';
import type { Classifier } from '../../input/classifier.js';
import type { TheoremCertificate } from '../format.js';

/**
 * Why the theorem of truncated DFT matrices does not cover a label set of a classifier; null if it does.
 *
 * The matrix is rebuilt and compared with the first 2k + 1 columns, entry by entry: |w_ij - c_ij| <= 2^-24
 * |c_ij| + 2^-48 sqrt(2/n). The first term is the rounding to float32; the second covers the rounding of the
 * cosines in float64, on both sides.
 */
export function theoremFlaw(
  classifier: Classifier,
  signs: Int8Array,
  { n, k, labelOrder }: TheoremCertificate,
): string | null {
  const { numLabels, numFeatures, weights, projection, ranked } = classifier;
  if (n !== numLabels) return `the theorem is about n = ${n} labels, the classifier has ${numLabels}`;
  const width = 2 * k + 1;
  if (width > numFeatures) return `2k + 1 = ${width} columns are needed, the classifier has ${numFeatures}`;
  if (ranked) return 'the theorem is about the signs of scores, not their ranking';
  if (projection !== null) {
    return 'the theorem is about the features that the matrix multiplies, and this classifier has a projection in front';
  }
  if (!carriesTheorem(classifier)) {
    return 'the theorem is about features without bounds; without a bias, about a range with 0 inside';
  }
  const labelAt = labelOrder ?? Array.from(signs.keys());
  const places = Int32Array.from(signs.keys()).filter((place) => signs[labelAt[place]] > 0);
  const changes = cyclicSignChanges(places, n);
  if (changes > 2 * k) return `the label set has ${changes} sign changes, the theorem covers up to ${2 * k}`;

  const scale = Math.sqrt(2 / n);
  const cos = Float64Array.from({ length: n }, (_, i) => scale * Math.cos((2 * Math.PI * i) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => scale * Math.sin((2 * Math.PI * i) / n));
  const ideal = (place: number, column: number) => {
    if (column === 0) return Math.sqrt(1 / n);
    const angle = (place * Math.ceil(column / 2)) % n;
    return column % 2 === 1 ? cos[angle] : sin[angle];
  };
  for (let place = 0; place < n; place++) {
    const label = labelAt[place];
    for (let column = 0; column < width; column++) {
      const expected = ideal(place, column);
      const weight = weights[label * numFeatures + column];
      if (!(Math.abs(weight - expected) <= 2 ** -24 * Math.abs(expected) + 2 ** -48 * scale)) {
        return `weights[${label}][${column}] is ${weight}, the truncated DFT matrix has ${expected}`;
      }
    }
  }
  return null;
}

/**
 * Whether features can have any direction and, if there is a bias, any size, so that the bias does not
 * matter.
 */
export function carriesTheorem({ bias, range: { lower, upper } }: Classifier): boolean {
  const isUnbounded = lower.every((end) => end === -Infinity) && upper.every((end) => end === Infinity);
  return isUnbounded || (isZero(bias) && lower.every((end, j) => end < 0 && upper[j] > 0));
}

function isZero(bias: Float64Array | null): boolean {
  return bias === null || bias.every((value) => value === 0);
}
