import { shapeText, sizeOfShape } from '@argmaxable/core';
import { FormatError } from '../bytes/format-error.js';
import type { NumberType } from './number-type.js';

/** A tensor in a file's bytes. It is read number by number, so that a large tensor is not copied. */
export interface StoredTensor {
  /** Its name in a file of several tensors; '' in a file of one tensor. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its number type, by the file's name for it. */
  readonly typeName: string;
  /** Whether it holds floating-point numbers. */
  readonly isFloat: boolean;
  /** Returns the number at a place, given by one index per axis. */
  readonly at: (...indices: number[]) => number;
}

/** The place and the layout of the numbers of a tensor. */
export interface TensorLayout {
  readonly name: string;
  readonly shape: readonly number[];
  readonly typeName: string;
  readonly isFloat: boolean;
  readonly type: NumberType;
  readonly data: DataView;
  readonly littleEndian: boolean;
  /** Whether numbers next to each other differ in the first index (Fortran order), not in the last. */
  readonly firstAxisFastest: boolean;
}

/**
 * Makes a tensor that reads its numbers from bytes.
 *
 * @throws FormatError if the length of the data does not fit the shape.
 */
export function storedTensor(layout: TensorLayout): StoredTensor {
  const { name, shape, typeName, isFloat, type, data, littleEndian, firstAxisFastest } = layout;
  checkDataLength(shape, typeName, type, data.byteLength);
  const strides = stridesOf(shape, firstAxisFastest);
  const at = (...indices: number[]): number => {
    let place = 0;
    for (let axis = 0; axis < indices.length; axis++) place += indices[axis] * strides[axis];
    return type.read(data, place * type.bytes, littleEndian);
  };
  return { name, shape, typeName, isFloat, at };
}

/**
 * Checks the number of bytes of a tensor.
 *
 * @throws FormatError if the number of bytes does not fit the shape.
 */
export function checkDataLength(
  shape: readonly number[],
  typeName: string,
  type: NumberType,
  length: number,
): void {
  const bytes = sizeOfShape(shape) * type.bytes;
  if (length === bytes) return;
  const [problem, advice] = length < bytes ? ['short', 'is the file cut off?'] : ['long', 'not read.'];
  throw new FormatError(
    `the data are too ${problem}: ${length} bytes, but ` +
      `${typeName} of shape ${shapeText(shape)} takes ${bytes}; ${advice}`,
  );
}

function stridesOf(shape: readonly number[], firstAxisFastest: boolean): number[] {
  const axes = [...shape.keys()];
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (const axis of firstAxisFastest ? axes : axes.reverse()) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}
