import { checkInteger, checkNumber, ValueError } from '@argmaxable/core';

/**
 * The value of 0/0, with the meaning of scikit-learn's `zero_division`: 0, 1, or NaN, which leaves the label
 * or the example out of averages.
 */
export interface ZeroDivisionOption {
  /**
   * What 0/0 counts as: 0, 1, or NaN, which leaves it out of averages (the average is NaN if nothing else is
   * left).
   */
  readonly zeroDivision?: number;
}

/** Returns 0, 1 or NaN, by default 0; throws a ValueError for another value. */
export function checkZeroDivision(value: unknown = 0): number {
  if (Number.isNaN(value)) return NaN;
  if (value === 0 || value === 1) return value;
  throw new ValueError('zeroDivision', value, '0, 1 or NaN');
}

/** The part of a key that gives a `zeroDivision` other than the default. */
export function zeroDivisionSuffix({ zeroDivision = 0 }: ZeroDivisionOption, usual = 0): string {
  return Object.is(zeroDivision, usual) ? '' : `(0/0=${zeroDivision})`;
}

/** Returns `numerator / denominator`, or `zeroDivision` for 0/0. */
export function divide(numerator: number, denominator: number, zeroDivision: number): number {
  return denominator === 0 ? zeroDivision : numerator / denominator;
}

/**
 * A mean that is being computed, of the values that are not NaN. A type, because an interface is not
 * assignable to a record.
 */
export type PartialMean = { sum: number; count: number };

export function addToMean(mean: PartialMean, value: number): void {
  if (Number.isNaN(value)) return;
  mean.sum += value;
  mean.count++;
}

/** Returns the mean; NaN if nothing was added. */
export function meanOf({ sum, count }: PartialMean): number {
  return sum / count;
}

/**
 * Checks a partial mean that comes from JSON.
 *
 * @param examples Number of values that could be added; all of them were added, unless 0/0 is NaN.
 * @param largest The largest possible value.
 */
export function checkPartialMean(
  { sum, count }: PartialMean,
  examples: number,
  { zeroDivision }: ZeroDivisionOption,
  largest = 1,
): void {
  const min = Number.isNaN(zeroDivision) ? 0 : examples;
  checkInteger('json.state.count', count, { min, max: examples });
  checkNumber('json.state.sum', sum, { min: 0, max: atMost(count * largest) });
}

/**
 * Returns a bound for a sum that is at most `value` without rounding, but may be a little larger with
 * rounding.
 */
export function atMost(value: number): number {
  return value * (1 + 1e-9);
}

/**
 * Computes the mean of the values that are not NaN; NaN if there is none. Weights whose sum is 0 count as
 * equal, as in scikit-learn.
 */
export function averageOf(values: Float64Array, weights?: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  values.forEach((value, i) => {
    const weight = weights ? weights[i] : 1;
    if (Number.isNaN(value)) return;
    sum += weight * value;
    total += weight;
  });
  return total === 0 && weights ? averageOf(values) : sum / total;
}
