/**
 * What verification takes as it grows: memory over many label sets of a large random matrix, and time with
 * two workers beside one. Prints both, and writes benchmarks/results/verify-scale.json.
 *
 * `node scripts/run.mjs benchmarks/verify-scale.ts`. Options: --labels N, --features D, --sets COUNT;
 * --inputs E, for a random projection from so many features of 0 or more in front of the matrix (none by
 * default).
 */
import { parseArgs } from 'node:util';
import { type ClassifierInput, type ProjectionInput, verifyMatrix } from '@argmaxable/verify';
import { randomLabelSets, randomWeights } from './common/random-classifier.js';
import { median, writeResults } from './common/results.js';

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '20000' },
    features: { type: 'string', default: '200' },
    sets: { type: 'string', default: '10000' },
    inputs: { type: 'string', default: '0' },
  },
});
const [labels, features, sets, inputs] = [values.labels, values.features, values.sets, values.inputs].map(
  Number,
);
const weights = randomWeights(labels, features);
const input: ClassifierInput =
  inputs === 0
    ? { weights }
    : { weights, projection: randomProjection(features, inputs), featureRange: 'nonNegative' };
const labelSets = randomLabelSets(labels, 2, sets);

const megabytes: number[] = [];
const started = performance.now();
const report = await verifyMatrix(input, labelSets, {
  onProgress: ({ done }) => {
    if (done % Math.max(1, Math.floor(sets / 10)) === 0) {
      megabytes.push(Math.round(process.memoryUsage.rss() / 1e6));
    }
  },
});
const seconds = (performance.now() - started) / 1000;
console.log(
  `${sets} sets of 2 labels, n = ${labels}, d = ${features}: ${seconds.toFixed(1)} s; MB after each tenth:`,
);
const times = report.distinct.map(({ milliseconds }) => milliseconds);
const peak = Math.round(process.resourceUsage().maxRSS / 1000);
console.log(
  `${megabytes.join(' ')}, ${peak} at most; median ${median(times).toFixed(2)} ms a set;`,
  report.counts,
);

// Two workers and one in turns, each from the start: threads, matrix and all.
const ratios: number[] = [];
for (let round = 0; round < 3; round++) {
  const [one, two] = [await timeOf(1), await timeOf(2)];
  ratios.push(one / two);
  console.log(`one worker ${one.toFixed(1)} s, two ${two.toFixed(1)} s`);
}
console.log(`two workers are ${median(ratios).toFixed(2)} times as fast as one`);
writeResults('verify-scale', { labels, features, inputs, sets, seconds, megabytes, peak, ratios });

async function timeOf(workers: number): Promise<number> {
  const started = performance.now();
  await verifyMatrix(input, labelSets, { workers });
  return (performance.now() - started) / 1000;
}

function randomProjection(numFeatures: number, numInputs: number): ProjectionInput {
  const { values, shape } = randomWeights(numFeatures, numInputs);
  return { weights: { values, shape }, bias: randomWeights(numFeatures, 1).values };
}
