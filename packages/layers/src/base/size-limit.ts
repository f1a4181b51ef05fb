import { shapeText, ValueError } from '@argmaxable/core';

/**
 * Most numbers in one tensor: 2 GiB of float32, more than any texture holds, and half of the memory that
 * WebAssembly can address.
 */
export const mostInTensor = 2 ** 29;

/**
 * Refuses a tensor that is too large for every backend, before memory is allocated for it: sizes may come
 * from a damaged file.
 *
 * @param what What the tensor is, as messages name it.
 * @throws ValueError that says how much memory it would take.
 */
export function checkTensorSize(what: string, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size <= mostInTensor) return;
  throw new ValueError(
    what,
    `${shapeText(shape)}, which would take ${(size * 4) / 1e9} GB`,
    `of ${mostInTensor} numbers at most (2.1 GB in float32)`,
    'Take fewer units; if they come from a file, it may be damaged.',
  );
}
