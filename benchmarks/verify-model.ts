/**
 * Verdicts about whole models side by side, on one thread: `verify(model)`, about features e >= 0 through the
 * projection of the output layer, and the full linear program of the same question with HiGHS: all features,
 * all labels, written in two ways of which the faster one counts for each model. Prints milliseconds per
 * label set, how often the two disagree, and beside them what `about: 'classifier'` says; writes
 * benchmarks/results/verify-model.json.
 *
 * Run the main job first, which trains the models: `npm start -- --full`, or `npm start` for small ones. Then
 * `node scripts/run.mjs benchmarks/verify-model.ts`. Options: --run FOLDER of that job; --sets COUNT;
 * --lp-sets COUNT, for the full program.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DatasetSettings, loadDataset } from '@argmaxable/example-wordnet'; // its layer too, for loading
import { findModelEnd, nodeOfModel, readLinearEnd } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { verify, type VerifyReport } from '@argmaxable/verify';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import loadHighs, { type Highs } from 'highs';
import { ProductProgram, SparseProgram } from './common/full-program.js';
import { median, quantile, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    run: { type: 'string', default: 'output' },
    sets: { type: 'string', default: '300' },
    'lp-sets': { type: 'string', default: '10' },
  },
});
const [sets, lpSets] = [values.sets, values['lp-sets']].map(Number);

await useBackend(undefined, { log: false });
const highs = await (loadHighs as unknown as () => Promise<Highs>)();
const settings = JSON.parse(readFileSync(join(values.run, 'settings.json'), 'utf8')) as DatasetSettings;
const labelSets = [...loadDataset(settings).heldOut.labelSets.distinct().sets].slice(0, sets);
const rows: Record<string, string | number>[] = [];

for (const name of readdirSync(join(values.run, 'models'))) {
  const model = await loadLayersModel(`file://${join(values.run, 'models', name, 'model.json')}`);
  const about = await verify(model, { labelSets });
  const classifier = await verify(model, { labelSets, about: 'classifier' });
  const end = await readLinearEnd(findModelEnd(nodeOfModel(model)));
  let disagree = 0;
  const programs = [new SparseProgram(highs, end), new ProductProgram(highs, end)].map((program) => {
    const times = labelSets.slice(0, lpSets).map((labels, place) => {
      const started = performance.now();
      const reach = program.solve(labels);
      const time = performance.now() - started;
      if (reach > 1e-9 !== (about.results[place].verdict === 'argmaxable')) disagree++;
      return time;
    });
    return { way: program.way, times };
  });
  const [{ way, times }] = programs.sort((a, b) => median(a.times) - median(b.times));
  const ours = timesOf(about);
  rows.push({
    model: name,
    labels: end.numLabels,
    inputs: end.projection!.numInputs,
    'unargmaxable, model': share(about),
    'confirmed, of argmaxable': `${about.confirmedCounts()?.distinct ?? 0} of ${about.counts.argmaxable}`,
    'unargmaxable, classifier': share(classifier),
    'model, ms': quantiles(ours),
    'classifier, ms': quantiles(timesOf(classifier)),
    'full LP, ms': `${quantiles(times)} ${way}`,
    'LP / model': Math.round(median(times) / median(ours)),
    'verdicts differ': `${disagree} of ${2 * times.length}`,
    undecided: about.counts.undecided,
  });
  console.log(rows.at(-1));
  model.dispose();
}
console.log('Median (95 %) per label set.');
console.table(rows);
writeResults('verify-model', { ...values, rows });

function share({ counts, order }: VerifyReport): string {
  return `${((100 * counts.unargmaxable) / order.length).toFixed(1)} %`;
}

function timesOf(report: VerifyReport): number[] {
  return report.distinct.map(({ milliseconds }) => milliseconds);
}

function quantiles(times: readonly number[]): string {
  return `${median(times).toFixed(2)} (${quantile(times, 0.95).toFixed(2)})`;
}
