import type { VerdictCounts } from '@argmaxable/core';
import type { Classifier } from '../input/classifier.js';
import type { InputDigest } from '../input/input-digest.js';
import type { Rule } from '../input/rule.js';
import type { Shard } from '../input/shard.js';
import type { About } from '../input/subject.js';
import type { RangeJson } from './range-json.js';
import type { LabelSetResult } from './result.js';

/** The settings of a run, in reports of both kinds. */
export interface Settings {
  /** The range of feature vectors. */
  readonly featureRange: RangeJson;
  readonly about: About;
  /**
   * A set is 'argmaxable' if its radius is at least this, and 'unargmaxable' if it is below; null if every
   * radius that solvers can tell from 0 is enough.
   */
  readonly eps: number | null;
  /**
   * 1e-10 of half the width of the widest feature: about the smallest radius that solvers can tell from 0,
   * for comparison with radii.
   */
  readonly tolerance: number;
  /** The mode of the run; see `VerifyOptions`. */
  readonly mode: 'verdict' | 'radius';
  /** In mode 'radius': how far apart the bounds of a radius may be, as a share of the upper bound. */
  readonly gap?: number;
  /** How scores become a label set. */
  readonly rule: Rule;
  /** Scores above which labels are predicted; absent if they are all 0. */
  readonly thresholds?: readonly number[];
  /**
   * In words, what other parts of the model are folded into the matrix and bias; absent if there are none.
   */
  readonly folded?: readonly string[];
  /** The part of the input that was verified; absent if it was all. */
  readonly shard?: Shard;
}

/** The matrix that was verified. */
export interface Verified {
  readonly numLabels: number;
  /** d, the number of features of the matrix. */
  readonly numFeatures: number;
  /** E, the number of inputs of its projection; null if there is none. */
  readonly numInputs: number | null;
  readonly hasBias: boolean;
  /**
   * SHA-256 of the weights and bias, in hexadecimal. It shows whether a model still has the numbers that were
   * verified. Null in browsers on pages that are not served securely.
   */
  readonly hash: string | null;
  /** The same for the projection; null also if there is none. */
  readonly projectionHash: string | null;
}

/** The image of a range of features under a projection `x = P e + p`. */
export interface ProjectionReach {
  /** E. */
  readonly inputs: number;
  /** d. */
  readonly features: number;
  /** Rank of P in float64. */
  readonly rank: number;
  /**
   * Whether it is proved that every x comes from some e of the range; false also if this is not known. For
   * this, every feature must be unbounded on at least one side.
   */
  readonly carries: boolean;
}

/** The part that reports of both kinds, with and without label sets, have in common. */
interface ReportSubject {
  /** How label sets were decided. */
  readonly settings: Settings;
  /** The layer, in words; null from `verifyMatrix`. */
  readonly outputLayer: string | null;
  /** In words, what holds by construction; null if nothing is known. */
  readonly guarantee: string | null;
  /**
   * The image of the features under the projection in front of the matrix; null if there is none, or if it
   * was not used.
   */
  readonly projection: ProjectionReach | null;
}

/** The data of a `VerifyReport`. */
export interface ReportData extends ReportSubject {
  /** One per different label set, in order of first appearance. */
  readonly distinct: readonly LabelSetResult[];
  /** The index in `distinct` of each given label set, in input order. */
  readonly order: Int32Array;
  /**
   * Identifies the label sets that were given, including those of other shards; null in a report that was
   * made before reports had this.
   */
  readonly input: InputDigest | null;
  /** The numbers that certificates are about, to check them again; null in a report from JSON. */
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
}

/** What a matrix reaches, from its shape and rank alone. */
export interface Reach {
  readonly numLabels: number;
  readonly numFeatures: number;
  /** Rank of the matrix W in float64. */
  readonly rank: number;
  /**
   * Number of label sets that such a matrix reaches with features of any sign and size if its rows are in
   * general position; if not, it is an upper bound. A bias counts as one more column, and so does the
   * threshold of a ranking; a projection can reduce the dimensions.
   */
  readonly coverCount: bigint;
  /** log2 of `coverCount / 2^n`: 0 if all label sets are reachable. */
  readonly log2Share: number;
}

/** For sets of k active labels: what is known about how many are reachable. */
export interface SampledReach {
  /** Number of active labels k. */
  readonly k: number;
  /** Number of such sets, C(n, k). */
  readonly sets: bigint;
  /** By Cover's count, at most this share of them is reachable; it is often 1, which says nothing. */
  readonly atMost: number;
  /** Number of sets that were drawn at random and decided. */
  readonly samples: number;
  /** Their number by verdict, each set counted as often as it was drawn. */
  readonly counts: VerdictCounts;
  /**
   * The share of argmaxable sets among the decided ones, with its 95 % Wilson interval; undecided sets widen
   * the interval.
   */
  readonly share: number;
  readonly interval: readonly [number, number];
}

/** The data of a `ReachabilityReport`. */
export interface ReachabilityData extends Reach, ReportSubject {
  /** Random label sets of a few sizes. */
  readonly sampled: readonly SampledReach[];
  /** The seed of the random numbers. */
  readonly seed: string;
}
