/** The smallest DFT layer that reaches certain label sets by construction. */
export interface DftSize {
  /** k of `DFTOutput`: sets of at most k cyclic runs are reachable. */
  readonly k: number;
  /** Columns of its matrix, 2k + 1 + slack. */
  readonly width: number;
  /**
   * Trained parameters of that layer, and of a `BSLOutput` of as many features with `priorBias: false`; null
   * without `features`.
   */
  readonly parameters: { readonly dft: number; readonly bsl: number } | null;
}

/**
 * The size for sets of up to `runs` runs around a circle of n labels; null where no DFT layer is so large: 2k
 * + 1 <= n.
 */
export function dftSize(
  runs: number,
  numLabels: number,
  slack: number,
  features: number | undefined,
): DftSize | null {
  const k = Math.max(1, runs);
  if (2 * k + 1 > numLabels) return null;
  const width = 2 * k + 1 + slack;
  const projection = features === undefined ? null : features * width + width;
  const parameters =
    projection === null ? null : { dft: projection + slack * numLabels, bsl: projection + width * numLabels };
  return { k, width, parameters };
}
