/**
 * Verdicts about whole models side by side, on one thread: `verify(model)`, about features e >= 0 through the projection of the output
 * layer, and the full linear program of the same question with HiGHS: all features, all labels. Prints milliseconds per label set, how
 * often the two disagree, and beside them what `about: 'classifier'` says; writes benchmarks/results/verify-model.json.
 *
 * Run the main job first, which trains the models: `npm start -- --full`, or `npm start` for small ones.
 * Then `node scripts/run.mjs benchmarks/verify-model.ts`. Options: --run FOLDER of that job; --sets COUNT; --lp-sets COUNT, for
 * the full program.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findModelEnd, type LinearEnd, nodeOfModel, readLinearEnd } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { verify, type VerifyReport } from '@argmaxable/verify';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import loadHighs, { type Highs } from 'highs';
import { type DatasetSettings, loadDataset } from '../examples/wordnet/src/dataset.js';
import '../examples/wordnet/src/mean-of-words.js'; // registers the layer, for loading
import { median, quantile, writeResults } from './results.js';

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
  const times: number[] = [];
  let disagree = 0;
  for (const [place, labels] of labelSets.slice(0, lpSets).entries()) {
    const started = performance.now();
    const reach = fullProgram(end, labels);
    times.push(performance.now() - started);
    if (reach > 1e-9 !== (about.results[place].verdict === 'argmaxable')) disagree++;
  }
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
    'full LP, ms': quantiles(times),
    'LP / model': Math.round(median(times) / median(ours)),
    'verdicts differ': `${disagree} of ${times.length}`,
    undecided: about.counts.undecided,
  });
  console.log(rows.at(-1));
  model.dispose();
}
console.log('Median (95 %) per label set.');
console.table(rows);
writeResults('verify-model', { ...values, rows });

/**
 * The largest r with `y_i (w_i . x + b_i t) >= r ||w_i||`, x = P v + p t, for 0 <= v_j <= 1 and 0 <= t <= 1: above 0 where some e = v / t >= 0
 * is predicted as the set. x is kept as variables, which leaves most of the matrix sparse: HiGHS is faster so than on the product W P.
 */
function fullProgram(
  { numLabels, numFeatures: d, weights, projection }: LinearEnd,
  labels: ArrayLike<number>,
): number {
  const { kernel, offset, numInputs } = projection!;
  const isActive = new Set(Array.from(labels));
  const model = highs.createModel();
  try {
    model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
    // v, t, x, r
    const columns = numInputs + 1 + d + 1;
    const lower = new Float64Array(columns).fill(-Infinity);
    const upper = new Float64Array(columns).fill(Infinity);
    lower.fill(0, 0, numInputs + 1);
    upper.fill(1, 0, numInputs + 1);
    model.addVars(lower, upper);
    model.changeColCost(columns - 1, -1);
    const starts = [0];
    const indices: number[] = [];
    const entries: number[] = [];
    for (let k = 0; k < d; k++) {
      for (let j = 0; j < numInputs; j++) {
        indices.push(j);
        entries.push(kernel[k * numInputs + j]);
      }
      indices.push(numInputs, numInputs + 1 + k);
      entries.push(offset[k], -1);
      starts.push(entries.length);
    }
    for (let i = 0; i < numLabels; i++) {
      const row = weights.subarray(i * d, (i + 1) * d);
      const factor = (isActive.has(i) ? 1 : -1) / Math.hypot(...row);
      for (let k = 0; k < d; k++) {
        indices.push(numInputs + 1 + k);
        entries.push(factor * row[k]);
      }
      indices.push(columns - 1);
      entries.push(-1);
      starts.push(entries.length);
    }
    model.addRows({
      lower: new Float64Array(d + numLabels),
      upper: Float64Array.from({ length: d + numLabels }, (_, row) => (row < d ? 0 : Infinity)),
      matrix: {
        format: 'csr',
        numRows: d + numLabels,
        numCols: columns,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(entries),
      },
    });
    model.run();
    return model.getSolution().colValue[columns - 1];
  } finally {
    model.dispose();
  }
}

function share({ counts, order }: VerifyReport): string {
  return `${((100 * counts.unargmaxable) / order.length).toFixed(1)} %`;
}

function timesOf(report: VerifyReport): number[] {
  return report.distinct.map(({ milliseconds }) => milliseconds);
}

function quantiles(times: readonly number[]): string {
  return `${median(times).toFixed(2)} (${quantile(times, 0.95).toFixed(2)})`;
}
