import {
  checkInteger,
  checkNumber,
  checkOptions,
  isArrayLike,
  isPlainObject,
  readNumbers,
  ValueError,
} from '@argmaxable/core';
import type { TheoremCertificate } from '../certificate/format.js';
import type { Multipliers } from '../certificate/multipliers.js';
import type { ProjectionReach } from '../exploring/projection-reach.js';
import { type LabelInput, labelInputFromJson } from '../input/label-input.js';
import type { RangeJson } from './range-json.js';
import type { Classifier } from '../input/classifier.js';
import type { Rule } from '../input/rule.js';
import type { Shard } from '../input/shard.js';
import { projectionFromJson, settingsFromJson, textOrNull, verifiedFromJson } from './report-json.js';
import { describeReport } from './report-text.js';
import { resultFromJson, resultToJson } from './result-json.js';

/**
 * - 'argmaxable': a witness proves that the classifier predicts the set at some feature vector of the range.
 * - 'unargmaxable': multipliers prove that it does so at none.
 * - 'undecided': neither was proved.
 *
 * With `eps`: that the radius is at least eps, or below it.
 */
export type Verdict = 'argmaxable' | 'unargmaxable' | 'undecided';

/**
 * What verdicts are about: the model, from what goes into the first of the linear layers at its end, or its
 * last matrix alone, whatever is in front of it.
 */
export type About = 'model' | 'classifier';

/** What was found about one label set. */
export interface LabelSetResult {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  /** About the stored numbers, and proved. */
  readonly verdict: Verdict;
  /**
   * Proved bounds on the radius: the largest r such that some e of the range has `y_i z_i(e) >= r ||a_i||`
   * for all labels (y_i = 1 active, -1 not); of a ranking, `z_i - z_j >= r ||a_i - a_j||` for its pairs. In
   * units of e. Infinite where labels have no weights (see `witnessLowerBound`). Where features are unbounded
   * and scores have a constant part there is no radius, and `upper` is what `multipliersUpperBound` says of
   * that.
   */
  readonly radius: { readonly lower: number; readonly upper: number };
  /**
   * What settles the set: 'witness' and 'multipliers' prove the verdict. An undecided one has none, 'none',
   * or 'theorem': the stored numbers are undecided, and a theorem, with a certificate, says that the ideal
   * matrix reaches the set.
   */
  readonly method: 'witness' | 'multipliers' | 'theorem' | 'none';
  /**
   * e [E], or x [d] without a projection, that proves `radius.lower`; absent when none was found or
   * certificates were not asked for.
   */
  readonly witness?: Float64Array;
  /** What proves `radius.upper`; absent when none were found or certificates were not asked for. */
  readonly multipliers?: Multipliers;
  /**
   * With method 'theorem': its certificate, about the ideal matrix; absent when certificates were not asked
   * for.
   */
  readonly theorem?: TheoremCertificate;
  /**
   * Whether the output layer's theorem covers the set, in exact arithmetic. Only from `verify`, for this
   * project's layers.
   */
  readonly guaranteed?: boolean;
  /**
   * With `guaranteed`: whether that is said of the model, because the projection carries every feature vector
   * of the matrix, or of the matrix alone.
   */
  readonly guaranteedAbout?: About;
  /**
   * Whether the model itself predicts the set at the witness: its own layers, in float32, on the backend at
   * hand. Only from `verify`, for sets with a witness.
   */
  readonly confirmed?: boolean;
  /** Why the solver stopped early, when it did. */
  readonly failure?: string;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
}

/** How many label sets got each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

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

export interface ReportData {
  /** One per different label set, in order of first appearance. */
  readonly distinct: readonly LabelSetResult[];
  /** Which of `distinct` each given label set is, in input order. */
  readonly order: Int32Array;
  /**
   * The label sets that were given, those of other shards among them; null in a report of before there was
   * this.
   */
  readonly input: LabelInput | null;
  /** The numbers that certificates are about, for checking them again; null in a report from JSON. */
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  readonly settings: Settings;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
  /** The layer that was verified, in words; null from `verifyMatrix`. */
  readonly outputLayer: string | null;
  /** What holds by construction, in words; null where nothing is known. */
  readonly guarantee: string | null;
  /**
   * What the projection in front of the matrix makes of the features; null where there is none, or it was
   * left aside.
   */
  readonly projection: ProjectionReach | null;
}

const format = 'argmaxable-report';
const version = 2;

/**
 * The answer of `verify` and `verifyMatrix`. `toString()` is a summary for people; `toJSON()` and `fromJSON`
 * keep it in files.
 */
export class VerifyReport implements ReportData {
  readonly distinct: readonly LabelSetResult[];
  readonly order: Int32Array;
  readonly input: LabelInput | null;
  readonly classifier: Classifier | null;
  readonly verified: Verified;
  readonly settings: Settings;
  readonly milliseconds: number;
  readonly outputLayer: string | null;
  readonly guarantee: string | null;
  readonly projection: ProjectionReach | null;
  /** Results by verdict, each label set counted as often as it was given. */
  readonly counts: Counts;
  /** Results by verdict, each different label set counted once. */
  readonly distinctCounts: Counts;

