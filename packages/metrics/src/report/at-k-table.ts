import { F1AtK, NdcgAtK, PrecisionAtK, PropensityScoredPrecisionAtK, RecallAtK } from '../at-k/index.js';
import type { Batch } from '../batch/batch.js';
import { rounded, table } from './markdown.js';
import { results } from './results.js';

/** Values at one k. */
export interface AtKValues {
  readonly k: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly ndcg: number;
  /** Propensity-scored precision; absent if no propensities were given. */
  readonly psp?: number;
}

/** Options of the metrics at k. */
interface AtKSettings {
  readonly ks: readonly number[];
  readonly propensities: ArrayLike<number> | undefined;
  readonly zeroDivision: number;
}

/** Computes the metrics at k; all use one ranking. */
export function atKValues(batch: Batch, { ks, propensities, zeroDivision }: AtKSettings): AtKValues[] {
  if (ks.length > 0) batch.topLabels(Math.max(...ks)); // it contains those for smaller k
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

export function atKTable(atK: readonly AtKValues[]): string {
  const withPsp = atK.some(({ psp }) => psp !== undefined);
  return table(
    ['at k', 'precision', 'recall', 'F1', 'nDCG', ...(withPsp ? ['PSP'] : [])],
    atK.map(({ k, precision, recall, f1, ndcg, psp }) => [
      `${k}`,
      ...[precision, recall, f1, ndcg, ...(psp === undefined ? [] : [psp])].map(rounded),
    ]),
  );
}
