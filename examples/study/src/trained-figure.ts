import type { Figure } from './figure.js';
import { type TrainingCell, type TrainingResult, trainAndVerify } from './train-and-verify.js';
import { tunedPlots, tunedTable } from './tuned-table.js';

type TrainedFigure = Figure<TrainingCell, TrainingResult>;

/**
 * A figure of variants of the output layer, each trained at every rate and shown at its best.
 *
 * @param variant A cell's variant in words: all of it but rate and seed.
 */
export function trainedFigure(
  variant: (cell: TrainingCell) => string,
  figure: Pick<TrainedFigure, 'name' | 'about' | 'revision' | 'options' | 'cells'> & Partial<TrainedFigure>,
): TrainedFigure {
  return {
    describe: (cell) => `${variant(cell)} at ${cell.rate} seed ${cell.seed}`,
    run: trainAndVerify,
    summarize: (done) => [tunedTable(done, variant)],
    page: (done) => [tunedPlots(done, variant)],
    ...figure,
  };
}
