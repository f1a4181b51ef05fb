/**
 * Verification side by side, on one thread: verdicts, radii, and the full linear program of all n rows with
 * the same HiGHS, on trained matrices and on a random one. Prints a table of milliseconds per label set, and
 * writes benchmarks/results/verify.json.
 *
 * Run the main job first, which trains the matrices: `npm start -- --full -d 25 50 100 200`, or `npm start`
 * for small ones. Then `node scripts/run.mjs benchmarks/verify.ts`. Options: --run FOLDER of that job, also
 * several; --sets COUNT; --lp-sets COUNT, for the full program; --active COUNT of labels in random sets;
 * --random LABELSxFEATURES, or 'none'.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DatasetSettings, loadDataset } from '@argmaxable/example-wordnet'; // its layer too, for loading
import '@argmaxable/layers';
import type { OutputLayer } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { type Classifier, readClassifier, verifyMatrix, type VerifyReport } from '@argmaxable/verify';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import loadHighs, { type Highs } from 'highs';
import { randomLabelSets, randomWeights } from './common/random-classifier.js';
import { median, quantile, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    run: { type: 'string', multiple: true, default: ['output'] },
    sets: { type: 'string', default: '300' },
    'lp-sets': { type: 'string', default: '20' },
    active: { type: 'string', default: '10' },
    random: { type: 'string', default: '20000x100' },
  },
});
const [sets, lpSets, active] = [values.sets, values['lp-sets'], values.active].map(Number);
/** Radii are compared with those of the full program, so they are found as closely. */
const gap = 1e-9;
/** Random sets take longer, each. */
const randomSets = Math.min(sets, Math.max(60, lpSets));

await useBackend('cpu', { log: false });
const highs = await (loadHighs as unknown as () => Promise<Highs>)();
const rows: Record<string, string | number>[] = [];

for (const run of values.run) {
  const settings = JSON.parse(readFileSync(join(run, 'settings.json'), 'utf8')) as DatasetSettings;
  const heldOut = [...loadDataset(settings).heldOut.labelSets.distinct().sets].slice(0, sets);
  for (const name of readdirSync(join(run, 'models'))) {
    const model = await loadLayersModel(`file://${join(run, 'models', name, 'model.json')}`);
    const weights = (model.layers.at(-1) as OutputLayer).classifierMatrix();
    const classifier = await readClassifier({ weights });
    weights.dispose();
    model.dispose();
    await compare(name, classifier, 'held out', heldOut);
    await compare(
      name,
      classifier,
      `${active} at random`,
      randomLabelSets(classifier.numLabels, active, randomSets),
    );
  }
}
if (values.random !== 'none') {
  const [labels, features] = values.random.split('x').map(Number);
  const classifier = await readClassifier({ weights: randomWeights(labels, features) });
  await compare(`random, n ${labels}`, classifier, '2 at random', randomLabelSets(labels, 2, randomSets));
}

console.log('Median (95 %) per label set.');
console.table(rows);
writeResults('verify', { ...values, rows });

async function compare(
  matrix: string,
  classifier: Classifier,
  kind: string,
  labelSets: readonly ArrayLike<number>[],
): Promise<void> {
  const weights = {
    values: classifier.weights,
    shape: [classifier.numLabels, classifier.numFeatures] as [number, number],
  };
  const verdict = await verifyMatrix({ weights }, labelSets);
  const radius = await verifyMatrix({ weights }, labelSets, { mode: 'radius', gap });
  const times: number[] = [];
  let disagree = 0;
  let worstGap = 0;
  for (const [place, labels] of labelSets.slice(0, lpSets).entries()) {
    const started = performance.now();
    const full = fullProgram(classifier, labels);
    times.push(performance.now() - started);
    const { radius: bounds, verdict: found } = radius.results[place];
    if (found === 'argmaxable') worstGap = Math.max(worstGap, Math.abs(bounds.lower - full) / full);
    if (full > 1e-9 !== (verdict.results[place].verdict === 'argmaxable')) disagree++;
  }
  const [ours, exact] = [timesOf(verdict), timesOf(radius)];
  rows.push({
    matrix: `${matrix}, d ${classifier.numFeatures}`,
    sets: kind,
    unargmaxable: `${((100 * verdict.counts.unargmaxable) / labelSets.length).toFixed(1)} %`,
    'verdict, ms': quantiles(ours),
    'radius, ms': quantiles(exact),
    'full LP, ms': quantiles(times),
    'LP / verdict': Math.round(median(times) / median(ours)),
    'LP / radius': Number((median(times) / median(exact)).toFixed(1)),
    'verdicts differ': `${disagree} of ${times.length}`,
    'radius, worst gap': worstGap.toExponential(1),
  });
  console.log(rows.at(-1));
}

/**
 * The Chebyshev radius in the unit box, all rows at once. The options of HiGHS stand in a test of verify too,
 * which benchmarks do not import.
 */
function fullProgram({ numLabels, numFeatures: d, weights }: Classifier, labels: ArrayLike<number>): number {
  const isActive = new Set(Array.from(labels));
  const model = highs.createModel();
  try {
    model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
    const bound = new Float64Array(d + 1).fill(1);
    bound[d] = Infinity;
    model.addVars(
      bound.map((value) => -value),
      bound,
    );
    model.changeColCost(d, -1);
    const values = new Float64Array(numLabels * (d + 1));
    for (let i = 0; i < numLabels; i++) {
      const row = weights.subarray(i * d, (i + 1) * d);
      const norm = Math.hypot(...row);
      for (let j = 0; j < d; j++) values[i * (d + 1) + j] = ((isActive.has(i) ? 1 : -1) * row[j]) / norm;
      values[i * (d + 1) + d] = -1;
    }
    model.addRows({
      lower: new Float64Array(numLabels),
      upper: new Float64Array(numLabels).fill(Infinity),
      matrix: {
        format: 'csr',
        numRows: numLabels,
        numCols: d + 1,
        starts: Int32Array.from({ length: numLabels + 1 }, (_, i) => i * (d + 1)),
        indices: Int32Array.from({ length: values.length }, (_, i) => i % (d + 1)),
        values,
      },
    });
    model.run();
    return model.getSolution().colValue[d];
  } finally {
    model.dispose();
  }
}

function timesOf(report: VerifyReport): number[] {
  return report.distinct.map(({ milliseconds }) => milliseconds);
}

function quantiles(times: readonly number[]): string {
  return `${median(times).toFixed(2)} (${quantile(times, 0.95).toFixed(2)})`;
}
