import {
  add,
  addN,
  concat,
  dispose,
  gather,
  matMul,
  mul,
  pad2d,
  slice,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { dftRows } from './dft-matrix.js';
import { kept, type LinearMap } from './linear-map.js';

/** Most terms of a sum of float32 numbers whose error stays within 1e-6 if a backend adds them one by one. */
const longestSum = 512;

/**
 * The product with a W_DFT that is too large to keep: the labels are divided into blocks, and all blocks use
 * the rows of the first block, with an x whose pairs of columns (cosine, sine) are rotated by the angle
 * between the blocks. This takes as many multiplications as the product with W_DFT, and keeps only `length`
 * of its rows.
 *
 * @param length Labels in a block.
 */
export function rotatedDft(n: number, k: number, length: number): LinearMap {
  const d = 2 * k + 1;
  const starts = range(Math.ceil(n / length)).map((block) => block * length);
  const constants = kept(() => {
    const rows = tensor2d(dftRows(n, k, range(length)), [length, d]);
    // Columns 0, 2, 1, 4, 3, ...: the two columns of each pair are exchanged.
    const swap = tensor1d([0, ...range(2 * k).map((i) => (i ^ 1) + 1)], 'int32');
    const columns = range(Math.ceil(d / longestSum)).map((part) => part * longestSum);
    const synthesis = columns.map((from) =>
      transpose<Tensor2D>(slice(rows, [0, from], [-1, Math.min(longestSum, d - from)])),
    );
    return { synthesis, analysis: rows, ...rotations(n, k, starts), swap };
  });
  const { synthesis, analysis, cosines, sines } = constants;
  const swapped = (x: Tensor2D): Tensor2D => gather(x, constants.swap, 1);
  const angle = (table: Tensor2D, block: number) => slice(table, [block, 0], [1, d]);
  return {
    forward: (x) => {
      const other = swapped(x);
      const logits = starts.map((_, block) =>
        tidy(() => {
          const rotated = add<Tensor2D>(mul(x, angle(cosines, block)), mul(other, angle(sines, block)));
          return addN(
            synthesis.map((rows, part) =>
              matMul(slice(rotated, [0, part * longestSum], [-1, rows.shape[0]]), rows),
            ),
          );
        }),
      );
      return slice(concat(logits as Tensor2D[], 1), [0, 0], [-1, n]);
    },
    adjoint: (dy) => {
      const padded = pad2d(dy, [
        [0, 0],
        [0, starts.length * length - n],
      ]);
      // The two parts of a rotation by the opposite angle, summed over the blocks: the part that stays in its
      // column, and the part that goes into the other column of its pair.
      const sums = starts.reduce<Tensor2D[]>((before, start, block) => {
        const after = tidy(() => {
          const rotated = matMul(slice(padded, [0, start], [-1, length]), analysis);
          const terms = [mul(rotated, angle(cosines, block)), mul(rotated, angle(sines, block))];
          return before.length === 0 ? terms : terms.map((term, i) => addN([before[i], term]));
        });
        before.forEach((sum) => sum.dispose());
        return after as Tensor2D[];
      }, []);
      return add<Tensor2D>(sums[0], swapped(sums[1]));
    },
    dispose: () => dispose(constants),
  };
}

/**
 * For each block: the cosine that each column is multiplied by, and the sine, with its sign, that the other
 * column of its pair is multiplied by.
 */
function rotations(n: number, k: number, starts: readonly number[]): Record<'cosines' | 'sines', Tensor2D> {
  const d = 2 * k + 1;
  const [cosines, sines] = [new Float32Array(starts.length * d), new Float32Array(starts.length * d)];
  starts.forEach((start, block) => {
    cosines[block * d] = 1;
    for (let j = 1; j <= k; j++) {
      const angle = (2 * Math.PI * ((start * j) % n)) / n;
      const at = block * d + 2 * j - 1;
      cosines.fill(Math.cos(angle), at, at + 2);
      sines[at] = Math.sin(angle);
      sines[at + 1] = -Math.sin(angle);
    }
  });
  return { cosines: tensor2d(cosines, [starts.length, d]), sines: tensor2d(sines, [starts.length, d]) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
