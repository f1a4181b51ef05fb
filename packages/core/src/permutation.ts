import { isArrayLike } from './checks/index.js';
import { ValueError } from './errors.js';

/**
 * Returns the inverse of a permutation of 0 .. size - 1, `place[order[j]] = j`; throws a `ValueError` for
 * anything else. The error for what is not an array of that length contains `advice`.
 */
export function inversePermutation(
  argument: string,
  order: ArrayLike<number>,
  size: number,
  advice?: string,
): Int32Array {
  const allowed = `a permutation of the ${size} labels: each integer from 0 to ${size - 1} once`;
  if (!isArrayLike(order) || order.length !== size) {
    throw new ValueError(argument, order, allowed, advice);
  }
  const place = new Int32Array(size).fill(-1);
  for (let j = 0; j < size; j++) {
    const label = order[j];
    if (!Number.isInteger(label) || label < 0 || label >= size || place[label] !== -1) {
      throw new ValueError(`${argument}[${j}]`, label, allowed);
    }
    place[label] = j;
  }
  return place;
}
