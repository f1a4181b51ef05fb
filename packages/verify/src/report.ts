import { ValueError } from '@argmaxable/core';
import type { TheoremCertificate } from './certificate/format.js';
import type { Multipliers } from './certificates.js';
import type { Classifier } from './classifier.js';
import type { Rule } from './rule.js';
import type { Shard } from './shard.js';
import { describeReport } from './report-text.js';
import { resultFromJson, type ResultJson, resultToJson } from './result-json.js';

/**
 * - 'argmaxable': a witness proves that the classifier predicts the set somewhere in the box.
 * - 'unargmaxable': multipliers prove that no feature vector in the box gives all labels their sign with a margin of `eps`.
 * - 'undecided': neither was proved.
 */
export type Verdict = 'argmaxable' | 'unargmaxable' | 'undecided';

/** What was found about one label set. */
export interface LabelSetResult {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  /** About the stored numbers, and proved. */
  readonly verdict: Verdict;
  /**
   * Proved bounds on the radius: the largest r such that some x in the box has `y_i (w_i . x + b_i) >= r ||w_i||` for all
   * labels (y_i = 1 active, -1 not). In units of x. Infinite where labels have no weights (see `witnessLowerBound`).
   */
  readonly radius: { readonly lower: number; readonly upper: number };
  /**
   * What settles the set: 'witness' and 'multipliers' prove the verdict. An undecided one has none, 'none', or 'theorem': the
   * stored numbers are undecided, and a theorem, with a certificate, says that the ideal matrix reaches the set.
   */
  readonly method: 'witness' | 'multipliers' | 'theorem' | 'none';
  /** x [d] that proves `radius.lower`; absent when none was found or certificates were not asked for. */
  readonly witness?: Float64Array;
  /** What proves `radius.upper`; absent when none were found or certificates were not asked for. */
  readonly multipliers?: Multipliers;
  /** With method 'theorem': its certificate, about the ideal matrix; absent when certificates were not asked for. */
  readonly theorem?: TheoremCertificate;
  /**
   * Whether the output layer's theorem covers the set: about the ideal matrix and features of any size. Only from `verify`, for
   * this project's layers.
   */
  readonly guaranteed?: boolean;
  /** Why the solver stopped early, when it did. */
  readonly failure?: string;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
}

/** How many label sets got each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

export interface Settings {
  /** R: feature vectors with |x_j| <= R were considered. */
  readonly box: number;
  /** A set whose radius is proved to be below this is 'unargmaxable'. */
  readonly eps: number;
  /** What was asked for; see `VerifyOptions`. */
  readonly mode: 'verdict' | 'radius';
  /** In mode 'radius': how far apart the bounds of a radius may be, as a share of the upper one. */
  readonly gap?: number;
  /** How scores become a label set. */
  readonly rule: Rule;
  /** Scores above which labels are predicted, where they are not all 0. */
  readonly thresholds?: readonly number[];
  /** Which part of the input was verified, where it was not all. */
  readonly shard?: Shard;
}

/** The matrix that was verified. */
export interface Verified {
  readonly numLabels: number;
  readonly numFeatures: number;
  readonly hasBias: boolean;
  /**
   * SHA-256 of the weights and bias, in hexadecimal: tells whether a model still has the numbers that were verified. Null in
   * browsers on pages that are not served securely.
   */
  readonly hash: string | null;
}

export interface ReportData {
  /** One per different label set, in order of first appearance. */
  readonly distinct: readonly LabelSetResult[];
  /** Which of `distinct` each given label set is, in input order. */
  readonly order: Int32Array;
  /**
   * The numbers that certificates are about, for checking them again; null in a report from JSON. Under the rules 'topK' and
   * 'argmax' they have one feature more, last: the score that the set's labels exceed and the others do not.
   */
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  readonly settings: Settings;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
  /** The layer that was verified, in words; null from `verifyMatrix`. */
  readonly outputLayer: string | null;
  /** What holds by construction, in words; null where nothing is known. */
  readonly guarantee: string | null;
}

const format = 'argmaxable-report';
const version = 1;

/**
 * The answer of `verify` and `verifyMatrix`. `toString()` is a summary for people; `toJSON()` and `fromJSON` keep it in files.
 */
