import type { Tensor } from '@tensorflow/tfjs-core';
import { ValueError } from '../errors.js';

/** Whether a value is a tensor, of this or another copy of tfjs. */
export function isTensor(value: unknown): value is Tensor {
  return typeof (value as Partial<Tensor> | null | undefined)?.dataSync === 'function';
}

/**
 * Returns `tensor` if it is a tensor of numbers that is not disposed; throws a `ValueError` otherwise.
 *
 * @param allowed What is allowed, as a phrase that ends 'must be ...'.
 */
export function checkTensor<T extends Tensor>(
  argument: string,
  tensor: T,
  allowed = 'a tensor of numbers',
): T {
  if (!isTensor(tensor)) throw new ValueError(argument, tensor, allowed);
  if (tensor.isDisposed) {
    throw new ValueError(argument, tensor, allowed, 'Call this before it is disposed, or keep it (tf.keep).');
  }
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw new ValueError(argument, `a tensor of dtype ${tensor.dtype}`, allowed);
  }
  return tensor;
}

/** Axes that a message shows at most: a damaged file may claim any number of axes. */
const shownAxes = 8;

/** A shape as messages show it. */
export function shapeText(shape: ReadonlyArray<number | null>): string {
  const rest = shape.length > shownAxes ? `, ... ${shape.length} axes` : '';
  return `[${shape.slice(0, shownAxes).join(', ')}${rest}]`;
}

/** How many numbers a tensor of a shape has; 0 wherever an axis is empty, however long the others. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((size, length) => size * length, 1);
}
