import Table from 'cli-table3';
import { percent } from '../../common/src/percent.js';
import type { ModelResult } from './result.js';

/** The models side by side, as text. */
export function resultTable(models: readonly ModelResult[]): string {
  const table = new Table({
    head: ['', ...models.map(({ name }) => name)],
    style: { head: [], border: [] },
    colAligns: ['left', ...models.map(() => 'right' as const)],
  });
  const row = (title: string, cell: (model: ModelResult) => string): number =>
    table.push([title, ...models.map(cell)]);
  const of = (part: number, whole: number): string => `${part} of ${whole} (${percent(part / whole)})`;
  row('output layer, parameters trained', ({ outputParameters }) => outputParameters.toLocaleString('en'));
  row('F1@10, held out', ({ f1At10 }) => percent(f1At10));
  row('micro-F1, held out', ({ microF1 }) => percent(microF1));
  row('label sets it can never predict', ({ verification }) =>
    of(verification.unargmaxable, verification.sets.length),
  );
  row('examples it can never get right', ({ verification: { examples } }) =>
    of(examples.unargmaxable, examples.argmaxable + examples.unargmaxable + examples.undecided),
  );
  row('label sets undecided', ({ verification }) => String(verification.undecided));
  row('label sets reachable by construction', ({ verification }) =>
    of(verification.guaranteed, verification.sets.length),
  );
  row('training, s', ({ trainSeconds }) => trainSeconds.toFixed(0));
  row('verifying, s', ({ verification }) => verification.seconds.toFixed(1));
  return table.toString();
}
