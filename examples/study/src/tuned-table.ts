import { lineChart } from '@argmaxable/report';
import { encoderWords } from './data/encoders.js';
import type { Finished, Section, Table } from './figure.js';
import { deviation, groupBy, mean } from './groups.js';
import { lookOf } from './looks.js';
import type { TrainingCell, TrainingResult } from './train-and-verify.js';
import { type Tuned, tuned } from './tuned.js';

type Done = Finished<TrainingCell, TrainingResult>;

/** A row for each variant at its best rate. */
export function tunedTable(done: readonly Done[], variant: (cell: TrainingCell) => string): Table {
  return {
    title: dataName(done),
    note: tunedNote,
    columns: ['layer', ...tunedColumns],
    rows: tuned(done, variant).map((one) => [variant(one.cell), ...tunedRow(one)]),
  };
}

/** Held-out micro-F1 of each variant against the rate. */
export function tunedPlots(done: readonly Done[], variant: (cell: TrainingCell) => string): Section {
  const lines = [...groupBy(done, ({ cell }) => variant(cell))].map(([name, group], i) => ({
    name,
    look: lookOf(group[0].cell.head.kind === 'bsl' ? 'warm' : 'cool', i),
    points: [...groupBy(group, ({ cell }) => cell.rate)].map(([x, same]) => ({
      x,
      y: mean(same.map(({ result }) => result.heldOut.microF1)),
    })),
  }));
  const svg = lineChart({
    ...{ id: 'rates', title: 'Micro-F1 against the rate, held out', lines },
    ...{ x: { label: 'rate of Adam', scale: 'log' }, y: { label: 'micro-F1', values: 'fraction' } },
  });
  const plots = [{ title: 'Micro-F1 against the rate', svg, models: lines }];
  return { title: dataName(done), text: 'Mean over the seeds.', plots };
}

/** What was trained on. */
export const dataName = (done: readonly Done[]): string => {
  const data = done[0]?.cell.data;
  if (data === undefined) return '';
  if (data.kind === 'file') return data.path;
  return `WordNet, n = ${data.labels}, ${encoderWords[data.encoder ?? 'linear']}`;
};

/** Columns of a table of tuned trainings, and the cells of a row. */
const tunedColumns = ['parameters', 'rate', 'F1@10', 'micro-F1', 'out of reach', 'undecided', 'seeds'];

function tunedRow({ rate, atEdge, results }: Tuned<TrainingCell>): string[] {
  const scores = (of: (result: TrainingResult) => number): string => spread(results.map(of));
  return [
    results[0].parameters.toLocaleString('en'),
    `${rate}${atEdge ? ' (edge)' : ''}`,
    scores(({ heldOut }) => heldOut.f1At10),
    scores(({ heldOut }) => heldOut.microF1),
    scores(({ outOfReach, sets }) => outOfReach / sets),
    scores(({ undecided, sets }) => undecided / sets),
    String(results.length),
  ];
}

/** Mean and deviation of fractions, in percent: '62.8 ± 0.3 %'. */
function spread(fractions: readonly number[]): string {
  const percent = (value: number): string => (100 * value).toFixed(1);
  if (!fractions.every(Number.isFinite)) return 'n/a';
  const around = fractions.length > 1 ? ` ± ${percent(deviation(fractions))}` : '';
  return `${percent(mean(fractions))}${around} %`;
}

/** What the columns of such tables mean. */
export const tunedNote =
  'Held-out scores at the rate with the best micro-F1 on the validation part, of those that were tried, mean and standard deviation over the ' +
  'seeds; (edge) marks a best rate at the end of those tried. Out of reach: share of the distinct held-out label sets that no input of the model gives, proved.';
