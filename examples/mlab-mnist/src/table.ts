import { percent } from '@argmaxable/report';
import Table from 'cli-table3';
import type { EpochResult, ModelResult } from './result.js';
import { type Savings, savingsOf } from './savings.js';

/** The two networks side by side, as text. */
export function resultTable(models: readonly ModelResult[]): string {
  const table = new Table({
    head: ['', ...models.map(({ name }) => name), 'saved'],
    style: { head: [], border: [] },
    colAligns: ['left', ...models.map(() => 'right' as const), 'right'],
  });
  const row = (title: string, cell: (model: ModelResult) => string, saved?: Savings): number =>
    table.push([title, ...models.map(cell), saved ? `${count(saved.count)} (${percent(saved.share)})` : '']);
  const last =
    (value: (epoch: EpochResult) => number, format: (value: number) => string) => (model: ModelResult) =>
      format(value(model.epochs.at(-1)!));
  const { output, total } = savingsOf(models);
  row('parameters, output layer', ({ outputParameters }) => count(outputParameters), output);
  row('parameters, whole network', ({ totalParameters }) => count(totalParameters), total);
  row(
    'IoU, test',
    last(({ test }) => test.iou, percent),
  );
  row(
    'R-precision, test',
    last(({ test }) => test.rPrecision, percent),
  );
  row(
    'R-precision, training',
    last(({ train }) => train.rPrecision, percent),
  );
  row(
    'NC1',
    last(({ nc1 }) => nc1, figure),
  );
  row(
    'NC2 of the classifier',
    last(({ nc2Classifier }) => nc2Classifier, figure),
  );
  row(
    'NC2 of the means',
    last(({ nc2Means }) => nc2Means, figure),
  );
  row(
    'NC3',
    last(({ nc3 }) => nc3, figure),
  );
  row(
    'tag-wise angle',
    last(({ tagWiseAverage }) => tagWiseAverage, figure),
  );
  row('training, s', ({ trainSeconds }) => trainSeconds.toFixed(0));
  return table.toString();
}

const count = (value: number): string => value.toLocaleString('en');
const figure = (value: number): string => value.toFixed(3);
