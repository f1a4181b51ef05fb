import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { readRows } from './row-access.js';

/** Rows `start` to `end - 1` of a batch. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Number of logits in a block: 1 MB of float32, so that what is computed from them stays in the cache and
 * adds little to the peak of memory.
 */
const blockSize = 2 ** 18;

/** A batch of `rows` rows of n logits, in blocks of equal height. */
export function blocksOf([rows, n]: readonly [number, number]): Block[] {
  const height = Math.max(1, Math.floor(blockSize / n));
  const count = Math.ceil(rows / height);
  const bounds = Array.from({ length: count + 1 }, (_, i) => Math.round((i * rows) / count));
  return bounds.slice(1).map((end, i) => ({ start: bounds[i], end }));
}

/** The block's rows of a matrix: the matrix itself if the block is all of it. */
export function rowsOf(matrix: Tensor, { start, end }: Block): Tensor2D {
  const whole = matrix as Tensor2D;
  return end - start === whole.shape[0] ? whole : readRows(whole, start, end);
}
