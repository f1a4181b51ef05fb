import { type Head, headName, type Start } from '../heads.js';
import { loadData } from '../data/load-data.js';
import type { TrainingCell } from '../train-and-verify.js';
import { rateTuning, trainedFigure } from '../trained-figure.js';
import { dataOf, grid, trainingOf } from '../training-grid.js';

const name = ({ head }: TrainingCell): string => headName(head);

export const start = trainedFigure(rateTuning(name), {
  name: 'start',
  about:
    'What the start buys: labels that start at probability 1/2, at one prior, or each at its own frequency, with BSL and DFT layers.',
  revision: 1,
  options: ['seeds', 'full', 'encoder', 'data', 'dataOptions'],

  async cells(options) {
    const { quick } = options;
    const data = dataOf(options);
    const { numLabels, maxActive } = await loadData(data);
    const k = Math.min(maxActive, Math.floor((numLabels - 1) / 2));
    const size = quick ? 2 : Math.min(25, numLabels - 1);
    const heads = (['half', 'prior', 'frequencies'] satisfies Start[]).flatMap((start): Head[] => [
      { kind: 'bsl', features: size, start },
      { kind: 'dft', k, slack: size, start },
    ]);
    return grid(heads, { data, order: 'frequency', ...trainingOf(options) });
  },
});
