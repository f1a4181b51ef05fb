import type { Interval } from '../activations.js';
import { combined, type FeatureBounds, finiteSize, greatest, least } from './feature-ranges.js';

/** Float32's rounding error, relative to what is added or multiplied, for a few inputs. */
const rounding = (inputs: number): number => 1e-6 * Math.max(1, inputs / 8);

/** The range of sums, wider by the rounding of the terms; sums of numbers of 0 or more stay 0 or more. */
export function added(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, sum);
}

/** The range of the first minus the second. */
export function subtracted(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, ([first, ...others]) => sum([first, ...others.map(negated)]));
}

/** The range of means. */
export function averaged(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, (intervals) => {
    const [lower, upper] = sum(intervals);
    const share = 1 / intervals.length;
    return [less(lower * share, lower), more(upper * share, upper)];
  });
}

/** The range of maxima. */
export function maximum(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, (intervals) => [
    greatest(intervals.map(([lower]) => lower)),
    greatest(intervals.map(([, upper]) => upper)),
  ]);
}

/** The range of minima. */
export function minimum(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, (intervals) => [
    least(intervals.map(([lower]) => lower)),
    least(intervals.map(([, upper]) => upper)),
  ]);
}

/** The range of products. */
export function multiplied(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, (intervals) =>
    intervals.reduce(([a, b], [c, d]) => {
      const ends = [times(a, c), times(a, d), times(b, c), times(b, d)];
      const [lower, upper] = [Math.min(...ends), Math.max(...ends)];
      return [less(lower), more(upper)];
    }),
  );
}

function sum(intervals: readonly Interval[]): Interval {
  const share = rounding(intervals.length);
  const total = (end: 0 | 1, sign: number): number =>
    intervals.reduce((all, interval) => all + interval[end] + sign * share * finiteSize(interval[end]), 0);
  return [total(0, -1), total(1, 1)];
}

const negated = ([lower, upper]: Interval): Interval => [-upper, -lower];
const less = (bound: number, of = bound): number => bound - 1e-6 * finiteSize(of);
const more = (bound: number, of = bound): number => bound + 1e-6 * finiteSize(of);

/** A product of bounds: 0 times no bound is 0, because every value is finite. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}
