import { lineChart, percent } from '@argmaxable/report';
import { loadData } from '../data/load-data.js';
import type { Drawn, Finished, Table } from '../figure.js';
import { deviation, groupBy, mean } from '../groups.js';
import { type Head, headName } from '../heads.js';
import { lookOf } from '../looks.js';
import { matchedSize } from '../matched-size.js';
import type { TrainingCell, TrainingResult } from '../train-and-verify.js';
import { rateTuning, trainedFigure } from '../trained-figure.js';
import { dataOf, grid, trainingOf } from '../training-grid.js';
import { dataName, tunedNote, tunedTable } from '../tuned-table.js';
import { best, type Best } from '../tuning.js';

type Done = Finished<TrainingCell, TrainingResult>;

const name = ({ head }: TrainingCell): string => headName(head);

const tuning = rateTuning(name);

export const widths = trainedFigure(tuning, {
  name: 'widths',
  about:
    'F1 and the share of label sets out of reach against trained output parameters, each layer at its best rate (Fig. 5 of arXiv 2310.10443).',
  revision: 1,
  options: ['seeds', 'full', 'widths', 'encoder', 'data', 'dataOptions'],

  async cells(options) {
    const { quick } = options;
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
    return grid(heads, { data, order: 'frequency', ...trainingOf(options) });
  },

  summarize: (done) => [tunedTable(done, tuning), matchedTable(done)],

  page: (done) => [
    {
      title: dataName(done),
      text: `${tunedNote} Strokes go one deviation up and down.`,
      plots: [
        plot(done, 'f1', 'F1@10, held out', f1At10),
        plot(done, 'micro', 'Micro-F1, held out', microF1),
        plot(done, 'reach', 'Held-out label sets out of reach', ({ outOfReach, sets }) => outOfReach / sets),
      ],
    },
  ],
});

type Score = (result: TrainingResult) => number;

const f1At10: Score = ({ heldOut }) => heldOut.f1At10;
const microF1: Score = ({ heldOut }) => heldOut.microF1;

/** Layers of one kind and start, by both. */
const kindsOf = (done: readonly Done[]): Map<string, Best<TrainingCell, TrainingResult>[]> =>
  groupBy(best(done, tuning), ({ cell }) => `${cell.head.kind} ${cell.head.start}`);

/** Which bottlenecked layers score as much as each DFT layer. */
function matchedTable(done: readonly Done[]): Table {
  const layers = kindsOf(done);
  const sizeFor = (kind: keyof typeof kinds, of: Score, score: number): string =>
    matchedSize(
      (layers.get(kind) ?? []).map(({ results }) => ({
        parameters: results[0].parameters,
        score: mean(results.map(of)),
      })),
      score,
    );
  return {
    title: 'Parameters for the same score',
    note:
      'Trained parameters with which a bottlenecked layer first has the F1@10, or the micro-F1, of the DFT layer, read off straight lines ' +
      'between the means above; where curves are flat, within what seeds change, this says little.',
    columns: [
      ...['DFT layer', 'parameters', 'F1@10', 'BSL, no prior', 'BSL, prior'],
      ...['micro-F1', 'BSL, no prior', 'BSL, prior'],
    ],
    rows: (layers.get('dft prior') ?? []).map(({ variant, results }) => [
      variant,
      results[0].parameters.toLocaleString('en'),
      ...[f1At10, microF1].flatMap((of) => {
        const score = mean(results.map(of));
        return [percent(score), sizeFor('bsl half', of, score), sizeFor('bsl prior', of, score)];
      }),
    ]),
  };
}

const kinds = {
  'bsl half': { name: 'BSL, no prior', look: lookOf('warm', 0) },
  'bsl prior': { name: 'BSL, prior', look: lookOf('warm', 1) },
  'dft prior': { name: 'DFT, prior', look: lookOf('cool', 0) },
} as const;

function plot(done: readonly Done[], id: string, title: string, value: Score): Drawn {
  const lines = [...kindsOf(done)].map(([kind, heads]) => ({
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
