import { share } from '@argmaxable/report';
import Table from 'cli-table3';
import type { ModelResult, VerdictCounts } from './result.js';
import { countOverSeeds, scoreOverSeeds } from './seeds.js';

/** The models side by side, as text. */
export function resultTable(models: readonly ModelResult[]): string {
  const table = new Table({
    head: ['', ...models.map(({ name }) => name)],
    style: { head: [], border: [] },
    colAligns: ['left', ...models.map(() => 'right' as const)],
  });
  const row = (title: string, cell: (model: ModelResult) => string): number =>
    table.push([title, ...models.map(cell)]);
  const part = (title: string): number => table.push([{ content: title, colSpan: models.length + 1 }]);
  const of = (part: number, whole: number): string =>
    whole === 0 ? `${part} of 0` : `${part} of ${whole} (${share(part, whole)})`;
  const all = (counts: VerdictCounts): number => counts.argmaxable + counts.unargmaxable + counts.undecided;
  row('output layer, parameters trained', ({ outputParameters }) => outputParameters.toLocaleString('en'));
  row('learning rate', ({ learningRate }) => String(learningRate));
  row('F1@10, held out', (model) => scoreOverSeeds(model, 'f1At10'));
  row('micro-F1, held out', (model) => scoreOverSeeds(model, 'microF1'));
  row('label set predicted exactly', (model) => scoreOverSeeds(model, 'exact'));
  part('The model: any features, through its projection');
  row('label sets that no input reaches', ({ verification: { model } }) =>
    of(model.unargmaxable, all(model)),
  );
  if (models.some(({ seeds }) => seeds.length > 1)) {
    row('the same, over seeds', (model) => countOverSeeds(model, 'model'));
  }
  row('examples it can never get right', ({ verification: { model } }) =>
    of(model.examples.unargmaxable, all(model.examples)),
  );
  row('of the reachable sets, confirmed in float32', ({ verification: { model } }) =>
    of(model.confirmed, model.argmaxable),
  );
  row('label sets undecided', ({ verification: { model } }) => String(model.undecided));
  part('Its last matrix alone: any features of it');
  row('label sets that it cannot predict', ({ verification: { classifier } }) =>
    of(classifier.unargmaxable, all(classifier)),
  );
  row('label sets undecided', ({ verification: { classifier } }) => String(classifier.undecided));
  row('label sets reachable by construction', ({ verification: { classifier } }) =>
    of(classifier.guaranteed, all(classifier)),
  );
  row('is that about the model too?', ({ verification: { classifier, projection } }) =>
    classifier.guaranteed === 0 ? '-' : projection.carries ? 'yes' : 'not proved',
  );
  part('Seconds');
  row('training', ({ trainSeconds }) => trainSeconds.toFixed(0));
  row('verifying the model', ({ verification: { model } }) => model.seconds.toFixed(1));
  row('verifying its last matrix, with radii if it has them', ({ verification: { classifier } }) =>
    classifier.seconds.toFixed(1),
  );
  return table.toString();
}
