import { isArrayLike, isPlainObject, ValueError, type VerdictCounts } from '@argmaxable/core';
import type { Classifier } from '../input/classifier.js';
import type { InputDigest } from '../input/input-digest.js';
import type { ProjectionReach, ReportData, Settings, Verified } from './report-data.js';
import { reportFromJson, reportToJson } from './report-json.js';
import { describeReport } from './report-text.js';
import { countVerdicts, type LabelSetResult, withoutCertificates } from './result.js';
import {
  type ConfirmedCounts,
  confirmedCounts,
  countsAt,
  hardest,
  radiusQuantiles,
} from './verdict-statistics.js';

/**
 * The result of `verify` and `verifyMatrix`. `toString()` is a summary for people; `toJSON()` and `fromJSON`
 * write it to and read it from files.
 */
export class VerifyReport implements ReportData {
  readonly distinct: readonly LabelSetResult[];
  readonly order: Int32Array;
  readonly input: InputDigest | null;
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  readonly settings: Settings;
  readonly milliseconds: number;
  readonly outputLayer: string | null;
  readonly guarantee: string | null;
  readonly projection: ProjectionReach | null;
  /** Results by verdict, each label set counted as often as it was given. */
  readonly counts: VerdictCounts;
  /** Results by verdict, each different label set counted once. */
  readonly distinctCounts: VerdictCounts;

  /** @throws ValueError if the data is not that of a report. */
  constructor(data: ReportData) {
    if (!isPlainObject(data) && !((data as unknown) instanceof VerifyReport)) {
      throw new ValueError('data', data, 'the data of a report, see ReportData');
    }
    if (!Array.isArray(data.distinct) || !isArrayLike(data.order)) {
      throw new ValueError('data', data, 'an object with distinct results and their order');
    }
    const odd = data.order.findIndex((place) => !isPlainObject(data.distinct[place]));
    if (odd >= 0) throw new ValueError(`order[${odd}]`, data.order[odd], 'the index of a result');
    this.distinct = data.distinct;
    this.order = data.order;
    this.input = data.input;
    this.classifier = data.classifier;
    this.verified = data.verified;
    this.settings = data.settings;
    this.milliseconds = data.milliseconds;
    this.outputLayer = data.outputLayer;
    this.guarantee = data.guarantee;
    this.projection = data.projection;
    this.counts = countVerdicts(this.results);
    this.distinctCounts = countVerdicts(data.distinct);
  }

  /** One result per label set given, in the same order; equal sets share one object. */
  get results(): readonly LabelSetResult[] {
    return Array.from(this.order, (place) => this.distinct[place]);
  }

  /**
   * Quantiles of the radius (its proved lower bound) over the different argmaxable sets.
   *
   * @param shares Each from 0 to 1; the least, the quartiles and the greatest by default.
   * @returns One number per share; NaN without an argmaxable set.
   */
  radiusQuantiles(shares?: readonly number[]): number[] {
    return radiusQuantiles(this.distinct, shares);
  }

  /**
   * How many of the argmaxable sets the model itself predicts at their witness, in float32; null if there was
   * no model to confirm it.
   */
  confirmedCounts(): ConfirmedCounts | null {
    return confirmedCounts(this);
  }

  /**
   * The counts of verdicts for other values of `eps`: for each, how many of the different sets have a radius
   * that is proved to be at least this value, proved to be below it, or neither. Mode 'radius' proves both to
   * within `gap`.
   *
   * @param levels Radii, above 0, in units of the features; 1e-8, 1e-6, 1e-4 and 1e-2 by default.
   */
  countsAt(levels?: readonly number[]): { eps: number; counts: VerdictCounts }[] {
    return countsAt(this.distinct, levels);
  }

  /**
   * The different sets that are hardest to reach: first unargmaxable sets, then undecided ones, then the
   * others by ascending radius.
   *
   * @param howMany 10 by default.
   */
  hardest(howMany?: number): LabelSetResult[] {
    return hardest(this.distinct, howMany);
  }

  /** The same report without witnesses, multipliers and theorems in its results, which makes it smaller. */
  withoutCertificates(): VerifyReport {
    return new VerifyReport({ ...this, distinct: this.distinct.map(withoutCertificates) });
  }

  toString(): string {
    return describeReport(this);
  }

  /** The report as plain JSON data; infinite bounds become strings, because JSON has no infinities. */
  toJSON(): object {
    return reportToJson(this);
  }

  /**
   * A report from parsed JSON of `toJSON`.
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
    return new VerifyReport(reportFromJson(json));
  }
}
