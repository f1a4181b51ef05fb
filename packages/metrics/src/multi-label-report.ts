import {
  checkInteger,
  checkOptions,
  type Scores,
  type TargetFormat,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import {
  F1AtK,
  NdcgAtK,
  PrecisionAtK,
  PropensityScoredPrecisionAtK,
  RecallAtK,
  RPrecision,
} from './at-k/index.js';
import { Batch } from './batch.js';
import type { Metric } from './metric.js';
import {
  AveragePrecisionScore,
  CoverageError,
  LabelRankingAveragePrecisionScore,
  LabelRankingLoss,
  MeanAveragePrecision,
  RocAucScore,
} from './ranking/index.js';
import { LabelRankings } from './ranking/label-rankings.js';
import { reportTables } from './report-tables.js';
import {
  AccuracyScore,
  type Average,
  type AveragedOptions,
  averages,
  F1Score,
  HammingLoss,
  JaccardScore,
  PrecisionScore,
  RecallScore,
} from './thresholded/index.js';
import type { ZeroDivisionOption } from './zero-division.js';

/** Options of `multiLabelReport`. */
export interface MultiLabelReportOptions extends ZeroDivisionOption {
  /** The k of the metrics at k: by default those of 1, 3 and 5 that are not above the number of labels. */
  readonly k?: number | readonly number[];
  /** Labels with a score above it are predicted: 0 (default) for logits, 0.5 for probabilities; or one per label, [n]. */
  readonly threshold?: number | ArrayLike<number>;
  /** Propensity of each label, [n], for propensity-scored precision; without them it is left out. See `propensities`. */
  readonly propensities?: ArrayLike<number>;
  /** Names of the labels, [n], for the table. */
  readonly labelNames?: readonly string[];
  /** How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'. */
  readonly targets?: TargetFormat;
}

/** Values at one k. */
export interface AtKValues {
  readonly k: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly ndcg: number;
  /** Propensity-scored precision; there if propensities were given. */
  readonly psp?: number;
}

/** Values of predicted label sets under one average. */
export interface SetValues {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly jaccard: number;
}

/** Values of one label. */
export interface LabelValues extends SetValues {
  readonly label: number;
  readonly name?: string;
  /** In how many examples it is active. */
  readonly support: number;
  /** NaN without positives. */
  readonly averagePrecision: number;
  /** NaN without positives or without negatives. */
  readonly rocAuc: number;
}

/** Values of rankings. */
export interface RankingValues {
  readonly averagePrecisionMacro: number;
  readonly averagePrecisionMicro: number;
  /** Interpolated as in VOC 2010. */
  readonly meanAveragePrecision: number;
  readonly rocAucMacro: number;
  readonly rocAucMicro: number;
  readonly labelRankingAveragePrecision: number;
  readonly coverageError: number;
  readonly labelRankingLoss: number;
}

/** What `multiLabelReport` gives: plain values for `JSON.stringify` (which writes NaN as null), and a table as text. */
export class MultiLabelReport implements Record<Average, SetValues> {
  declare readonly examples: number;
  declare readonly labels: number;
  declare readonly threshold: number | readonly number[];
  declare readonly atK: readonly AtKValues[];
  declare readonly rPrecision: number;
  declare readonly micro: SetValues;
  declare readonly macro: SetValues;
  declare readonly weighted: SetValues;
  declare readonly samples: SetValues;
  declare readonly hammingLoss: number;
  /** Subset accuracy. */
  declare readonly accuracy: number;
  declare readonly ranking: RankingValues;
  declare readonly perLabel: readonly LabelValues[];

  constructor(values: Omit<MultiLabelReport, 'toString'>) {
    Object.assign(this, values);
  }

  /** The report as tables; of many labels, those with the best and the worst F1. */
  toString(): string {
    return reportTables(this);
  }
}

/**
 * The metrics of this package on one data set, in one object with a readable `toString()`.
 *
 * Scores come first, as decisions do, then targets. Everything is derived from one ranking and one count of the errors. It
 * holds no copy of the scores.
 *
 * @param scores Scores [size, n]: a tensor, rows, or a flat Float32Array or Float64Array. Tensors stay the caller's.
 * @param targets Targets [size, n]: `LabelSets`, a multi-hot or sparse tensor, rows, or a flat typed array.
 * @param options `zeroDivision` (0) holds for the metrics at k and of label sets; in rankings 0/0 is left out.
 * @throws ValueError as the metrics do: shapes that differ, labels out of range, NaN scores, no examples, k above n, or another
 *   number of label names, thresholds or propensities than n.
 *
 * @example
 * import { multiLabelReport } from '@argmaxable/metrics';
 * const report = multiLabelReport([[2, -1, 0.5], [-1, 3, 1]], [[1, 1, 0], [0, 1, 0]], { k: [1, 2], threshold: 0 });
 * report.atK[0].precision; // 1
 * report.micro.f1; // 0.571...
 * console.log(report.toString());
 */
export function multiLabelReport(
  scores: Scores,
  targets: Targets,
  options: MultiLabelReportOptions = {},
): MultiLabelReport {
  const names = ['k', 'threshold', 'propensities', 'zeroDivision', 'labelNames', 'targets'];
  const {
    k,
    threshold = 0,
    propensities,
    zeroDivision = 0,
    labelNames,
    targets: format,
  } = checkOptions('multiLabelReport', options, names);
  const batch = Batch.read(targets, scores, format ?? 'auto', true);
  const n = batch.numLabels;
  if (labelNames && labelNames.length !== n) {
    throw new ValueError('labelNames', labelNames, `${n} names, one per label`);
  }

  const metrics: Metric[] = [];
  const kept = <M extends Metric>(metric: M): M => {
    metrics.push(metric);
    return metric;
  };
  const ks = checkedKs(k, n);
  if (ks.length > 0) batch.topLabels(Math.max(...ks)); // the smaller k are its beginnings
  const atK = ks.map((k) => ({
    k,
    precision: kept(new PrecisionAtK({ k })),
    recall: kept(new RecallAtK({ k, zeroDivision })),
    f1: kept(new F1AtK({ k, zeroDivision })),
    ndcg: kept(new NdcgAtK({ k, zeroDivision })),
    psp: propensities && kept(new PropensityScoredPrecisionAtK({ k, propensities, zeroDivision })),
  }));
  const rPrecision = kept(new RPrecision({ zeroDivision }));
  const scoresOf = (average: Average) => {
    const options: AveragedOptions = { average, threshold, zeroDivision };
    return {
      precision: kept(new PrecisionScore(options)),
      recall: kept(new RecallScore(options)),
      f1: kept(new F1Score(options)),
      jaccard: kept(new JaccardScore(options)),
    };
  };
  const [micro, macro, weighted, samples] = averages.map(scoresOf);
  const hammingLoss = kept(new HammingLoss({ threshold }));
  const accuracy = kept(new AccuracyScore({ threshold }));
  const rankingOfLabels = {
    labelRankingAveragePrecision: kept(new LabelRankingAveragePrecisionScore()),
    coverageError: kept(new CoverageError()),
    labelRankingLoss: kept(new LabelRankingLoss()),
  };
  for (const metric of metrics) metric.updateBatch(batch);

  // Those that need all scores at the end share the rankings of the labels, which are the most work here.
  const rankings = new LabelRankings({
    scores: Array.from({ length: batch.size }, (_, i) => batch.row(i)),
    active: [...batch.targets],
  });
  const [averagePrecision, rocAuc] = [new AveragePrecisionScore(), new RocAucScore()];
  const ranking = {
    averagePrecisionMacro: averagePrecision.valueFrom(rankings),
    averagePrecisionMicro: new AveragePrecisionScore({ average: 'micro' }).valueFrom(rankings),
    meanAveragePrecision: new MeanAveragePrecision().valueFrom(rankings),
    rocAucMacro: rocAuc.valueFrom(rankings),
    rocAucMicro: new RocAucScore({ average: 'micro' }).valueFrom(rankings),
    ...results(rankingOfLabels),
  };

  const support = batch.targets.labelCounts();
  const perLabel = {
    precision: macro.precision.perLabel(),
    recall: macro.recall.perLabel(),
    f1: macro.f1.perLabel(),
    jaccard: macro.jaccard.perLabel(),
    averagePrecision: averagePrecision.valuesFrom(rankings),
    rocAuc: rocAuc.valuesFrom(rankings),
  };
  return new MultiLabelReport({
    examples: batch.size,
    labels: n,
    threshold: hammingLoss.options.threshold,
    atK: atK.map(({ k, psp, ...others }) => ({ k, ...results(others), ...(psp && results({ psp })) })),
    rPrecision: rPrecision.result(),
    micro: results(micro),
    macro: results(macro),
    weighted: results(weighted),
    samples: results(samples),
    hammingLoss: hammingLoss.result(),
    accuracy: accuracy.result(),
    ranking,
    perLabel: Array.from(support, (count, label) => ({
      label,
      ...(labelNames && { name: labelNames[label] }),
      support: count,
      precision: perLabel.precision[label],
      recall: perLabel.recall[label],
      f1: perLabel.f1[label],
      jaccard: perLabel.jaccard[label],
      averagePrecision: perLabel.averagePrecision[label],
      rocAuc: perLabel.rocAuc[label],
    })),
  });
}

function checkedKs(k: number | readonly number[] | undefined, numLabels: number): readonly number[] {
  if (k === undefined) return [1, 3, 5].filter((usual) => usual <= numLabels);
  return [k].flat().map((given) => checkInteger('k', given, { min: 1, max: numLabels }));
}

function results<Name extends string>(metrics: Record<Name, Metric>): Record<Name, number> {
  const entries = Object.entries<Metric>(metrics).map(([name, metric]) => [name, metric.result()]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
