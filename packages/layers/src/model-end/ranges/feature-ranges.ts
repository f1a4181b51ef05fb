import type { Interval } from '../activations.js';

/**
 * Bounds of the values of features. They contain everything that the model can give in float32, and are
 * usually wider.
 */
export interface FeatureBounds {
  /** One number for all features, or one for each. -Infinity if there is no bound. */
  readonly lower: number | Float64Array;
  readonly upper: number | Float64Array;
  /**
   * Where the bounds come from, in plain words: "relu of 'hidden'", "any: layer 'pooled' (MeanOfWords) is not
   * known".
   */
  readonly origin: string;
}

/** No bounds, and why. */
export function anything(reason: string): FeatureBounds {
  const origin = reason.startsWith('any: ') ? reason : `any: ${reason}`;
  return { lower: -Infinity, upper: Infinity, origin };
}

/** The same bounds for all features. */
export function box([lower, upper]: Interval, origin: string): FeatureBounds {
  return lower === -Infinity && upper === Infinity ? anything(origin) : { lower, upper, origin };
}

/** Whether there are bounds at all. */
export function isBounded({ lower, upper }: FeatureBounds): boolean {
  const finite = (bound: number | Float64Array): boolean =>
    typeof bound === 'number' ? Number.isFinite(bound) : bound.some(Number.isFinite);
  return finite(lower) || finite(upper);
}

/**
 * Bounds of each feature by a function of its index; one number for all if there is one feature or all bounds
 * are equal.
 */
export function perFeature(width: number, at: (feature: number) => Interval, origin: string): FeatureBounds {
  const [lower, upper] = [new Float64Array(width), new Float64Array(width)];
  for (let j = 0; j < width; j++) [lower[j], upper[j]] = at(j);
  const alike = (bound: Float64Array): number | Float64Array =>
    bound.every((value) => value === bound[0]) ? bound[0] : bound;
  const [low, high] = [alike(lower), alike(upper)];
  if (typeof low === 'number' && typeof high === 'number') return box([low, high], origin);
  return { lower: low, upper: high, origin };
}

/** Lower and upper bound of one feature. */
export function boundsAt({ lower, upper }: FeatureBounds, feature: number): Interval {
  return [
    typeof lower === 'number' ? lower : lower[feature],
    typeof upper === 'number' ? upper : upper[feature],
  ];
}

/** Number of features, if there are bounds for each. */
export function widthOfBounds({ lower, upper }: FeatureBounds): number | null {
  if (typeof lower !== 'number') return lower.length;
  return typeof upper === 'number' ? null : upper.length;
}

/** The bounds after a function was applied to each value. */
export function mappedBounds(
  bounds: FeatureBounds,
  image: (lower: number, upper: number) => Interval,
  origin = bounds.origin,
): FeatureBounds {
  const width = widthOfBounds(bounds);
  if (width === null) return box(image(...boundsAt(bounds, 0)), origin);
  return perFeature(width, (j) => image(...boundsAt(bounds, j)), origin);
}

/** One interval that holds all features: for layers that mix them. */
export function mixedBounds(bounds: FeatureBounds): FeatureBounds {
  const width = widthOfBounds(bounds);
  if (width === null) return bounds;
  let [lower, upper] = [Infinity, -Infinity];
  for (let j = 0; j < width; j++) {
    const [low, high] = boundsAt(bounds, j);
    lower = Math.min(lower, low);
    upper = Math.max(upper, high);
  }
  return box([lower, upper], bounds.origin);
}

/** The bounds, widened to contain 0: for layers that pad or set values to 0. */
export function withZero(bounds: FeatureBounds): FeatureBounds {
  return mappedBounds(bounds, (lower, upper) => [Math.min(lower, 0), Math.max(upper, 0)]);
}

/**
 * The bounds, widened by a share of each bound, for sums in float32. A bound of 0 stays, because sums of
 * terms of one sign do not cross 0.
 */
export function roundedBounds(bounds: FeatureBounds, share: number): FeatureBounds {
  return mappedBounds(bounds, (lower, upper) => [
    lower - share * finiteSize(lower),
    upper + share * finiteSize(upper),
  ]);
}

/** The magnitude of a bound; 0 if there is no bound. */
export function finiteSize(bound: number): number {
  return Number.isFinite(bound) ? Math.abs(bound) : 0;
}

/**
 * Bounds of each feature by a function of the inputs' bounds of this feature. If the inputs have unequal
 * numbers of features, one interval holds all features of an input.
 */
export function combined(
  inputs: readonly FeatureBounds[],
  combine: (intervals: readonly Interval[]) => Interval,
): FeatureBounds {
  const origin = originsOf(inputs);
  const widths = new Set(inputs.map(widthOfBounds).filter((width) => width !== null));
  const [width] = widths;
  if (widths.size !== 1) return box(combine(inputs.map((input) => boundsAt(mixedBounds(input), 0))), origin);
  return perFeature(width, (j) => combine(inputs.map((input) => boundsAt(input, j))), origin);
}

/** Most features for which separate bounds are kept. */
const mostApart = 2 ** 24;

/** Bounds of the features of all inputs in a row, `widths` of them each. */
export function joinedBounds(
  inputs: readonly FeatureBounds[],
  widths: readonly (number | null)[],
): FeatureBounds {
  // For a saved model, only the file says how wide they are.
  const total = widths.reduce<number>((sum, width) => sum + (width ?? Infinity), 0);
  if (total > mostApart) return hull(inputs);
  const places = widths.flatMap((width, i) => Array.from({ length: width! }, (_, j) => [i, j] as const));
  return perFeature(places.length, (k) => boundsAt(inputs[places[k][0]], places[k][1]), originsOf(inputs));
}

/** One interval per feature, or for all, that contains the intervals of all inputs. */
export function hull(inputs: readonly FeatureBounds[]): FeatureBounds {
  return combined(inputs, (intervals) => [
    least(intervals.map(([lower]) => lower)),
    greatest(intervals.map(([, upper]) => upper)),
  ]);
}

/** Not `Math.min(...)`: there may be more inputs than a call takes arguments. */
export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

export function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

/** The origins of several bounds; if there are many, the first three. */
function originsOf(inputs: readonly FeatureBounds[]): string {
  const origins = [...new Set(inputs.map(({ origin }) => origin))];
  return [...origins.slice(0, 3), ...(origins.length > 3 ? [`${origins.length - 3} more`] : [])].join(', ');
}
