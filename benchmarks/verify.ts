/**
 * Verification of trained matrices, one thread, side by side: verdicts, radii, and the full linear program of all n rows with the
 * same HiGHS. Prints a table of milliseconds per label set, and writes benchmarks/results/verify.json.
 *
 * Run the main job first, which trains the matrices: `npm start`, or `npm start -- --full` for 8921 labels. Then
 * `node scripts/run.mjs benchmarks/verify.ts`. Options: --run FOLDER of that job; --sets COUNT; --lp-sets COUNT, for the full
 * program; --active COUNT of labels in random sets.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '@argmaxable/layers';
import type { OutputLayer } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { type Classifier, readClassifier, verifyMatrix, type VerifyReport } from '@argmaxable/verify';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import loadHighs, { type Highs } from 'highs';
import { type DatasetSettings, loadDataset } from '../examples/wordnet/src/dataset.js';
import '../examples/wordnet/src/mean-of-words.js'; // registers the layer, for loading

const { values } = parseArgs({
  options: {
    run: { type: 'string', default: 'output' },
    sets: { type: 'string', default: '300' },
    'lp-sets': { type: 'string', default: '20' },
    active: { type: 'string', default: '10' },
  },
});
const [sets, lpSets, active] = [values.sets, values['lp-sets'], values.active].map(Number);

await useBackend('cpu', { log: false });
const settings = JSON.parse(readFileSync(join(values.run, 'settings.json'), 'utf8')) as DatasetSettings;
const real = [...loadDataset(settings).heldOut.labelSets.distinct().sets]
  .slice(0, sets)
  .map((set) => [...set]);
const highs = await (loadHighs as unknown as () => Promise<Highs>)();

const rows: object[] = [];
for (const name of readdirSync(join(values.run, 'models'))) {
  const model = await loadLayersModel(`file://${join(values.run, 'models', name, 'model.json')}`);
  const weights = (model.layers.at(-1) as OutputLayer).classifierMatrix();
  const classifier = await readClassifier({ weights });
  const random = Array.from({ length: Math.min(sets, 60) }, (_, i) => randomSet(classifier.numLabels, i));
  for (const [kind, labelSets] of [
    ['held out', real],
    [`${active} at random`, random],
  ] as const) {
    const verdict = await verifyMatrix({ weights }, labelSets);
    const radius = await verifyMatrix({ weights }, labelSets, { mode: 'radius' });
    const times: number[] = [];
    let disagree = 0;
    let worstGap = 0;
    for (const labels of labelSets.slice(0, lpSets)) {
      const started = performance.now();
      const full = fullProgram(classifier, labels);
      times.push(performance.now() - started);
      const place = labelSets.indexOf(labels);
      const { radius: bounds, verdict: found } = radius.results[place];
      if (found === 'argmaxable') worstGap = Math.max(worstGap, Math.abs(bounds.lower - full) / full);
      if (full > 1e-9 !== (verdict.results[place].verdict === 'argmaxable')) disagree++;
    }
    const [ours, exact, lp] = [timesOf(verdict), timesOf(radius), times];
    rows.push({
      matrix: `${name}, d ${classifier.numFeatures}`,
      sets: kind,
      unargmaxable: `${((100 * verdict.counts.unargmaxable) / labelSets.length).toFixed(1)} %`,
      'verdict, ms': quantiles(ours),
      'radius, ms': quantiles(exact),
      'full LP, ms': quantiles(lp),
      'LP / verdict': Math.round(median(lp) / median(ours)),
      'LP / radius': Number((median(lp) / median(exact)).toFixed(1)),
      'verdicts differ': `${disagree} of ${times.length}`,
      'radius, worst gap': worstGap.toExponential(1),
    });
  }
  weights.dispose();
  model.dispose();
}

console.log('Median (95 %) per label set.');
console.table(rows);
const machine = `${availableParallelism()} x ${cpus()[0].model}, Node ${process.version}`;
mkdirSync('benchmarks/results', { recursive: true });
writeFileSync(
  'benchmarks/results/verify.json',
  `${JSON.stringify({ date: new Date().toISOString(), machine, settings, rows }, null, 2)}\n`,
);

/** The Chebyshev radius in the unit box, all rows at once. */
function fullProgram({ numLabels, numFeatures: d, weights }: Classifier, labels: readonly number[]): number {
  const isActive = new Set(labels);
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

function randomSet(numLabels: number, seed: number): number[] {
  const set = new Set<number>();
  for (let state = seed + 1; set.size < active;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    set.add(Math.floor((state / 2 ** 32) * numLabels));
  }
  return [...set];
}

function timesOf(report: VerifyReport): number[] {
  return report.distinct.map(({ milliseconds }) => milliseconds);
}

function median(times: readonly number[]): number {
  return quantile(times, 0.5);
}

function quantile(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))];
}

function quantiles(times: readonly number[]): string {
  return `${median(times).toFixed(2)} (${quantile(times, 0.95).toFixed(2)})`;
}
