import {
  F1AtK,
  NdcgAtK,
  PrecisionAtK,
  PropensityScoredPrecisionAtK,
  RecallAtK,
  RPrecision,
} from '../at-k/index.js';
import type { Batch } from '../batch/batch.js';
import { averagePrecisionOfRankings } from '../ranking/average-precision-score.js';
import { CoverageError, LabelRankingAveragePrecisionScore, LabelRankingLoss } from '../ranking/index.js';
import { LabelRankings } from '../ranking/label-rankings.js';
import { meanAveragePrecisionOfRankings } from '../ranking/mean-average-precision.js';
import { rocAucOfRankings } from '../ranking/roc-auc-score.js';
import { results } from './set-values.js';
import type { AtKValues, RankingValues } from './values.js';

/** Options of the metrics at k. */
export interface AtKSettings {
  readonly ks: readonly number[];
  readonly propensities: ArrayLike<number> | undefined;
  readonly zeroDivision: number;
}

/** The metrics at k, of one ranking for all. */
export function atKValues(batch: Batch, { ks, propensities, zeroDivision }: AtKSettings): AtKValues[] {
  if (ks.length > 0) batch.topLabels(Math.max(...ks)); // the smaller k are its beginnings
  return ks.map((k) => {
    const metrics = {
      precision: new PrecisionAtK({ k }),
      recall: new RecallAtK({ k, zeroDivision }),
      f1: new F1AtK({ k, zeroDivision }),
      ndcg: new NdcgAtK({ k, zeroDivision }),
    };
    const psp =
      propensities === undefined
        ? undefined
        : new PropensityScoredPrecisionAtK({ k, propensities, zeroDivision });
    return { k, ...results(metrics, batch), ...(psp && results({ psp }, batch)) };
  });
}

/** R-precision. */
export function rPrecisionOf(batch: Batch, zeroDivision: number): number {
  return results({ value: new RPrecision({ zeroDivision }) }, batch).value;
}

/**
 * The metrics of rankings. Those that need all scores share the rankings of the labels, which are the most
 * work here.
 */
export function rankingValues(batch: Batch): {
  readonly ranking: RankingValues;
  readonly averagePrecision: Float64Array;
  readonly rocAuc: Float64Array;
} {
  const rankings = new LabelRankings({
    scores: Array.from({ length: batch.size }, (_, i) => batch.row(i)),
    active: [...batch.targets],
  });
  const [macro, micro] = (['macro', 'micro'] as const).map(
    (average) => ({ average, zeroDivision: NaN, targets: 'auto' }) as const,
  );
  return {
    ranking: {
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
    },
    averagePrecision: averagePrecisionOfRankings.perLabelOfRankings(rankings, macro),
    rocAuc: rocAucOfRankings.perLabelOfRankings(rankings, macro),
  };
}
