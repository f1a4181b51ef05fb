import type { Finished } from '../figure.js';
import { groupBy, mean } from '../groups.js';
import { settingsText } from '../settings-text.js';
import type { LossCell, LossResult, LossScores } from './train-with-loss.js';

type Done = Finished<LossCell, LossResult>;

/** A family of losses at one batch size, at its best settings. */
export interface TunedLoss {
  /** One of its cells. */
  readonly cell: LossCell;
  /** Of the seeds that were run at these settings, and did not go to infinity. */
  readonly scores: readonly LossScores[];
  /** Settings of loss and rate that were compared. */
  readonly tried: number;
  /** Whether the rate is the least or the greatest that was tried: a better one may lie beyond it. */
  readonly atEdge: boolean;
}

/**
 * For each family and batch size the settings of loss and rate with the highest mean micro-F1 on the
 * validation part, over the seeds that all its settings were run with; where there is no such seed, over all.
 * A training that went to infinity counts as 0.
 */
export function tunedLosses(done: readonly Done[]): TunedLoss[] {
  return [...groupBy(done, ({ cell }) => `${cell.loss.family} ${cell.batchSize}`).values()].map((group) => {
    const settings = [...groupBy(group, ({ cell: { loss, rate } }) => settingsText({ loss, rate })).values()];
    const shared = settings
      .map((cells) => new Set(cells.map(({ cell }) => cell.seed)))
      .reduce((common, seeds) => new Set([...common].filter((seed) => seeds.has(seed))));
    const valueOf = (cells: readonly Done[]): number => {
      const compared = shared.size === 0 ? cells : cells.filter(({ cell }) => shared.has(cell.seed));
      return mean(compared.map(({ result }) => result?.validation ?? 0));
    };
    const best = settings.reduce((top, next) => (valueOf(next) > valueOf(top) ? next : top));
    const rates = group.map(({ cell }) => cell.rate);
    const { cell } = best[0];
    return {
      cell,
      scores: best.flatMap(({ result }) => (result === null ? [] : [result])),
      tried: settings.length,
      atEdge:
        new Set(rates).size > 1 && (cell.rate === Math.min(...rates) || cell.rate === Math.max(...rates)),
    };
  });
}
