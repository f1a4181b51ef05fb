/**
 * The tables of a truncated DFT of n labels and k frequencies, as `src/dft/dft-tables.ts` lays them out on
 * the heap. With `half` = 0 the product is dense: `fixed` holds W_DFT^T and all that follows is absent.
 * Otherwise `fixed` is absent.
 */
@unmanaged
export class DftTables {
  /**
   * Number of labels, of frequencies, of pairs of grid points, and of taps: grid points that a label reads.
   */
  n: usize;
  k: usize;
  half: usize;
  taps: usize;
  /** [2k + 1, n] */
  fixed: usize;
  /**
   * [half / 8 panels, k + 1, 8] and [half / 8 panels, k, 8]: frequencies to half a grid, by even and by odd
   * part.
   */
  cosines: usize;
  sines: usize;
  /** The same by column: [panels of 8 frequencies, half, 8]. */
  cosineColumns: usize;
  sineColumns: usize;
  /**
   * Of each panel of 8 labels: [panels] first grid point; [panels, taps, 8] and [panels, taps / 8, 8 labels,
   * 8 taps] weights.
   */
  bases: usize;
  weights: usize;
  tapWeights: usize;

  /** Rows of W_DFT^T: 2k + 1. */
  get rows(): usize {
    return this.k * 2 + 1;
  }

  /** Bytes of half a grid, and of the points that repeat one end of the circle at the other. */
  get halfStride(): usize {
    return this.half << 2;
  }
  get margin(): usize {
    return this.taps << 1;
  }

  /** Bytes of a grid with both margins; 0 where the product is dense. */
  get gridStride(): usize {
    return (this.half * 2 + this.taps) << 2;
  }
}
