import { checkInteger, checkOptions, inversePermutation, LabelSets, ValueError } from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';
import { renumber } from '../label-order/reorder-labels.js';
import { suggestLabelOrder } from '../label-order/suggest-label-order.js';
import { type DftSize, dftSize, mostColumns } from '../statistics/dft-size.js';
import { endsOfRuns, radiusByLaw } from './expected-radius.js';

export interface RecommendLayerOptions {
  /** Share of the examples whose sets the layer is to reach, above 0 to 1; 1 by default. */
  share?: number;
  /**
   * Expected radius that this share of the examples is to have, above 0 to 1; without it any radius
   * will do. See `expectedRadius`, which it rests on.
   */
  radius?: number;
  /** Number E of features of the layer's input, 1 to 2^31 - 1: parameters are then counted. */
  features?: number;
  /** Number of slack columns, 0 to 2^31 - 1; 0 by default. They are counted, and not in `expectedRadius`. */
  slack?: number;
  /**
   * An order to compare with the labels' own, each of 0 .. n - 1 once; by default `suggestLabelOrder` finds
   * one, which takes seconds where there are many labels.
   */
  labelOrder?: ArrayLike<number>;
}

/** A DFT layer for given label sets. */
export interface LayerRecommendation extends DftSize {
  /** Number of slack columns. */
  readonly slack: number;
  /** The argument `labelOrder` of `DFTOutput`; null for the labels' own order. */
  readonly labelOrder: Int32Array | null;
  /** Share of the examples whose sets have at most k runs: reachable by theorem. Counted, not estimated. */
  readonly guaranteedShare: number;
  /**
   * Of the radii of all examples' sets, by `expectedRadius`, which is 0 for sets that are not guaranteed:
   * half of the examples have at most `median`, a tenth at most `q10`.
   */
  readonly expectedRadius: { readonly median: number; readonly q10: number };
  /** Share of the examples with an expected radius of `radius` or more; null if `radius` is not given. */
  readonly expectedShare: number | null;
}

/**
 * The smallest DFT layer that reaches the label sets of a share of the examples, in the labels' own order or
 * a better one.
 *
 * Exact: k and `guaranteedShare` are counted, by the theorem that a DFT layer reaches the sets of at most k
 * runs around its circle (arXiv 2310.10443, Theorems 3 and 4). They are about the given sets: give those of
 * the training examples, and look at others with `labelStatistics`. Of two orders with the same k, the one
 * with fewer runs is taken; of equal ones, the labels' own.
 *
 * Estimated: radii, by `expectedRadius`, which states its error. They are those of a layer before training
 * and without slack; random slack columns make them much larger (docs/study.md, 'Radii before training').
 *
 * Not given: the width of a bottlenecked layer that would reach the same share. It depends on more than the
 * label sets: docs/study.md has the numbers. `parameters.bsl` is of a BSL layer of the same width.
 *
 * @param labelSets Label sets of one example or more.
 * @param options `share`, `radius`, `features`, `slack`, `labelOrder`; see {@link RecommendLayerOptions}.
 * @returns The layer; null if none is large enough, because 2k + 1 must not be above n.
 * @throws ValueError for no examples and options out of range.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { recommendLayer } from '@argmaxable/data';
 * const labelSets = LabelSets.from([[0, 4], [0, 4], [1, 5], [2], [0, 2, 4, 6]], 9);
 * const all = recommendLayer(labelSets, { features: 64 });
 * const most = recommendLayer(labelSets, { share: 0.8 });
 * console.log(all.k, most.k, most.guaranteedShare); // 1 1 1: in the suggested order each set is one run
 */