  /** @throws ValueError for what is no data of a report. */
  constructor(data: ReportData) {
    if (!isPlainObject(data) && !((data as unknown) instanceof VerifyReport)) {
      throw new ValueError('data', data, 'what a report is made of, see ReportData');
    }
    if (!Array.isArray(data.distinct) || !isArrayLike(data.order)) {
      throw new ValueError('data', data, 'an object with distinct results and their order');
    }
    const odd = data.order.findIndex((place) => !isPlainObject(data.distinct[place]));
    if (odd >= 0) throw new ValueError(`order[${odd}]`, data.order[odd], 'the place of a result');
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
    const checked = Array.from(readNumbers('shares', shares), (share, i) =>
      checkNumber(`shares[${i}]`, share, { min: 0, max: 1 }),
    );
    const radii = this.distinct
      .filter(({ verdict }) => verdict === 'argmaxable')
      .map(({ radius }) => radius.lower)
      .sort((a, b) => a - b);
    return checked.map((share) => radii[Math.round(share * (radii.length - 1))] ?? NaN);
  }

  /**
   * How many of the argmaxable sets the model itself predicts at their witness, in float32, as given and
   * different ones; null where no model was asked.
   */
  confirmedCounts(): { readonly given: number; readonly distinct: number } | null {
    const isUnasked = ({ verdict, confirmed }: LabelSetResult) =>
      verdict === 'argmaxable' && confirmed === undefined;
    if (this.settings.about !== 'model' || this.distinct.some(isUnasked)) return null;
    const isConfirmed = ({ verdict, confirmed }: LabelSetResult) =>
      verdict === 'argmaxable' && confirmed === true;
    return {
      given: this.results.filter(isConfirmed).length,
      distinct: this.distinct.filter(isConfirmed).length,
    };
  }

  /**
   * What verdicts would be with other `eps`: for each, how many of the different sets have a radius that is
   * proved to be at least that, proved to be below, or neither. Mode 'radius' proves both to within `gap`.
   *
   * @param levels Radii, above 0, in units of the features; 1e-8, 1e-6, 1e-4 and 1e-2 by default.
   */
  countsAt(levels: readonly number[] = [1e-8, 1e-6, 1e-4, 1e-2]): { eps: number; counts: Counts }[] {
    return Array.from(readNumbers('levels', levels), (eps, i) => {
      checkNumber(`levels[${i}]`, eps, { min: Number.MIN_VALUE });
      const counts = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
      for (const { radius } of this.distinct) {
        if (radius.lower >= eps) counts.argmaxable++;
        else if (radius.upper < eps) counts.unargmaxable++;
        else counts.undecided++;
      }
      return { eps, counts };
    });
  }

  /**
   * The different sets that are hardest to reach: out of reach first, then undecided, then by ascending
   * radius.
   */
  hardest(howMany = 10): LabelSetResult[] {
    checkInteger('howMany', howMany, { min: 0 });
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
    const { verified, settings, milliseconds, outputLayer, guarantee, projection, input } = this;
    return {
      format,
      version,
      outputLayer,
      guarantee,
      projection,
      verified,
      settings,
      milliseconds,
      input,
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
    const names = ['format', 'version', ...partNames, 'results'];
    if (!isPlainObject(json) || json.format !== format || json.version !== version) {
      throw new ValueError('json', json, `a report as VerifyReport.toJSON gives it, version ${version}`);
    }
    const data = checkOptions('a report', json, names);
    const verified = verifiedFromJson(data.verified);
    if (!Array.isArray(data.results)) throw new ValueError('results', data.results, 'an array of results');
    const distinct = Array.from(data.results as readonly unknown[], (result, i) =>
      resultFromJson(result, `results[${i}]`, verified.numLabels),
    );
    checkDistinct(distinct);
    return new VerifyReport({
      distinct,
      verified,
      order: readOrder(data.order, distinct.length),
      input: labelInputFromJson(data.input),
      settings: settingsFromJson(data.settings, verified),
      milliseconds: checkNumber('milliseconds', data.milliseconds, { min: 0 }),
      outputLayer: textOrNull('outputLayer', data.outputLayer),
      guarantee: textOrNull('guarantee', data.guarantee),
      projection: projectionFromJson(data.projection),
      classifier: null,
    });
  }
}

const partNames = [
  'order',
  'input',
  'verified',
  'settings',
  'milliseconds',
  'outputLayer',
  'guarantee',
  'projection',
] as const satisfies (keyof ReportData)[];

function checkDistinct(results: readonly LabelSetResult[]): void {
  const seen = new Map<string, number>();
  for (const [i, { labels }] of results.entries()) {
    const key = labels.join();
    if (seen.has(key)) {
      throw new ValueError(`results[${i}]`, `the set of results[${seen.get(key)}]`, 'about a set of its own');
    }
    seen.set(key, i);
  }
}

function readOrder(given: unknown, results: number): Int32Array {
  if (!Array.isArray(given)) throw new ValueError('order', given, 'an array of places of results');
  const places = { min: 0, max: results - 1 };
  return Int32Array.from(given, (place, i) => checkInteger(`order[${i}]`, place, places));
}

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
