import { checkInteger, ValueError } from '@argmaxable/core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** A matrix [n labels, d features]: a tensor, rows of numbers, or values row by row with their shape. */
export type Weights =
  | Tensor2D
  | ReadonlyArray<ArrayLike<number>>
  | { readonly values: Float32Array | Float64Array; readonly shape: readonly [number, number] };

/** A vector [n labels]. */
export type Vector = Tensor1D | ArrayLike<number>;

/** What `verifyMatrix` verifies. */
export interface ClassifierInput {
  /** W, [n labels, d features]. Read, not kept or disposed. */
  weights: Weights;
  /** b, [n labels]; none by default. */
  bias?: Vector | null;
  /** R > 0: feature vectors with |x_j| <= R are considered; 1 by default. Without a bias it only scales the radius. */
  box?: number;
}

/**
 * A linear multi-label classifier in float64: `z = W x + b` predicts the label set `{i : z_i > 0}`, for feature vectors
 * in the box `|x_j| <= box`. Do not write into the arrays.
 */
export interface Classifier {
  readonly numLabels: number;
  readonly numFeatures: number;
  /** W row by row, [n * d]. */
  readonly weights: Float64Array;
  /** b, [n], or null. */
  readonly bias: Float64Array | null;
  /** R. */
  readonly box: number;
}

/** Magnitudes whose products neither overflow nor vanish in float64; every float32 lies within. */
const smallest = 1e-100;
const largest = 1e100;

/**
 * A checked float64 copy of a classifier, as the certificate functions take it.
 *
 * @throws ValueError naming `weights`, `bias` or `box`: for NaN or infinite values, rows of unequal length, lengths that
 *   do not fit together, no label, no feature, and magnitudes outside 1e-100..1e100 (0 is fine in weights and bias).
 *
 * @example
 * import { readClassifier, witnessLowerBound } from '@argmaxable/verify';
 * const classifier = await readClassifier({ weights: [[1, 0], [-1, 1]] });
 * witnessLowerBound(classifier, [0], [1, 0]); // just below 0.707
 */
export async function readClassifier({ weights, bias, box = 1 }: ClassifierInput): Promise<Classifier> {
  if (!inRange(box) || box <= 0)
    throw new ValueError('box', box, `a number above 0, from ${smallest} to ${largest}`);
  const { values, shape } = await readMatrix(weights);
  const [numLabels, numFeatures] = shape;
  checkValues(values, (i) => `weights[${Math.floor(i / numFeatures)}][${i % numFeatures}]`);
  const biasValues = bias === undefined || bias === null ? null : await readVector(bias, 'bias', numLabels);
  return { numLabels, numFeatures, weights: values, bias: biasValues, box };
}

async function readMatrix(
  weights: Weights,
): Promise<{ values: Float64Array; shape: readonly [number, number] }> {
  if (isTensor(weights)) {
    if (weights.rank !== 2)
      throw new ValueError('weights', shapeText(weights.shape), 'a tensor [labels, features]');
    checkShape(weights.shape);
    return { values: Float64Array.from(await weights.data()), shape: weights.shape };
  }
  if (Array.isArray(weights)) return readRows(weights as ReadonlyArray<ArrayLike<number>>);
  const flat = weights as
    { values?: ArrayLike<number>; shape?: readonly [number, number] } | null | undefined;
  if (!flat?.values || !Array.isArray(flat.shape) || flat.shape.length !== 2) {
    throw new ValueError(
      'weights',
      weights,
      'a tensor [labels, features], an array of rows, or {values, shape}',
    );
  }
  const shape = checkShape(flat.shape as readonly [number, number]);
  if (flat.values.length !== shape[0] * shape[1]) {
    const allowed = `as long as weights.shape ${shapeText(shape)} says`;
    throw new ValueError('weights.values', `${flat.values.length} values`, allowed);
  }
  return { values: Float64Array.from(flat.values), shape };
}

function readRows(rows: ReadonlyArray<ArrayLike<number>>): {
  values: Float64Array;
  shape: readonly [number, number];
} {
  const shape = checkShape([rows.length, rows[0]?.length ?? 0]);
  const values = new Float64Array(shape[0] * shape[1]);
  rows.forEach((row, i) => {
    if (row.length !== shape[1])
      throw new ValueError(`weights[${i}]`, row, `a row of ${shape[1]} values, like the first`);
    values.set(row, i * shape[1]);
  });
  return { values, shape };
}

/** A checked float64 copy of a vector [n]. */
export async function readVector(vector: Vector, name: string, numLabels: number): Promise<Float64Array> {
  if (isTensor(vector) && vector.rank !== 1) {
    throw new ValueError(name, shapeText(vector.shape), 'a tensor [labels]');
  }
  const values = Float64Array.from(isTensor(vector) ? await vector.data() : vector);
  if (values.length !== numLabels) {
    const allowed = `a vector of ${numLabels} values, one per row of weights`;
    throw new ValueError(name, `${values.length} values`, allowed);
  }
  checkValues(values, (i) => `${name}[${i}]`);
  return values;
}

function isTensor<T extends Tensor1D | Tensor2D>(value: T | object): value is T {
  return typeof (value as Partial<T> | null)?.dataSync === 'function';
}

function checkShape(shape: readonly [number, number]): readonly [number, number] {
  checkInteger('number of labels (rows of weights)', shape[0], { min: 1 });
  checkInteger('number of features (columns of weights)', shape[1], { min: 1 });
  return shape;
}

function checkValues(values: Float64Array, name: (i: number) => string): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0 && !inRange(values[i])) {
      throw new ValueError(
        name(i),
        values[i],
        `0 or finite, with a magnitude from ${smallest} to ${largest}`,
      );
    }
  }
}

function inRange(value: number): boolean {
  return Math.abs(value) >= smallest && Math.abs(value) <= largest;
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