export function recommendLayer(
  labelSets: LabelSets,
  options: RecommendLayerOptions = {},
): LayerRecommendation | null {
  checkOptions('recommendLayer', options, ['share', 'radius', 'features', 'slack', 'labelOrder']);
  const { share = 1, radius, features, slack = 0 } = options;
  checkAboveZero('share', share);
  if (radius !== undefined) checkAboveZero('radius', radius);
  if (features !== undefined) checkInteger('features', features, { min: 1, max: mostColumns });
  checkInteger('slack', slack, { min: 0, max: mostColumns });
  const { size, numLabels } = checkLabelSets('labelSets', labelSets);
  if (size === 0) throw new ValueError('labelSets', 'none', 'label sets of one example or more');
  const places = inversePermutation(
    'labelOrder',
    options.labelOrder === undefined ? suggestLabelOrder(labelSets) : options.labelOrder,
    numLabels,
  );
  const needed = Math.ceil(share * size - 1e-9); // the share of n / 3 may be a rounding error above n / 3
  const { sets, counts } = labelSets.distinct();
  const orders = [sets, renumber(sets, places)].map((ordered) => new OrderedSets(ordered, counts));
  const ks = orders.map((order) => order.smallestK(needed, radius ?? 0));
  const other = ks[1] < ks[0] || (ks[1] === ks[0] && orders[1].totalRuns < orders[0].totalRuns);
  const [k, order] = other ? [ks[1], orders[1]] : [ks[0], orders[0]];
  const dft = dftSize(k, numLabels, slack, features);
  if (dft === null) return null;
  const radii = order.radii(k);
  return {
    ...dft,
    slack,
    labelOrder: other ? inversePermutation('labelOrder', places, numLabels) : null,
    guaranteedShare: order.countOf((ends) => ends.length <= 2 * k) / size,
    expectedRadius: {
      median: weightedQuantile(radii, counts, 0.5 * size),
      q10: weightedQuantile(radii, counts, 0.1 * size),
    },
    expectedShare: radius === undefined ? null : order.reaching(k, radius) / size,
  };
}

function checkAboveZero(argument: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value <= 1)) {
    throw new ValueError(argument, value, 'a number above 0 and up to 1');
  }
}

/** Distinct label sets at their places around the circle, by the ends of their runs. */
class OrderedSets {
  private readonly ends: readonly Float64Array[];
  private readonly numLabels: number;

  /** @param counts Of the sets: in how many examples each is. */
  constructor(
    sets: LabelSets,
    private readonly counts: ArrayLike<number>,
  ) {
    this.numLabels = sets.numLabels;
    this.ends = Array.from(sets, (set) => endsOfRuns(set, sets.numLabels));
  }

  get totalRuns(): number {
    return this.ends.reduce((total, ends, i) => total + (ends.length / 2) * this.counts[i], 0);
  }

  countOf(has: (ends: Float64Array) => boolean): number {
    return this.ends.reduce((total, ends, i) => total + (has(ends) ? this.counts[i] : 0), 0);
  }

  radii(k: number): Float64Array {
    return Float64Array.from(this.ends, (ends) => radiusByLaw(ends, this.numLabels, k));
  }

  /** Number of examples with an expected radius of `radius` or more. */
  reaching(k: number, radius: number): number {
    return this.countOf((ends) => radiusByLaw(ends, this.numLabels, k) >= radius);
  }

  /** The smallest k for which `needed` examples are reached; Infinity if there is none. */
  smallestK(needed: number, radius: number): number {
    const runs = weightedQuantile(
      Float64Array.from(this.ends, ({ length }) => length / 2),
      this.counts,
      needed,
    );
    // No set's radius is above 1 / sqrt(2k + 1).
    const most = Math.floor(Math.min(this.numLabels - 1, radius === 0 ? Infinity : radius ** -2 - 1) / 2);
    const isEnough = (k: number): boolean => radius === 0 || this.reaching(k, radius) >= needed;
    let below = Math.max(1, runs) - 1;
    for (let k = below + 1; k <= most; k += Math.max(1, k >> 6)) {
      if (!isEnough(k)) {
        below = k;
        continue;
      }
      while (k - below > 1) {
        const middle = (k + below) >> 1;
        if (isEnough(middle)) k = middle;
        else below = middle;
      }
      return k;
    }
    return Infinity;
  }
}

/** The smallest of the values for which the values up to it count `rank` or more. */
function weightedQuantile(values: Float64Array, counts: ArrayLike<number>, rank: number): number {
  const ascending = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of ascending) {
    total += counts[i];
    if (total >= rank) return values[i];
  }
  return values[ascending[ascending.length - 1]];
}
