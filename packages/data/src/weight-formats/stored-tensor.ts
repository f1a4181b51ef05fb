import { shapeText, sizeOfShape } from '@argmaxable/core';
import { FormatError } from '../bytes/format-error.js';
import type { NumberType } from './number-type.js';

/** A tensor as it lies in a file's bytes: read number by number, so that a large one takes no second copy. */
export interface StoredTensor {
  /** Its name in a file of several; '' in a file of one. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its number type as the file calls it. */
  readonly typeName: string;
  /** Whether it holds floating-point numbers. */
  readonly isFloat: boolean;
  /** The number at a place, one index per axis. */
  readonly at: (...indices: number[]) => number;
}

/** Where and how the numbers of a tensor lie. */
export interface TensorLayout {
  readonly name: string;
  readonly shape: readonly number[];
  readonly typeName: string;
  readonly isFloat: boolean;
  readonly type: NumberType;
  readonly data: DataView;
  readonly littleEndian: boolean;
  /** Whether the first axis runs fastest (Fortran order), not the last. */
  readonly firstAxisFastest: boolean;
}

/** @throws FormatError where the data are not as long as the shape says. */
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

/** @throws FormatError where data of so many bytes are not as long as the shape says. */
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
    `the data are too ${problem}: ${length} bytes, where ` +
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
