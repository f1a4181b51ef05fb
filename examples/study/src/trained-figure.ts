import type { Figure } from './figure.js';
import { type TrainingCell, type TrainingResult, trainAndVerify } from './train-and-verify.js';
import { tunedPlots, tunedTable } from './tuned-table.js';
import { followUp, tunedRate, type Tuning } from './tuning.js';

type TrainedFigure = Figure<TrainingCell, TrainingResult>;

/**
 * How variants of the output layer are tuned: the rate, by micro-F1.
 *
 * @param variant A cell's variant in words: all of it but rate and seed.
 */
export const rateTuning = (
  variant: (cell: TrainingCell) => string,
): Tuning<TrainingCell, TrainingResult> => ({
  variant,
  value: ({ validation }) => validation.microF1,
  parameters: [tunedRate()],
});

/** A figure of variants of the output layer, each tuned and shown at its best. */
export function trainedFigure(
  tuning: Tuning<TrainingCell, TrainingResult>,
  figure: Pick<TrainedFigure, 'name' | 'about' | 'revision' | 'options' | 'cells'> & Partial<TrainedFigure>,
): TrainedFigure {
  return {
    followUp: (done, options) => followUp(done, tuning, options),
    describe: (cell) => `${tuning.variant(cell)} at ${cell.rate} seed ${cell.seed}`,
    run: trainAndVerify,
    summarize: (done) => [tunedTable(done, tuning)],
    page: (done) => [tunedPlots(done, tuning)],
    ...figure,
  };
}
