import { checkInteger } from '@argmaxable/core';
import type { Projection } from '@argmaxable/layers';
import type { Classifier } from '../input/classifier.js';
import { coverCount } from './cover-count.js';
import { dot } from '../linear-algebra/dot.js';
import { columnBasis, rankOf } from '../linear-algebra/rank.js';
import { type RowMatrix, withColumns } from '../solvers/system/row-matrix.js';
import { countVerdicts, type LabelSetResult } from '../report/verify-report.js';

/** What a matrix reaches by its shape and rank alone. */
export interface Reach {
  readonly numLabels: number;
  readonly numFeatures: number;
  /** Rank of the matrix W in float64. */
  readonly rank: number;
  /**
   * Label sets that such a matrix reaches with features of any sign and size if its rows are in general
   * position, and at most otherwise; a bias counts as a column more, the threshold of a ranking too, and a
   * projection can take dimensions away.
   */
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
  /**
   * Share of the decided ones that are argmaxable, with its 95 % Wilson interval; undecided ones widen the
   * interval.
   */
  readonly share: number;
  readonly interval: readonly [number, number];
}

/** What a classifier reaches by its shape and rank. */
export function reachOf(classifier: Classifier): Reach {
  const { numLabels, numFeatures, weights } = classifier;
  const rank = rankOf(weights, numLabels, numFeatures);
  return { numLabels, numFeatures, rank, ...counted(cover(classifier), numLabels) };
}

/** Cover's count for the dimensions that scores move in. */
function cover({ numLabels, numFeatures, weights, bias, projection, ranked }: Classifier): bigint {
  const plain = { numRows: numLabels, width: numFeatures, values: weights };
  const moving = projection === null ? plain : timesBasis(plain, projection);
  const threshold = ranked ? [new Float64Array(numLabels).fill(1)] : [];
  const constants = constantsOf({ numLabels, numFeatures, weights, bias, projection });
  if (constants === null) {
    const { values, numRows, width } = withColumns(moving, threshold);
    const rank = rankOf(values, numRows, width);
    return rank === 0 ? 1n : coverCount(numLabels, rank);
  }
  // With a constant, label sets are those of the rows (a_i, c_i) and one more, (0, 1), that is always
  // positive: half of them.
  const last = new Float64Array(moving.width + 1 + threshold.length);
  last[moving.width] = 1;
  const { values, numRows, width } = withColumns(moving, [constants, ...threshold], [last]);
  return coverCount(numLabels + 1, rankOf(values, numRows, width)) / 2n;
}

/** W times an orthonormal basis of what the projection reaches. */
function timesBasis(plain: RowMatrix, { kernel, numInputs }: Projection): RowMatrix {
  const basis = columnBasis(kernel, plain.width, numInputs);
  const width = Math.max(1, basis.length);
  const values = new Float64Array(plain.numRows * width);
  for (let i = 0; i < plain.numRows; i++) {
    basis.forEach((vector, j) => (values[i * width + j] = dot(plain.values, i * plain.width, vector)));
  }
  return { numRows: plain.numRows, width, values };
}

/** The scores at e = 0, or null where all are 0. */
function constantsOf({
  numLabels,
  numFeatures,
  weights,
  bias,
  projection,
}: Omit<Classifier, 'range' | 'ranked'>): Float64Array | null {
  const constants = Float64Array.from({ length: numLabels }, (_, i) =>
    projection === null ? 0 : dot(weights, i * numFeatures, projection.offset),
  );
  bias?.forEach((value, i) => (constants[i] += value));
  return constants.some((value) => value !== 0) ? constants : null;
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
