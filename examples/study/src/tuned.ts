import type { Finished } from './figure.js';
import { groupBy, mean } from './groups.js';
import type { TrainingCell, TrainingResult } from './train-and-verify.js';

/** The trainings of one variant at its best rate, over the seeds. */
export interface Tuned<Cell extends TrainingCell> {
  /** One of its cells. */
  readonly cell: Cell;
  readonly rate: number;
  /** Whether that is the least or the greatest rate that was tried: a better one may lie beyond it. */
  readonly atEdge: boolean;
  readonly results: readonly TrainingResult[];
}

/**
 * For each variant the rate with the highest mean micro-F1 on the validation part, of the rates that were run
 * with the most seeds, and what it gave.
 *
 * @param variant What tells variants apart: all of a cell but rate and seed.
 */
export function tuned<Cell extends TrainingCell>(
  done: readonly Finished<Cell, TrainingResult>[],
  variant: (cell: Cell) => string,
): Tuned<Cell>[] {
  return [...groupBy(done, ({ cell }) => variant(cell)).values()].map((group) => {
    const byRate = [...groupBy(group, ({ cell }) => cell.rate)];
    const rates = byRate.map(([rate]) => rate);
    const most = Math.max(...byRate.map(([, cells]) => cells.length));
    const [rate, best] = byRate
      .filter(([, cells]) => cells.length === most)
      .reduce((top, next) => (validationOf(next[1]) > validationOf(top[1]) ? next : top));
    const atEdge = rates.length > 1 && (rate === Math.min(...rates) || rate === Math.max(...rates));
    return { cell: best[0].cell, rate, atEdge, results: best.map(({ result }) => result) };
  });
}

const validationOf = (cells: readonly Finished<TrainingCell, TrainingResult>[]): number =>
  mean(cells.map(({ result }) => result.validation.microF1));
