import {
  checkInteger,
  checkTensor,
  isArrayLike,
  isPlainObject,
  isTensor,
  readNumbers,
  readNumberRows,
  shapeText,
  ValueError,
} from '@argmaxable/core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A matrix, [n labels, d features] for a classifier: a tensor, rows of numbers, or values row by row with
 * their shape.
 */
export type Weights =
  | Tensor2D
  | ReadonlyArray<ArrayLike<number>>
  | { readonly values: Float32Array | Float64Array; readonly shape: readonly [number, number] };

/** A vector. */
export type Vector = Tensor1D | ArrayLike<number>;

export interface Matrix {
  /** Row by row. */
  readonly values: Float64Array;
  readonly shape: readonly [number, number];
}

/**
 * Magnitudes whose products neither overflow nor underflow in float64; every float32 number is within them.
 */
const smallest = 1e-100;
const largest = 1e100;
const allowedNumbers = `0 or finite, with a magnitude from ${smallest} to ${largest}`;
/** These checks limit the magnitudes; `readNumbers` need not limit them. */
const any = { nan: true, infinite: true };

/**
 * A checked float64 copy of a matrix.
 *
 * @throws ValueError naming `name`: for NaN, infinite and extreme numbers, rows of unequal length, and a
 *   matrix without rows or columns.
 */
export async function readMatrix(
  matrix: Weights,
  name: string,
  rows = 'labels',
  columns = 'features',
): Promise<Matrix> {
  const read = await copyMatrix(matrix, name, rows, columns);
  const [height, width] = read.shape;
  checkInteger(`number of ${rows} (rows of ${name})`, height, { min: 1 });
  checkInteger(`number of ${columns} (columns of ${name})`, width, { min: 1 });
  if (read.values.length !== height * width) {
    const allowed = `as long as ${name}.shape ${shapeText(read.shape)} says`;
    throw new ValueError(`${name}.values`, `${read.values.length} values`, allowed);
  }
  checkValues(read.values, (i) => `${name}[${Math.floor(i / width)}][${i % width}]`);
  return read;
}

async function copyMatrix(matrix: unknown, name: string, rows: string, columns: string): Promise<Matrix> {
  if (isTensor(matrix)) {
    const allowed = `a tensor [${rows}, ${columns}]`;
    checkTensor(name, matrix, allowed);
    if (matrix.rank !== 2) throw new ValueError(name, shapeText(matrix.shape), allowed);
    return { values: Float64Array.from(await matrix.data()), shape: matrix.shape as [number, number] };
  }
  if (Array.isArray(matrix)) return readNumberRows(name, matrix, any);
  const kinds = `a tensor [${rows}, ${columns}], an array of rows, or {values, shape}`;
  if (!isPlainObject(matrix)) throw new ValueError(name, matrix, kinds);
  const { values, shape, ...others } = matrix;
  if (!isArrayLike(values) || !Array.isArray(shape) || shape.length !== 2 || Object.keys(others).length > 0) {
    throw new ValueError(name, matrix, kinds);
  }
  return {
    values: Float64Array.from(readNumbers(`${name}.values`, values, any)),
    shape: shape as unknown as [number, number],
  };
}

/** A checked float64 copy of a vector of `length` values; `per` says in words what each value belongs to. */
export async function readVector(
  vector: Vector,
  name: string,
  length: number,
  per = 'one per row of weights',
  isAllowed: (value: number) => boolean = isWeight,
): Promise<Float64Array> {
  const allowed = `a vector of ${length} values, ${per}`;
  if (isTensor(vector)) {
    checkTensor(name, vector, allowed);
    if (vector.rank !== 1) throw new ValueError(name, shapeText(vector.shape), `a tensor [${length}]`);
  } else if (!isArrayLike(vector)) {
    throw new ValueError(name, vector, allowed);
  }
  const given: unknown = isTensor(vector) ? await vector.data() : vector;
  const values = Float64Array.from(readNumbers(name, given, any));
  if (values.length !== length) throw new ValueError(name, `${values.length} values`, allowed);
  checkValues(values, (i) => `${name}[${i}]`, isAllowed);
  return values;
}

/** @throws ValueError for the first number that is not allowed, with the name of that number. */
export function checkValues(
  values: Float64Array,
  name: (i: number) => string,
  isAllowed: (value: number) => boolean = isWeight,
): void {
  for (let i = 0; i < values.length; i++) {
    if (!isAllowed(values[i])) throw new ValueError(name(i), values[i], allowedNumbers);
  }
}

function isWeight(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || (magnitude >= smallest && magnitude <= largest);
}
