import { RPrecision } from '../at-k/index.js';
import type { Batch } from '../batch/batch.js';
import { averagePrecisionOfRankings } from '../ranking/average-precision-score.js';
import { CoverageError, LabelRankingAveragePrecisionScore, LabelRankingLoss } from '../ranking/index.js';
import type { LabelRankings } from '../ranking/label-rankings.js';
import { meanAveragePrecisionOfRankings } from '../ranking/mean-average-precision.js';
import { rocAucOfRankings } from '../ranking/roc-auc-score.js';
import { rounded, table } from './markdown.js';
import { results } from './results.js';
import type { SetSummary } from './set-table.js';

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

/** Computes R-precision. */
export function rPrecisionOf(batch: Batch, zeroDivision: number): number {
  return results({ value: new RPrecision({ zeroDivision }) }, batch).value;
}

/** Computes the metrics of rankings. Those that need all scores share the rankings of the labels. */
export function rankingValues(batch: Batch, rankings: LabelRankings): RankingValues {
  const [macro, micro] = (['macro', 'micro'] as const).map(
    (average) => ({ average, zeroDivision: NaN, targets: 'auto' }) as const,
  );
  return {
    averagePrecisionMacro: averagePrecisionOfRankings.ofRankings(rankings, macro),
    averagePrecisionMicro: averagePrecisionOfRankings.ofRankings(rankings, micro),
    meanAveragePrecision: meanAveragePrecisionOfRankings.ofRankings(rankings, {
      ...macro,
      interpolation: 'voc2010',
    }),
    rocAucMacro: rocAucOfRankings.ofRankings(rankings, macro),
    rocAucMicro: rocAucOfRankings.ofRankings(rankings, micro),
    ...results(
      {
        labelRankingAveragePrecision: new LabelRankingAveragePrecisionScore(),
        coverageError: new CoverageError(),
        labelRankingLoss: new LabelRankingLoss(),
      },
      batch,
    ),
  };
}

export function overallTable(rows: readonly (readonly [string, number])[]): string {
  return table(
    ['overall', 'value'],
    rows.map(([name, value]) => [name, rounded(value)]),
  );
}

export function overallOfSets({ accuracy, hammingLoss }: SetSummary): [string, number][] {
  return [
    ['subset accuracy', accuracy],
    ['Hamming loss', hammingLoss],
  ];
}

export function overallOfRankings(ranking: RankingValues): [string, number][] {
  return [
    ['average precision, macro (mAP)', ranking.averagePrecisionMacro],
    ['average precision, micro', ranking.averagePrecisionMicro],
    ['mAP, interpolated', ranking.meanAveragePrecision],
    ['ROC AUC, macro', ranking.rocAucMacro],
    ['ROC AUC, micro', ranking.rocAucMicro],
    ['label ranking average precision', ranking.labelRankingAveragePrecision],
    ['coverage error', ranking.coverageError],
    ['label ranking loss', ranking.labelRankingLoss],
  ];
}
