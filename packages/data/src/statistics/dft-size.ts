/** The most features, slack columns and labels that sizes are computed for. */
export const mostColumns = 2 ** 31 - 1;

/** The smallest DFT layer that reaches certain label sets by construction. */
export interface DftSize {
  /** The argument k of `DFTOutput`: sets of at most k cyclic runs are reachable. */
  readonly k: number;
  /** Number of columns of its matrix, 2k + 1 + slack. */
  readonly width: number;
  /**
   * Number of trained parameters of this layer, and of a `BSLOutput` with `width` features and
   * `priorBias: false`; null if `features` is not given.
   */
  readonly parameters: { readonly dft: number; readonly bsl: number } | null;
}

/**
 * Computes the size for sets of up to `runs` runs around a circle of n labels; null if there is no such DFT
 * layer, because 2k + 1 must not be above n.
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
