import { lineChart } from '@argmaxable/report';
import { loadData } from '../data/load-data.js';
import type { Drawn, Finished } from '../figure.js';
import { deviation, groupBy, mean } from '../groups.js';
import { type Head, headName } from '../heads.js';
import { lookOf } from '../looks.js';
import type { TrainingCell, TrainingResult } from '../train-and-verify.js';
import { trainedFigure } from '../trained-figure.js';
import { dataOf, grid, trainingOf } from '../training-grid.js';
import { tuned } from '../tuned.js';
import { dataName, tunedNote } from '../tuned-table.js';

type Done = Finished<TrainingCell, TrainingResult>;

const name = ({ head }: TrainingCell): string => headName(head);

export const widths = trainedFigure(name, {
  name: 'widths',
  about:
    'F1 and the share of label sets out of reach against trained output parameters, each layer at its best rate (Fig. 5 of arXiv 2310.10443).',
  revision: 1,
  options: ['seeds', 'full', 'widths', 'encoder', 'data', 'dataOptions'],

  async cells(options) {
    const { quick, seeds = quick ? 1 : 3 } = options;
    const data = dataOf(options);
    const { numLabels, maxActive } = await loadData(data);
    const k = Math.min(maxActive, Math.floor((numLabels - 1) / 2));
    const sizes = options.widths ?? (quick ? [2] : [8, 16, 25, 50, 100, 200]);
    const heads = sizes
      .filter((size) => size < numLabels)
      .flatMap((size): Head[] => [
        { kind: 'bsl', features: size, start: 'half' },
        { kind: 'bsl', features: size, start: 'prior' },
        { kind: 'dft', k, slack: size, start: 'prior' },
      ]);
    return grid(heads, { data, order: 'frequency', ...trainingOf(options) }, seeds);
  },

  page: (done) => [
    {
      title: dataName(done),
      text: `${tunedNote} Strokes go one deviation up and down.`,
      plots: [
        plot(done, 'f1', 'F1@10, held out', ({ heldOut }) => heldOut.f1At10),
        plot(done, 'micro', 'Micro-F1, held out', ({ heldOut }) => heldOut.microF1),
        plot(done, 'reach', 'Held-out label sets out of reach', ({ outOfReach, sets }) => outOfReach / sets),
      ],
    },
  ],
});

const kinds = {
  'bsl half': { name: 'BSL, no prior', look: lookOf('warm', 0) },
  'bsl prior': { name: 'BSL, prior', look: lookOf('warm', 1) },
  'dft prior': { name: 'DFT, prior', look: lookOf('cool', 0) },
} as const;

function plot(
  done: readonly Done[],
  id: string,
  title: string,
  value: (result: TrainingResult) => number,
): Drawn {
  const groups = groupBy(tuned(done, name), ({ cell }) => `${cell.head.kind} ${cell.head.start}`);
  const lines = [...groups].map(([kind, heads]) => ({
    ...kinds[kind as keyof typeof kinds],
    points: heads
      .map(({ results }) => {
        const values = results.map(value);
        const [y, around] = [mean(values), deviation(values)];
        return { x: results[0].parameters, y, low: y - around, high: y + around };
      })
      .sort((a, b) => a.x - b.x),
  }));
  const svg = lineChart({
    ...{ id: `widths-${id}`, title, lines },
    ...{ x: { label: 'trained output parameters', scale: 'log' }, y: { label: title, values: 'fraction' } },
  });
  return { title, svg, models: lines };
}
