import type { Classifier } from './classifier.js';

/**
 * SHA-256 of a classifier's numbers as float64, little-endian: shape, weights row by row, then the bias if there is one.
 *
 * By Web Crypto, which Node has, and browsers have on pages that are served securely; null on others.
 */
export async function weightsHash({
  numLabels,
  numFeatures,
  weights,
  bias,
}: Classifier): Promise<string | null> {
  if (!(globalThis.crypto as Crypto | undefined)?.subtle) return null;
  const numbers = new Float64Array(2 + weights.length + (bias?.length ?? 0));
  numbers.set([numLabels, numFeatures]);
  numbers.set(weights, 2);
  if (bias) numbers.set(bias, 2 + weights.length);
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, i) => view.setFloat64(8 * i, value, true));
  const digest = await crypto.subtle.digest('SHA-256', view.buffer);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
