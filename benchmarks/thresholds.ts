/**
 * One threshold for all labels against one per label, learnt on validation examples, judged on others:
 * micro-F1 and macro-F1 (the mean over labels that are active in a test example), means and standard
 * deviations over seeds. A seed draws the three parts and trains the model; all rules see the same scores.
 * Prints a table and writes benchmarks/results/thresholds.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/thresholds.ts`. Options: --seeds COUNT, from --first-seed
 * NUMBER, 11 by default (seeds 1 to 10 were looked at when the constants of `perLabelThresholds.fit` were
 * chosen); --yeast FILE and --corel5k FILE, each once or more, the ARFF files of a data set of Mulan's, whose
 * parts are put together, and --yeast-xml FILE, --corel5k-xml FILE. A set whose files are not given is left
 * out. WordNet comes with npm.
 */
import { parseArgs } from 'node:util';
import type { LabelSets } from '@argmaxable/core';
import { type DecisionRule, perLabelThresholds, threshold } from '@argmaxable/decisions';
import '@argmaxable/wasm-training';
import { setBackend } from '@tensorflow/tfjs-core';
import { writeResults } from './common/results.js';
import { type Examples, mulan, wordNet } from './thresholds/data.js';
import { type Scored, scoresOf, type Setting } from './thresholds/scores.js';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    'first-seed': { type: 'string', default: '11' },
    yeast: { type: 'string', multiple: true, default: [] },
    'yeast-xml': { type: 'string' },
    corel5k: { type: 'string', multiple: true, default: [] },
    'corel5k-xml': { type: 'string' },
  },
});
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + Number(options['first-seed']));
await setBackend('wasm');

interface Study {
  readonly load: (() => Examples | Promise<Examples>) | undefined;
  readonly name: string;
  readonly setting: Setting;
}

/**
 * Epochs and learning rates are those of highest micro-F1 of `threshold.fit` among a few, by hand, on
 * validation examples.
 */
const studies: Study[] = [
  {
    name: 'yeast',
    load: loader('yeast', options.yeast, options['yeast-xml']),
    setting: { sizes: [1200, 400, 817], hidden: 64, spread: 0.1, epochs: 30, learningRate: 0.003 },
  },
  {
    name: 'Corel5k',
    load: loader('Corel5k', options.corel5k, options['corel5k-xml']),
    setting: { sizes: [3000, 1000, 1000], hidden: 128, spread: 0.05, epochs: 20, learningRate: 0.001 },
  },
  {
    name: 'WordNet, 149 labels',
    load: () => wordNet(149),
    setting: { sizes: [3500, 500, 1000], hidden: 128, spread: 1, epochs: 12, learningRate: 0.01 },
  },
  {
    name: 'WordNet, 1000 labels',
    load: () => wordNet(1000),
    setting: { sizes: [14_000, 2000, 4000], hidden: 128, spread: 1, epochs: 6, learningRate: 0.01 },
  },
];

type Fit = (yTrue: LabelSets, yPred: Float32Array) => DecisionRule;

const rules: Record<string, Fit> = {
  'one threshold': threshold.fit,
  'per label (default)': perLabelThresholds.fit,
  "average: 'micro'": (y, z) => perLabelThresholds.fit(y, z, { average: 'micro' }),
  "average: 'macro'": (y, z) => perLabelThresholds.fit(y, z, { average: 'macro' }),
  "'micro', unshrunk (folds: 0)": (y, z) => perLabelThresholds.fit(y, z, { average: 'micro', folds: 0 }),
  "'macro', unshrunk (folds: 0)": (y, z) => perLabelThresholds.fit(y, z, { average: 'macro', folds: 0 }),
};

console.log(`Means and standard deviations over ${seeds.length} seeds, from ${seeds[0]}:`);
const all: object[] = [];
for (const { name, load, setting } of studies) {
  if (!load) {
    console.log(`${name}: left out, its files are not given.`);
    continue;
  }
  const examples = await load();
  const results = new Map(
    Object.keys(rules).map((rule) => [rule, { micro: [] as number[], macro: [] as number[] }]),
  );
  for (const seed of seeds) {
    console.log(`${name}: seed ${seed}`);
    const { validation, test } = await scoresOf(examples, setting, seed);
    for (const [rule, fit] of Object.entries(rules)) {
      const { micro, macro } = f1(fit(validation.labelSets, validation.logits), test);
      results.get(rule)!.micro.push(micro);
      results.get(rule)!.macro.push(macro);
    }
  }
  const one = results.get('one threshold')!;
  const rows = Array.from(results, ([rule, { micro, macro }]) => ({
    rule,
    'micro-F1': meanAndDeviation(micro),
    'above one': meanAndDeviation(micro.map((f, i) => f - one.micro[i])),
    'macro-F1': meanAndDeviation(macro),
    'above one ': meanAndDeviation(macro.map((f, i) => f - one.macro[i])),
  }));
  console.log(name);
  console.table(rows);
  all.push(...rows.map((row) => ({ data: name, ...row })));
}
writeResults('thresholds', { seeds, rows: all });

function loader(name: string, files: readonly string[], xml: string | undefined): Study['load'] {
  return files.length > 0 && xml !== undefined ? () => mulan(name, files, xml) : undefined;
}

function f1(rule: DecisionRule, { labelSets, logits }: Scored): { micro: number; macro: number } {
  const predicted = rule.predict(logits, labelSets.numLabels);
  const hits = new Int32Array(labelSets.numLabels);
  for (let i = 0; i < labelSets.size; i++) {
    const active = new Set(labelSets.get(i));
    for (const label of predicted.get(i)) if (active.has(label)) hits[label]++;
  }
  const [p, a] = [predicted.labelCounts(), labelSets.labelCounts()];
  const perLabel = Array.from(hits, (h, label) => (2 * h) / (p[label] + a[label])).filter(
    (_, label) => a[label] > 0,
  );
  return {
    micro: (2 * sum(hits)) / (sum(p) + sum(a)),
    macro: sum(perLabel) / perLabel.length,
  };
}

function meanAndDeviation(values: readonly number[]): string {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return `${mean.toFixed(4)} ± ${Math.sqrt(squares / Math.max(1, values.length - 1)).toFixed(4)}`;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
