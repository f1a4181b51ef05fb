/**
 * A summary of numbers. Each quantile is one of the numbers: the smallest for which at least this share of
 * the numbers are not larger.
 */
export interface Distribution {
  readonly mean: number;
  readonly min: number;
  /** The lower quartile: a quarter of the numbers are at most this. */
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  /** 99 % of the numbers are at most this. */
  readonly q99: number;
  readonly max: number;
}

/**
 * Summarises numbers.
 *
 * @param values Numbers above 0; the array is sorted in place.
 * @param zeros Number of zeros in addition to `values`; there is at least one number or zero.
 */
export function distributionOf(values: Int32Array, zeros: number): Distribution {
  values.sort();
  const length = values.length + zeros;
  const at = (place: number): number => (place < zeros ? 0 : values[place - zeros]);
  const quantile = (share: number): number => at(Math.max(0, Math.ceil(share * length) - 1));
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / length,
    min: at(0),
    q25: quantile(0.25),
    median: quantile(0.5),
    q75: quantile(0.75),
    q99: quantile(0.99),
    max: at(length - 1),
  };
}
