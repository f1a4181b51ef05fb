import { checkInteger } from '@argmaxable/core';
import type { Classifier } from './classifier.js';
import { coverCount } from './cover-count.js';
import { rankOf } from './rank.js';
import { countVerdicts, type LabelSetResult } from './report.js';

/** What a matrix reaches by its shape and rank alone. */
export interface Reach {
  readonly numLabels: number;
  readonly numFeatures: number;
  /**
   * Rank of the matrix in float64; with a bias, of the matrix with a column for it and the row (0, 1); under rule 'topK', of
   * the matrix with a constant column, for the score that the set's labels exceed.
   */
  readonly rank: number;
  /** Label sets that a matrix of this rank reaches if its rows are in general position, and at most otherwise. */
  readonly coverCount: bigint;
  /** log2 of `coverCount` over all 2^n label sets: 0 where all are within reach. */
  readonly log2Share: number;
}

/** Sets of k active labels: what is known of how many are reachable. */
export interface SampledReach {
  /** Active labels. */
  readonly k: number;
  /** How many such sets there are, C(n, k). */
  readonly sets: bigint;
  /** No more than this share of them is reachable, by Cover's count; often 1, which says nothing. */
  readonly atMost: number;
  /** Sets that were drawn at random and decided. */
  readonly samples: number;
  readonly argmaxable: number;
  readonly undecided: number;
  /** Share of the decided ones that are argmaxable, with its 95 % Wilson interval; undecided ones widen the interval. */
  readonly share: number;
  readonly interval: readonly [number, number];
}

/** What a classifier reaches by its shape and rank. */
export function reachOf({ numLabels, numFeatures, weights, bias }: Classifier): Reach {
  if (bias === null) {
    const rank = rankOf(weights, numLabels, numFeatures);
    return {
      numLabels,
      numFeatures,
      rank,
      ...counted(rank === 0 ? 1n : coverCount(numLabels, rank), numLabels),
    };
  }
  // With a bias, label sets are those of the rows (w_i, b_i) and one more, (0, 1), that is always positive: half of them.
  const columns = numFeatures + 1;
  const extended = new Float64Array((numLabels + 1) * columns);
  for (let i = 0; i < numLabels; i++) {
    extended.set(weights.subarray(i * numFeatures, (i + 1) * numFeatures), i * columns);
    extended[i * columns + numFeatures] = bias[i];
  }
  extended[extended.length - 1] = 1;
  const rank = rankOf(extended, numLabels + 1, columns);
  return { numLabels, numFeatures, rank, ...counted(coverCount(numLabels + 1, rank) / 2n, numLabels) };
}

function counted(count: bigint, numLabels: number): Pick<Reach, 'coverCount' | 'log2Share'> {
  return { coverCount: count, log2Share: log2(count) - numLabels };
}

/** What the results of random sets of k active labels say. */
export function sampledReach(results: readonly LabelSetResult[], reach: Reach, k: number): SampledReach {
  const { argmaxable, unargmaxable, undecided } = countVerdicts(results);
  const samples = results.length;
  const sets = binomial(reach.numLabels, k);
  return {
    k,
    sets,
    atMost: reach.coverCount >= sets ? 1 : 2 ** (log2(reach.coverCount) - log2(sets)),
    samples,
    argmaxable,
    undecided,
    share: argmaxable / (argmaxable + unargmaxable),
    interval: [wilson(argmaxable, samples, -1), wilson(argmaxable + undecided, samples, 1)],
  };
}

/** C(n, k). */
export function binomial(n: number, k: number): bigint {
  checkInteger('k', k, { min: 0, max: n });
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
}

/** log2 of a positive integer of any size. */
export function log2(value: bigint): number {
  const digits = value.toString(2);
  return digits.length - 53 > 0
    ? Math.log2(Number(value >> BigInt(digits.length - 53))) + digits.length - 53
    : Math.log2(Number(value));
}

/** An end of the 95 % score interval of a share (Wilson 1927). */
function wilson(hits: number, samples: number, side: -1 | 1): number {
  const z = 1.96;
  const p = hits / samples;
  const centre = p + (z * z) / (2 * samples);
  const spread = z * Math.sqrt((p * (1 - p)) / samples + (z * z) / (4 * samples * samples));
  return Math.min(1, Math.max(0, (centre + side * spread) / (1 + (z * z) / samples)));
}
