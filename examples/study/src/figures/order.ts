import { headName } from '../heads.js';
import { labelOrders } from '../label-orders.js';
import type { TrainingCell } from '../train-and-verify.js';
import { rateTuning, trainedFigure } from '../trained-figure.js';
import { loadData } from '../data/load-data.js';
import { dataOf, grid, trainingOf } from '../training-grid.js';

const name = ({ head, order }: TrainingCell): string => `${headName(head)}, ${order} order`;

export const order = trainedFigure(rateTuning(name), {
  name: 'order',
  about:
    'What the label order buys: DFT layers with labels by frequency, in random order, or in that of suggestLabelOrder.',
  revision: 1,
  options: ['seeds', 'full', 'encoder', 'data', 'dataOptions'],

  async cells(options) {
    const { quick } = options;
    const data = dataOf(options);
    const { numLabels, maxActive } = await loadData(data);
    const whole = Math.min(maxActive, Math.floor((numLabels - 1) / 2));
    const slack = quick ? 2 : 25;
    const heads = [whole, Math.max(1, Math.round(whole / 3))].map((k) => {
      return { kind: 'dft', k, slack, start: 'prior' } as const;
    });
    return labelOrders.flatMap((order) => grid(heads, { data, order, ...trainingOf(options) }));
  },
});
