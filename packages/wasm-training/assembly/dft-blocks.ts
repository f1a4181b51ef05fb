/** Labels in a block: the numbers of all rows for them fit into the nearest cache. */
export const blockLabels: usize = 128;
export const blockBytes: usize = blockLabels << 2;

/**
 * Copies the labels at places `first` .. `first + count` of every row into a block [rows, blockLabels], zeros
 * after them. The label at place i is `order[i]`, or i where `order` is 0. Rows are `stride` bytes apart.
 */
export function gatherBlock(
  rows: usize,
  source: usize,
  stride: usize,
  order: usize,
  first: usize,
  count: usize,
  block: usize,
): void {
  const zero = f32x4.splat(0);
  for (const end = block + rows * blockBytes; block < end; block += blockBytes) {
    if (count < blockLabels) for (let i: usize = 0; i < blockBytes; i += 16) v128.store(block + i, zero);
    if (order) {
      for (let i: usize = 0; i < count; i++) {
        store<f32>(
          block + (i << 2),
          load<f32>(source + ((<usize>load<u32>(order + ((first + i) << 2))) << 2)),
        );
      }
    } else {
      copy(block, source + (first << 2), count);
    }
    source += stride;
  }
}

/** The reverse of `gatherBlock`: copies a block's first `count` columns to their labels in every row. */
export function scatterBlock(
  rows: usize,
  block: usize,
  order: usize,
  first: usize,
  count: usize,
  target: usize,
  stride: usize,
): void {
  for (const end = block + rows * blockBytes; block < end; block += blockBytes) {
    if (order) {
      for (let i: usize = 0; i < count; i++) {
        store<f32>(
          target + ((<usize>load<u32>(order + ((first + i) << 2))) << 2),
          load<f32>(block + (i << 2)),
        );
      }
    } else {
      copy(target + (first << 2), block, count);
    }
    target += stride;
  }
}

/** A block [8 rows, blockLabels] as [blockLabels, 8]. */
export function transposeBlock(block: usize, target: usize): void {
  for (let i: usize = 0; i < blockLabels; i += 4) {
    transpose(block + (i << 2), target + (i << 5));
    transpose(block + (i << 2) + blockBytes * 4, target + (i << 5) + 16);
  }
}

/** Four numbers of each of four rows of a block, to four rows of 8 numbers. */
// @ts-ignore: decorator
@inline
function transpose(block: usize, target: usize): void {
  const a = v128.load(block);
  const b = v128.load(block, blockBytes);
  const c = v128.load(block, blockBytes * 2);
  const d = v128.load(block, blockBytes * 3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(target, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(target, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 64);
  v128.store(target, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 96);
}

function copy(target: usize, source: usize, count: usize): void {
  const end = target + (count << 2);
  for (; target + 64 <= end; target += 64, source += 64) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const d = v128.load(source, 48);
    v128.store(target, a);
    v128.store(target, b, 16);
    v128.store(target, c, 32);
    v128.store(target, d, 48);
  }
  for (; target + 16 <= end; target += 16, source += 16) v128.store(target, v128.load(source));
  for (; target < end; target += 4, source += 4) store<f32>(target, load<f32>(source));
}
