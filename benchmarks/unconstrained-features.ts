/**
 * Neural collapse where nothing hinders it: an unconstrained-features model, in which the features of every
 * example are free variables, as the classifier and its bias are. Minimises the mean pick-all-labels loss
 * plus half the decay times the squared lengths of classifier and features, by tfjs's SGD with momentum (rate
 * 1, momentum 0.9), and prints how the figures of collapse fall. Writes
 * benchmarks/results/unconstrained-features.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/unconstrained-features.ts`. Options: --labels K; --features d;
 * --singles and --pairs, examples of each label and of each pair; --decay of both; --base and --smoothing of
 * the loss, each base if none is given; --steps; --seed.
 */
import { parseArgs } from 'node:util';
import { LabelSets, seededRandom } from '@argmaxable/core';
import { pickAllLabels, type SingleLabelOptions } from '@argmaxable/losses';
import { neuralCollapseReport } from '@argmaxable/metrics';
import '@tensorflow/tfjs-backend-cpu';
import {
  add,
  matMul,
  mul,
  type Scalar,
  setBackend,
  square,
  sum,
  tensor2d,
  tidy,
  train,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { writeResults } from './common/results.js';

const { values: options } = parseArgs({
  options: {
    labels: { type: 'string', default: '6' },
    features: { type: 'string', default: '10' },
    singles: { type: 'string', default: '6' },
    pairs: { type: 'string', default: '2' },
    decay: { type: 'string', default: '0.005' },
    base: { type: 'string' },
    smoothing: { type: 'string', default: '0' },
    steps: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const [numLabels, numFeatures, singles, pairs, decay, smoothing, steps, seed] = [
  ...[options.labels, options.features, options.singles, options.pairs],
  ...[options.decay, options.smoothing, options.steps, options.seed],
].map(Number);

const labels = Array.from({ length: numLabels }, (_, label) => label);
const repeated = (sets: number[][], times: number): number[][] =>
  sets.flatMap((set) => Array.from({ length: times }, () => set));
const labelSets = LabelSets.from(
  [
    ...repeated(
      labels.map((label) => [label]),
      singles,
    ),
    ...repeated(
      labels.flatMap((a) => labels.slice(a + 1).map((b) => [a, b])),
      pairs,
    ),
  ],
  numLabels,
);

interface Measured {
  readonly step: number;
  readonly loss: number;
  readonly nc1: number;
  readonly nc2Means: number;
  readonly nc2Classifier: number;
  readonly nc3: number;
  readonly tagWiseDegrees: number;
  readonly lengthRatio: number;
  readonly lengthDeviation: number;
}

await setBackend('cpu'); // it computes in float64 and stores float32
const bases = ['crossEntropy', 'focal', 'squared'] as const;
const results = Object.fromEntries(
  bases
    .filter((base) => options.base === undefined || options.base === base)
    .map((base) => [base, minimise({ base, labelSmoothing: smoothing })]),
);
writeResults('unconstrained-features', {
  ...{ numLabels, numFeatures, singles, pairs, decay, smoothing, steps, seed },
  results,
});

/** Minimises with one base, and prints and returns the curve. */
function minimise(given: Partial<SingleLabelOptions>): Measured[] {
  const started = performance.now();
  const random = seededRandom(seed);
  const gaussian = (rows: number, columns: number) =>
    variable(tidy(() => tensor2d(Array.from({ length: rows * columns }, random.normal), [rows, columns])));
  const classifier = gaussian(numLabels, numFeatures);
  const features = gaussian(labelSets.size, numFeatures);
  const bias = variable(zeros([numLabels]));
  const targets = labelSets.toMultiHot();
  const loss = pickAllLabels.with(given);
  const objective = (): Scalar => {
    const logits = add(matMul(features, classifier, false, true), bias);
    const lengths = add(sum(square(classifier)), sum(square(features)));
    return add(loss(targets, logits), mul(decay / 2, lengths));
  };
  const optimizer = train.momentum(1, 0.9);
  const curve: Measured[] = [];
  for (let step = 1; step <= steps; step++) {
    const value = optimizer.minimize(objective, true)!;
    if (step === steps || /^[13]0*$/.test(String(step))) {
      curve.push({ step, loss: value.dataSync()[0], ...measure() });
    }
    value.dispose();
  }
  console.log(`\n${JSON.stringify(given)}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  console.table(
    curve.map(({ step, ...figures }) => ({
      step,
      ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value.toPrecision(3)])),
    })),
  );
  for (const owned of [classifier, features, bias, targets]) owned.dispose();
  optimizer.dispose();
  return curve;

  function measure(): Omit<Measured, 'step' | 'loss'> {
    const { nc1, nc2Means, nc2Classifier, nc3, tagWiseAverage } = neuralCollapseReport(
      features,
      labelSets,
      classifier,
    );
    const [{ angleDegrees, lengthRatio, lengthDeviation }] = tagWiseAverage!.byMultiplicity;
    return {
      ...{ nc1, nc2Means, nc2Classifier, nc3 },
      ...{ tagWiseDegrees: angleDegrees, lengthRatio, lengthDeviation },
    };
  }
}
