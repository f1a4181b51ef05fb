import { concat, fill, type Rank, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type Block, blocksOf } from './blocks.js';
import { canWriteRows, writeRows } from './row-access.js';

/**
 * The matrix of shape [rows, n] whose blocks `f` returns. Other tensors that `f` makes are disposed after
 * each block.
 */
export function mapBlocks(shape: readonly [number, number], f: (block: Block) => Tensor2D): Tensor2D {
  const blocks = blocksOf(shape);
  if (blocks.length === 1) return tidy(() => f(blocks[0]));
  if (!canWriteRows()) {
    const parts = blocks.map((block) => tidy(() => f(block)));
    const whole = concat(parts, 0);
    parts.forEach((part) => part.dispose());
    return whole;
  }
  const whole = fill<Rank.R2>([...shape], 0);
  for (const block of blocks) tidy(() => writeRows(whole, f(block), block.start));
  return whole;
}
