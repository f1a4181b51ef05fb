import { checkBoolean, checkOptions, ValueError } from '@argmaxable/core';
import type { Projection } from '@argmaxable/layers';
import { boxRange, type ResolvedRange, type FeatureRange, readFeatureRange } from './feature-range.js';
import { readMatrix, readVector, type Vector, type Weights } from './numbers.js';

/** A linear map in front of the classifier's matrix: `x = P e + p`. */
export interface ProjectionInput {
  /** P, [d, E inputs]. It is only read: neither kept nor disposed. */
  weights: Weights;
  /** p, [d]; none by default. */
  bias?: Vector | null;
}

/** The input of `verifyMatrix`. */
export interface ClassifierInput {
  /** W, [n labels, d features]. It is only read: neither kept nor disposed. */
  weights: Weights;
  /** b, [n labels]; none by default. */
  bias?: Vector | null;
  /**
   * The linear map in front of W; none by default. With it, the features are its inputs e; without it, they
   * are x itself.
   */
  projection?: ProjectionInput | null;
  /** The range of feature vectors; 'any' by default. */
  featureRange?: FeatureRange;
  /** R > 0, instead of `featureRange`: the vectors with |e_j| <= R. */
  box?: number;
}

/**
 * A linear multi-label classifier in float64: `z = W (P e + p) + b`, for feature vectors e within a range.
 * Without a projection x = e. Do not write into the arrays.
 */
export interface Classifier {
  readonly numLabels: number;
  /** d, the width of W. */
  readonly numFeatures: number;
  /** W row by row, [n * d]. */
  readonly weights: Float64Array;
  /** b, [n], or null. */
  readonly bias: Float64Array | null;
  readonly projection: Projection | null;
  /** The range of e: as many bounds as the projection has inputs, or as W has features if there is none. */
  readonly range: ResolvedRange;
  /**
   * false: the labels with a score above 0 are predicted. true: the labels with the highest scores, for any
   * number of labels.
   */
  readonly ranked: boolean;
}

/** Number of entries of a feature vector e: E with a projection, d without. */
export function inputsOf({
  projection,
  numFeatures,
}: Pick<Classifier, 'projection' | 'numFeatures'>): number {
  return projection === null ? numFeatures : projection.numInputs;
}

/**
 * A checked float64 copy of a classifier, which the certificate functions take.
 *
 * @param input `weights` [n, d], `bias` [n], `projection` {weights [d, E], bias [d]}, and `featureRange` or
 * `box`.
 * @param options `ranked`: whether the labels with the highest scores are predicted instead of those with
 *   scores above 0; false by default.
 * @throws ValueError naming what is wrong: NaN or infinite values, rows of unequal length, lengths that do
 *   not fit together, no label, no feature, magnitudes outside 1e-100..1e100 (0 is allowed), an invalid
 *   range.
 *
 * @example
 * import { readClassifier, witnessLowerBound } from '@argmaxable/verify';
 * const classifier = await readClassifier({ weights: [[1, 0], [-1, 1]], featureRange: 'nonNegative' });
 * witnessLowerBound(classifier, [0], [1, 0]); // just below 0.707
 */
export async function readClassifier(
  input: ClassifierInput,
  options: { ranked?: boolean } = {},
): Promise<Classifier> {
  const { ranked = false } = checkOptions('readClassifier', options, ['ranked']);
  checkBoolean('ranked', ranked);
  const names = ['weights', 'bias', 'projection', 'featureRange', 'box'];
  const { weights, bias, projection, featureRange, box } = checkOptions('a classifier', input, names);
  const { values, shape } = await readMatrix(weights, 'weights');
  const [numLabels, numFeatures] = shape;
  const biasValues = bias === undefined || bias === null ? null : await readVector(bias, 'bias', numLabels);
  const map =
    projection === undefined || projection === null ? null : await readProjection(projection, numFeatures);
  const inputs = map === null ? numFeatures : map.numInputs;
  if (featureRange !== undefined && box !== undefined) {
    throw new ValueError('box', box, 'left out if featureRange is given: it means -box to box');
  }
  const range =
    box === undefined
      ? await readFeatureRange(featureRange === undefined ? 'any' : featureRange, inputs)
      : boxRange(box, inputs);
  return { numLabels, numFeatures, weights: values, bias: biasValues, projection: map, range, ranked };
}

async function readProjection(projection: ProjectionInput, numFeatures: number): Promise<Projection> {
  const { weights, bias } = checkOptions('projection', projection, ['weights', 'bias']);
  const { values, shape } = await readMatrix(weights, 'projection.weights', 'features', 'inputs');
  if (shape[0] !== numFeatures) {
    const allowed = `${numFeatures} rows, one per feature of weights`;
    throw new ValueError('projection.weights', `${shape[0]} rows`, allowed);
  }
  const offset =
    bias === undefined || bias === null
      ? new Float64Array(numFeatures)
      : await readVector(bias, 'projection.bias', numFeatures, 'one per feature of weights');
  return { numInputs: shape[1], kernel: values, offset };
}
