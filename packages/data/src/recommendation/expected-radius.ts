import {
  checkInteger,
  checkNumber,
  checkOptions,
  isArrayLike,
  LabelSets,
  ValueError,
} from '@argmaxable/core';
import { mostColumns } from '../statistics/dft-size.js';

/** A DFT layer without slack. */
export interface ExpectedRadiusOptions {
  /** Number of labels n, 3 to 2^31 - 1. */
  numLabels: number;
  /** The argument k of `DFTOutput`, 1 to (n - 1) / 2. */
  k: number;
  /** Coefficients, each finite; `radiusLaw` by default. */
  law?: RadiusLaw;
}

/** Coefficients of the formula of `expectedRadius`. */
export interface RadiusLaw {
  /** log10 of A. */
  readonly scale: number;
  /** The power B of k / n. */
  readonly ratio: number;
  /** The power C of the product u. */
  readonly crowding: number;
  /** Ends of runs hinder each other within this distance times 1 / k; above 0. */
  readonly resolution: number;
}

/**
 * Coefficients fitted by benchmarks/recommend-layer.ts to label sets of WordNet and to random ones: see
 * `expectedRadius`.
 */
export const radiusLaw: RadiusLaw = { scale: 0.948, ratio: 0.962, crowding: 1.107, resolution: 0.15 };

/**
 * The radius that a label set is expected to have with a DFT layer without slack, as training starts from it:
 * an estimate by a fitted formula. The radius is that of `verifyMatrix` with `mode: 'radius'`, for features
 * from -1 to 1.
 *
 * A run has two ends; `d` is the distance of two ends on the unit circle. With `u` the least over the ends of
 * the product, over the other ends, of `1 / sqrt(1 + 1 / (q k d)^2)`, the formula is
 *
 *     1 / radius = sqrt(2k + 1) + 1 / (A (k / n)^B u^C)
 *
 * Ends that are close, by the 1 / k that the layer resolves, make a set's region thin; far ones do not. A, B,
 * C and q are `radiusLaw`. On data it was not fitted on, it was right within a factor of 3 for 951 of 1004
 * random sets of other n and k and for 1021 of 1050 sets of Corel5k (374 labels), but only for 369 of 600 of
 * yeast (14 labels), where it is too low, by 2.2 in the median; see docs/study.md.
 *
 * It is not a bound: `verifyMatrix` computes and proves the radius. Sets of more than k runs, which
 * the layer need not reach, have the result 0; for no labels and for all, 1 / sqrt(2k + 1) is exact.
 *
 * @param labels A label set: labels of 0 .. n - 1, at their places around the circle, each once.
 * @param options `numLabels`, `k`, `law`; see {@link ExpectedRadiusOptions}.
 * @returns 0 or more.
 * @throws ValueError for labels that are no label set and for options out of range.
 *
 * @example
 * import { expectedRadius } from '@argmaxable/data';
 * expectedRadius([7], { numLabels: 1000, k: 10 }); // 0.0006; it is 0.00047
 * expectedRadius([7, 9], { numLabels: 1000, k: 10 }); // two runs, close to each other: 4.3e-8
 */
export function expectedRadius(labels: ArrayLike<number>, options: ExpectedRadiusOptions): number {
  checkOptions('expectedRadius', options, ['numLabels', 'k', 'law']);
  const { numLabels, k, law = radiusLaw } = options;
  checkInteger('numLabels', numLabels, { min: 3, max: mostColumns });
  checkInteger('k', k, { min: 1, max: Math.floor((numLabels - 1) / 2) });
  checkOptions('law', law, ['scale', 'ratio', 'crowding', 'resolution']);
  for (const name of ['scale', 'ratio', 'crowding'] as const) checkNumber(`law.${name}`, law[name]);
  if (checkNumber('law.resolution', law.resolution, { min: 0 }) === 0) {
    throw new ValueError('law.resolution', 0, 'a number above 0');
  }
  if (!isArrayLike(labels)) throw new ValueError('labels', labels, 'an array of label indices');
  for (let i = 0; i < labels.length; i++) {
    checkInteger(`labels[${i}]`, labels[i], { min: 0, max: numLabels - 1 });
  }
  const set = LabelSets.from([Array.from(labels)], numLabels).get(0);
  return radiusByLaw(endsOfRuns(set, numLabels), numLabels, k, law);
}

/** The places around the circle, between two labels, where runs begin and end. */
export function endsOfRuns(labels: Int32Array, numLabels: number): Float64Array {
  const ends: number[] = [];
  labels.forEach((label, i) => {
    const before = i === 0 ? labels[labels.length - 1] - numLabels : labels[i - 1];
    const after = i === labels.length - 1 ? labels[0] + numLabels : labels[i + 1];
    if (before !== label - 1) ends.push(label - 0.5);
    if (after !== label + 1) ends.push(label + 0.5);
  });
  return Float64Array.from(ends);
}

/** The formula for a set whose runs have these ends. */
export function radiusByLaw(
  ends: Float64Array,
  numLabels: number,
  k: number,
  { scale, ratio, crowding: power, resolution }: RadiusLaw = radiusLaw,
): number {
  if (ends.length > 2 * k) return 0;
  const least = 1 / Math.sqrt(2 * k + 1);
  if (ends.length === 0) return least;
  let crowding = 0;
  for (const end of ends) {
    let logProduct = 0;
    for (const other of ends) {
      if (other === end) continue;
      const distance = 2 * Math.abs(Math.sin((Math.PI * (end - other)) / numLabels));
      logProduct -= 0.5 * Math.log10(1 + 1 / (resolution * k * distance) ** 2);
    }
    crowding = Math.min(crowding, logProduct);
  }
  return 1 / (1 / least + 10 ** -(scale + ratio * Math.log10(k / numLabels) + power * crowding));
}