export class VerifyReport implements ReportData {
  readonly distinct: readonly LabelSetResult[];
  readonly order: Int32Array;
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  readonly settings: Settings;
  readonly milliseconds: number;
  readonly outputLayer: string | null;
  readonly guarantee: string | null;
  /** Results by verdict, each label set counted as often as it was given. */
  readonly counts: Counts;
  /** Results by verdict, each different label set counted once. */
  readonly distinctCounts: Counts;

  constructor(data: ReportData) {
    this.distinct = data.distinct;
    this.order = data.order;
    this.classifier = data.classifier;
    this.verified = data.verified;
    this.settings = data.settings;
    this.milliseconds = data.milliseconds;
    this.outputLayer = data.outputLayer;
    this.guarantee = data.guarantee;
    this.counts = countVerdicts(this.results);
    this.distinctCounts = countVerdicts(data.distinct);
  }

  /** One per label set given, in that order; a repeated set has one shared object. */
  get results(): readonly LabelSetResult[] {
    return Array.from(this.order, (place) => this.distinct[place]);
  }

  /**
   * Quantiles of the radius (its proved lower bound) over the different argmaxable sets.
   *
   * @param shares Each from 0 to 1; the least, the quartiles and the greatest by default.
   * @returns One number per share; NaN without an argmaxable set.
   */
  radiusQuantiles(shares: readonly number[] = [0, 0.25, 0.5, 0.75, 1]): number[] {
    const radii = this.distinct
      .filter(({ verdict }) => verdict === 'argmaxable')
      .map(({ radius }) => radius.lower)
      .sort((a, b) => a - b);
    return shares.map((share) => radii[Math.round(share * (radii.length - 1))] ?? NaN);
  }

  /** The different sets that are hardest to reach: out of reach first, then undecided, then by ascending radius. */
  hardest(howMany = 10): LabelSetResult[] {
    const rank = { unargmaxable: 0, undecided: 1, argmaxable: 2 };
    return [...this.distinct]
      .sort((a, b) => rank[a.verdict] - rank[b.verdict] || a.radius.lower - b.radius.lower)
      .slice(0, howMany);
  }

  /** The same report, smaller: its results without witnesses, multipliers and theorems. */
  withoutCertificates(): VerifyReport {
    return new VerifyReport({ ...this, distinct: this.distinct.map(withoutCertificates) });
  }

  toString(): string {
    return describeReport(this);
  }

  /** Plain data of JSON; infinite bounds become strings, because JSON has no infinities. */
  toJSON(): object {
    const { verified, settings, milliseconds, outputLayer, guarantee } = this;
    return {
      format,
      version,
      outputLayer,
      guarantee,
      verified,
      settings,
      milliseconds,
      results: this.distinct.map(resultToJson),
      order: [...this.order],
    };
  }

  /**
   * A report from what `toJSON` gave, parsed.
   *
   * @throws ValueError for anything else.
   *
   * @example
   * import { verifyMatrix, VerifyReport } from '@argmaxable/verify';
   * const report = await verifyMatrix({ weights: [[1], [2]] }, [[0, 1], [0]]);
   * const again = VerifyReport.fromJSON(JSON.parse(JSON.stringify(report)));
   * again.counts; // { argmaxable: 1, unargmaxable: 1, undecided: 0 }
   */
  static fromJSON(json: unknown): VerifyReport {
    const data = json as Json | null | undefined;
    if (data?.format !== format || data.version !== version || !Array.isArray(data.results)) {
      throw new ValueError('json', json, `a report as VerifyReport.toJSON gives it, version ${version}`);
    }
    return new VerifyReport({
      ...data,
      distinct: data.results.map(resultFromJson),
      order: Int32Array.from(data.order),
      classifier: null,
    });
  }
}

type Json = Omit<ReportData, 'distinct' | 'order' | 'classifier'> & {
  format: string;
  version: number;
  results: ResultJson[];
  order: number[];
};

/** How many of some results have each verdict. */
export function countVerdicts(results: readonly LabelSetResult[]): Counts {
  const counts = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** A result without what proves it. */
export function withoutCertificates(result: LabelSetResult): LabelSetResult {
  return { ...result, witness: undefined, multipliers: undefined, theorem: undefined };
}
