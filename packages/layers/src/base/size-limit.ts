import { shapeText, ValueError } from '@argmaxable/core';

/**
 * Numbers in one tensor: 2 GiB of float32, more than any texture holds, and half of what WebAssembly can
 * address.
 */
export const mostNumbers = 2 ** 29;

/**
 * Refuses a tensor that no backend would hold, before memory is taken for it: sizes may come from a damaged
 * file.
 *
 * @param what What it would be, as messages name it.
 * @throws ValueError that says how much it would take.
 */
export function checkSize(what: string, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size <= mostNumbers) return;
  throw new ValueError(
    what,
    `${shapeText(shape)}, which would take ${(size * 4) / 1e9} GB`,
    `of ${mostNumbers} numbers at most (2.1 GB in float32)`,
    'Take fewer units; if they come from a file, it may be damaged.',
  );
}
