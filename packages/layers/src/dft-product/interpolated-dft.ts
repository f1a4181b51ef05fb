import {
  concat,
  dispose,
  matMul,
  pad2d,
  type Rank,
  reshape,
  slice,
  type Tensor2D,
  tensor2d,
  transpose,
} from '@tensorflow/tfjs-core';
import { type ChebyshevBlocks, interpolationMatrix, nodePlaces } from './interpolation.js';
import { dftRows } from './dft-matrix.js';
import { kept, type LinearMap } from './linear-map.js';

/**
 * The product with W_DFT for n large compared with k: logits vary slowly around the circle, so they are
 * computed at a few Chebyshev nodes in each block of labels, and interpolated.
 */
export function interpolatedDft(n: number, k: number, interpolation: ChebyshevBlocks): LinearMap {
  const { length, nodes, blocks } = interpolation;
  const whole = Math.floor(n / length);
  const lastPlaces = Float64Array.from({ length: n - whole * length }, (_, i) => whole * length + i);
  const rowsAt = (places: Float64Array) => tensor2d(dftRows(n, k, places), [places.length, 2 * k + 1]);
  const constants = kept(() => {
    const rows = rowsAt(nodePlaces(interpolation));
    const spread = tensor2d(interpolationMatrix(interpolation), [nodes, length]);
    return {
      // Forward, the labels of an incomplete last block are computed separately and appended: on the cpu
      // backend it is far slower to compute a whole block and cut off the rest.
      synthesis: transpose<Tensor2D>(slice(rows, [0, 0], [whole * nodes, -1])),
      last: transpose(rowsAt(lastPlaces)),
      spread,
      collect: transpose(spread),
      analysis: rows,
    };
  });
  return {
    forward: (x) => {
      const { synthesis, spread, last } = constants;
      const values = reshape<Rank.R2>(matMul(x, synthesis), [-1, nodes]);
      const logits = reshape<Rank.R2>(matMul(values, spread), [-1, whole * length]);
      return whole === blocks ? logits : concat([logits, matMul(x, last)], 1);
    },
    adjoint: (dy) => {
      const { collect, analysis } = constants;
      const padded =
        whole === blocks
          ? dy
          : pad2d(dy, [
              [0, 0],
              [0, blocks * length - n],
            ]);
      const values = matMul(reshape<Rank.R2>(padded, [-1, length]), collect);
      return matMul(reshape<Rank.R2>(values, [-1, blocks * nodes]), analysis);
    },
    dispose: () => dispose(constants),
  };
}
