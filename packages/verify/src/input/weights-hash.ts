import { checkHead } from './check-classifier.js';
import type { Classifier } from './classifier.js';

/**
 * Hashes that show whether a model still has the numbers that were verified; null if they cannot be computed.
 */
export interface Hashes {
  readonly hash: string | null;
  /** Null also if there is no projection. */
  readonly projectionHash: string | null;
}

/**
 * SHA-256 of a classifier's numbers as float64, little-endian. For the matrix: its shape, the weights row by
 * row, then the bias if there is one. For the projection: its shape [d, E], P row by row, and p.
 *
 * The hashes need Web Crypto, which Node has, and browsers have on pages that are served securely; on other
 * pages they are null.
 *
 * @example
 * import { hashesOf, readClassifier, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1]];
 * const { verified } = await verifyMatrix({ weights }, [[0]]);
 * (await hashesOf(await readClassifier({ weights }))).hash === verified.hash; // true
 */
export async function hashesOf(
  classifier: Pick<Classifier, 'numLabels' | 'numFeatures' | 'weights' | 'bias' | 'projection'>,
): Promise<Hashes> {
  checkHead(classifier);
  const { numLabels, numFeatures, weights, bias, projection } = classifier;
  return {
    hash: await hashOf([numLabels, numFeatures], weights, bias),
    projectionHash:
      projection && (await hashOf([numFeatures, projection.numInputs], projection.kernel, projection.offset)),
  };
}

async function hashOf(
  shape: readonly [number, number],
  matrix: Float64Array,
  vector: Float64Array | null,
): Promise<string | null> {
  if (!(globalThis.crypto as Crypto | undefined)?.subtle) return null;
  const numbers = new Float64Array(2 + matrix.length + (vector?.length ?? 0));
  numbers.set(shape);
  numbers.set(matrix, 2);
  if (vector) numbers.set(vector, 2 + matrix.length);
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, i) => view.setFloat64(8 * i, value, true));
  const digest = await crypto.subtle.digest('SHA-256', view.buffer);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
