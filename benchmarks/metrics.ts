/**
 * Evaluation at k of 10,000 examples with 20,000 labels: precision, recall, F1, nDCG and propensity-scored
 * precision at 1, 3, 5 and 10, and R-precision, 21 metrics, in batches of 256 that are made on the fly.
 * Prints a table and writes benchmarks/results/metrics.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/metrics.ts`. Options: --examples, --labels, --batch.
 */
import { parseArgs } from 'node:util';
import { LabelSets, seededRandom } from '@argmaxable/core';
import {
  f1AtK,
  MetricCollection,
  ndcgAtK,
  precisionAtK,
  propensities,
  propensityScoredPrecisionAtK,
  recallAtK,
  rPrecision,
} from '@argmaxable/metrics';
import { writeResults } from './common/results.js';

const { values: options } = parseArgs({
  options: {
    examples: { type: 'string', default: '10000' },
    labels: { type: 'string', default: '20000' },
    batch: { type: 'string', default: '256' },
  },
});
const [examples, labels, batch] = [options.examples, options.labels, options.batch].map(Number);
const active = 5;
const ks = [1, 3, 5, 10];

// Label l is in training about as often as 1/l says.
const counts = Int32Array.from({ length: labels }, (_, label) => Math.floor(examples / (label + 1)));
const p = propensities(counts, examples);
const metrics = new MetricCollection([
  ...ks.flatMap((k) => [
    precisionAtK(k),
    recallAtK(k),
    f1AtK(k),
    ndcgAtK(k),
    propensityScoredPrecisionAtK({ k, propensities: p }),
  ]),
  rPrecision(),
]);

const { next } = seededRandom(1);
const scores = new Float32Array(batch * labels);
let milliseconds = 0;
for (let start = 0; start < examples; start += batch) {
  const size = Math.min(batch, examples - start);
  const targets = nextBatch(size);
  const started = performance.now();
  metrics.update(targets, scores.subarray(0, size * labels));
  milliseconds += performance.now() - started;
}

const values = metrics.result();
const rows = ks.map((k) => ({
  k,
  precision: rounded(values[`precision@${k}`]),
  recall: rounded(values[`recall@${k}`]),
  F1: rounded(values[`f1@${k}`]),
  nDCG: rounded(values[`ndcg@${k}`]),
  PSP: rounded(values[`psp@${k}`]),
}));
const seconds = Number((milliseconds / 1000).toFixed(2));
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${examples} examples, ${labels} labels, batches of ${batch}.`);
console.table(rows);
console.log(`R-precision ${rounded(values.rPrecision)}.`);
console.log(
  `${seconds} s of evaluation, at most ${peakMegabytes} MB resident (batches and Node.js included).`,
);

writeResults('metrics', { examples, labels, batch, seconds, peakMegabytes, rows });

/** Random scores, written into `scores`; active labels tend to have higher ones. */
function nextBatch(size: number): LabelSets {
  for (let i = 0; i < size * labels; i++) scores[i] = next();
  const sets = Array.from({ length: size }, (_, row) => {
    const set = new Set<number>();
    while (set.size < active) set.add(Math.floor(labels ** next()) - 1);
    for (const label of set) scores[row * labels + label] += next() / 1000;
    return [...set];
  });
  return LabelSets.from(sets, labels);
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
