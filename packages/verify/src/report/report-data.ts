import type { VerdictCounts } from '@argmaxable/core';
import type { Classifier } from '../input/classifier.js';
import type { InputDigest } from '../input/input-digest.js';
import type { Rule } from '../input/rule.js';
import type { Shard } from '../input/shard.js';
import type { About } from '../input/subject.js';
import type { RangeJson } from './range-json.js';
import type { LabelSetResult } from './result.js';

/** What was asked, of a report of either kind. */
export interface Settings {
  /** Which feature vectors count. */
  readonly featureRange: RangeJson;
  readonly about: About;
  /**
   * Radii from here on are 'argmaxable', below 'unargmaxable'; null where any radius that solvers can tell
   * from 0 will do.
   */
  readonly eps: number | null;
  /**
   * 1e-10 of half the width of the widest feature: about what solvers can tell from 0, to read beside radii.
   */
  readonly tolerance: number;
  /** What was asked for; see `VerifyOptions`. */
  readonly mode: 'verdict' | 'radius';
  /** In mode 'radius': how far apart the bounds of a radius may be, as a share of the upper one. */
  readonly gap?: number;
  /** How scores become a label set. */
  readonly rule: Rule;
  /** Scores above which labels are predicted, where they are not all 0. */
  readonly thresholds?: readonly number[];
  /** What else of the model is folded into the matrix and bias, in words; absent where nothing is. */
  readonly folded?: readonly string[];
  /** Which part of the input was verified, where it was not all. */
  readonly shard?: Shard;
}

/** The matrix that was verified. */
export interface Verified {
  readonly numLabels: number;
  /** d, the matrix's. */
  readonly numFeatures: number;
  /** E, what its projection takes; null where there is none. */
  readonly numInputs: number | null;
  readonly hasBias: boolean;
  /**
   * SHA-256 of the weights and bias, in hexadecimal: tells whether a model still has the numbers that were
   * verified. Null in browsers on pages that are not served securely.
   */
  readonly hash: string | null;
  /** The same of the projection; null also where there is none. */
  readonly projectionHash: string | null;
}

/** What a projection `x = P e + p` makes of the features of a range. */
export interface ProjectionReach {
  /** E. */
  readonly inputs: number;
  /** d. */
  readonly features: number;
  /** Rank of P in float64. */
  readonly rank: number;
  /**
   * Whether every x comes from some e of the range: proved; false also where that is not known. Features must
   * be unbounded for that on one side at least.
   */
  readonly carries: boolean;
}

/** What reports of both kinds, with label sets and without, say of what they are about. */
interface ReportSubject {
  /** How label sets were decided. */
  readonly settings: Settings;
  /** The layer, in words; null from `verifyMatrix`. */
  readonly outputLayer: string | null;
  /** What holds by construction, in words; null where nothing is known. */
  readonly guarantee: string | null;
  /**
   * What the projection in front of the matrix makes of the features; null where there is none, or it was
   * left aside.
   */
  readonly projection: ProjectionReach | null;
}

/** What a `VerifyReport` is made of. */
export interface ReportData extends ReportSubject {
  /** One per different label set, in order of first appearance. */
  readonly distinct: readonly LabelSetResult[];
  /** Which of `distinct` each given label set is, in input order. */
  readonly order: Int32Array;
  /**
   * The label sets that were given, those of other shards among them; null in a report of before there was
   * this.
   */
  readonly input: InputDigest | null;
  /** The numbers that certificates are about, for checking them again; null in a report from JSON. */
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
}

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
  /** Those by verdict, each counted as often as it was drawn. */
  readonly counts: VerdictCounts;
  /**
   * Share of the decided ones that are argmaxable, with its 95 % Wilson interval; undecided ones widen the
   * interval.
   */
  readonly share: number;
  readonly interval: readonly [number, number];
}

/** What a `ReachabilityReport` is made of. */
export interface ReachabilityData extends Reach, ReportSubject {
  /** Random label sets of a few sizes. */
  readonly sampled: readonly SampledReach[];
  /** What they were drawn from. */
  readonly seed: string;
}
