import { checkInteger, ValueError } from '@argmaxable/core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** A matrix, [n labels, d features] if it is a classifier: a tensor, rows of numbers, or values row by row with their shape. */
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

/** Magnitudes whose products neither overflow nor vanish in float64; every float32 lies within. */
const smallest = 1e-100;
const largest = 1e100;
const allowedNumbers = `0 or finite, with a magnitude from ${smallest} to ${largest}`;

/**
 * A checked float64 copy of a matrix.
 *
 * @throws ValueError naming `name`: for NaN, infinite and extreme numbers, rows of unequal length, no row, no column.
 */
export async function readMatrix(
  matrix: Weights,
  name: string,
  rows = 'labels',
  columns = 'features',
): Promise<Matrix> {
  const read = await copyMatrix(matrix, name, rows, columns);
  const width = read.shape[1];
  checkValues(read.values, (i) => `${name}[${Math.floor(i / width)}][${i % width}]`);
  return read;
}

async function copyMatrix(matrix: Weights, name: string, rows: string, columns: string): Promise<Matrix> {
  const kinds = `a tensor [${rows}, ${columns}], an array of rows, or {values, shape}`;
  const shapeOf = (shape: readonly [number, number]): readonly [number, number] => {
    checkInteger(`number of ${rows} (rows of ${name})`, shape[0], { min: 1 });
    checkInteger(`number of ${columns} (columns of ${name})`, shape[1], { min: 1 });
    return shape;
  };
  if (isTensor(matrix)) {
    if (matrix.rank !== 2)
      throw new ValueError(name, shapeText(matrix.shape), `a tensor [${rows}, ${columns}]`);
    shapeOf(matrix.shape);
    return { values: Float64Array.from(await matrix.data()), shape: matrix.shape };
  }
  if (Array.isArray(matrix)) {
    const list = matrix as ReadonlyArray<ArrayLike<number>>;
    const shape = shapeOf([list.length, list[0]?.length ?? 0]);
    const values = new Float64Array(shape[0] * shape[1]);
    list.forEach((row, i) => {
      if (row?.length !== shape[1]) {
        throw new ValueError(`${name}[${i}]`, row, `a row of ${shape[1]} values, like the first`);
      }
      values.set(copyNumbers(row, `${name}[${i}]`), i * shape[1]);
    });
    return { values, shape };
  }
  const flat = matrix as { values?: ArrayLike<number>; shape?: readonly [number, number] } | null | undefined;
  if (!flat?.values || !Array.isArray(flat.shape) || flat.shape.length !== 2) {
    throw new ValueError(name, matrix, kinds);
  }
  const shape = shapeOf(flat.shape as readonly [number, number]);
  if (flat.values.length !== shape[0] * shape[1]) {
    const allowed = `as long as ${name}.shape ${shapeText(shape)} says`;
    throw new ValueError(`${name}.values`, `${flat.values.length} values`, allowed);
  }
  return { values: copyNumbers(flat.values, `${name}.values`), shape };
}

/** A checked float64 copy of a vector of `length` values, `per` says of what. */
export async function readVector(
  vector: Vector,
  name: string,
  length: number,
  per = 'one per row of weights',
  isAllowed: (value: number) => boolean = isWeight,
): Promise<Float64Array> {
  if (isTensor(vector) && vector.rank !== 1) {
    throw new ValueError(name, shapeText(vector.shape), `a tensor [${length}]`);
  }
  const given = isTensor(vector) ? await vector.data() : vector;
  if (typeof given !== 'object' || given === null || !(given.length >= 0)) {
    throw new ValueError(name, vector, `a vector of ${length} values, ${per}`);
  }
  const values = copyNumbers(given, name);
  if (values.length !== length) {
    throw new ValueError(name, `${values.length} values`, `a vector of ${length} values, ${per}`);
  }
  checkValues(values, (i) => `${name}[${i}]`, isAllowed);
  return values;
}

/** The numbers of an array as they stand there: nothing is turned into one. */
function copyNumbers(values: ArrayLike<number>, name: string): Float64Array {
  if (ArrayBuffer.isView(values)) return Float64Array.from(values);
  return Float64Array.from({ length: values.length }, (_, i) => {
    const value: unknown = values[i];
    if (typeof value !== 'number') throw new ValueError(`${name}[${i}]`, value, 'a number');
    return value;
  });
}

export function isTensor<T extends Tensor1D | Tensor2D>(value: T | object): value is T {
  return typeof (value as Partial<T> | null)?.dataSync === 'function';
}

/** @throws ValueError for the first number that is not allowed, by the name that it is given. */
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

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
