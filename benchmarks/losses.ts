/**
 * Losses and optimizers on the wasm backend: by the kernels of @argmaxable/wasm-training beside tfjs's
 * operations, in turns; one thread, medians in ms. Of losses the gradient with respect to the logits through
 * tfjs's tape, and the value alone, as in `evaluate`; of optimizers one step over the parameters of a DFT
 * head. Prints two tables and writes benchmarks/results/losses.json, or losses-relaxed.json.
 *
 * Run it with `node scripts/run.mjs benchmarks/losses.ts`. Options: --repeats COUNT, turns of each way;
 * `--relaxed` turns the relaxed SIMD of Node 20 on.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { LabelSets } from '@argmaxable/core';
import { asymmetric, focal, oneVersusAll, pickAllLabels } from '@argmaxable/losses';
import { adam, sgd } from '@argmaxable/optimizers';
import {
  dispose,
  grad,
  type NamedTensorMap,
  type Optimizer,
  randomNormal,
  setBackend,
  type Tensor,
  train,
  util,
  variable,
} from '@tensorflow/tfjs-core';
import { withoutOwnKernels } from './common/own-kernels.js';
import { median, writeResults } from './common/results.js';

const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '20' },
    relaxed: { type: 'boolean', default: false },
  },
});
const repeats = Number(options.repeats);
// Before the first kernel runs, because the module is chosen then.
if (options.relaxed) setFlagsFromString('--experimental-wasm-relaxed-simd');
await setBackend('wasm');

/** Calls of a turn: the first bring what they read back into the caches, and only the others are timed. */
const [untimed, timed] = [2, 4];
const [batch, numLabels, active] = [32, 8921, 10];

const logits = randomNormal([batch, numLabels], -6, 2, 'float32', 1);
const labelSets = LabelSets.from(
  Array.from({ length: batch }, (_, i) =>
    Array.from({ length: active }, (_, j) => (i * 37 + j * 811) % numLabels),
  ),
  numLabels,
);
const targets = { sparse: labelSets.toPadded(), dense: labelSets.toMultiHot() };

const losses = Object.entries({ oneVersusAll, focal, asymmetric, pickAllLabels }).flatMap(([name, loss]) =>
  Object.entries(targets).map(([kind, yTrue]) => {
    const gradientOf = grad((z: Tensor) => loss(yTrue, z));
    const gradient = (): void => dispose(gradientOf(logits));
    const value = (): void => dispose(loss(yTrue, logits));
    const ways = {
      'gradient, kernel': byKernels(gradient),
      'gradient, operations': byOperations(gradient),
      'value, kernel': byKernels(value),
      'value, operations': byOperations(value),
    };
    return { loss: name, targets: kind, ...medians(ways) };
  }),
);

/** The weights of a DFT head of 8921 labels with k = 80 and slack 50 behind 500 features. */
const shapes = [[500, 211], [211], [50, numLabels]];
const parameters = shapes.reduce((sum, shape) => sum + util.sizeFromShape(shape), 0);

const optimizers = [
  { name: 'adam', ours: adam, stock: () => train.adam(0.001) },
  {
    name: 'sgd, momentum 0.9',
    ours: () => sgd({ momentum: 0.9 }),
    stock: () => train.momentum(0.01, 0.9),
  },
].map(({ name, ours, stock }) => {
  const ways = {
    kernel: byKernels(stepOf(ours())),
    operations: byOperations(stepOf(ours())),
    "tfjs's own": byOperations(stepOf(stock())),
  };
  return { optimizer: name, ...medians(ways) };
});

const simd = options.relaxed ? 'relaxed SIMD' : 'plain SIMD';
console.log(`Wasm backend, ${simd}; medians of ${repeats * timed} calls in ms, in turns.`);
console.log(`Batch ${batch}, ${numLabels} labels, ${active} active, logits -6 with standard deviation 2:`);
console.table(losses);
console.log(`A step of ${parameters} parameters:`);
console.table(optimizers);
writeResults(options.relaxed ? 'losses-relaxed' : 'losses', {
  simd,
  repeats,
  batch,
  numLabels,
  active,
  losses,
  parameters,
  optimizers,
});

/** A turn of one way: the times of its calls. */
type Turn = () => number[];

function byKernels(call: () => void): Turn {
  return () => timesOf(call);
}

function byOperations(call: () => void): Turn {
  return () => withoutOwnKernels(() => timesOf(call));
}

function timesOf(call: () => void): number[] {
  for (let i = 0; i < untimed; i++) call();
  return Array.from({ length: timed }, () => {
    const started = performance.now();
    call();
    return performance.now() - started;
  });
}

/** The median of each way; the first turns warm up. */
function medians(ways: Record<string, Turn>): Record<string, number> {
  const contestants = Object.entries(ways).map(([name, turn]) => ({ name, turn, times: [] as number[] }));
  for (const { turn } of contestants) turn();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { turn, times } of contestants) times.push(...turn());
  }
  return Object.fromEntries(contestants.map(({ name, times }) => [name, Number(median(times).toFixed(3))]));
}

/** One step of an optimizer over parameters of its own, with gradients that stay the same. */
function stepOf(optimizer: Optimizer): () => void {
  const gradients: NamedTensorMap = {};
  for (const shape of shapes) {
    const { name } = variable(randomNormal(shape, 0, 0.1, 'float32', 1));
    gradients[name] = randomNormal(shape, 0, 0.01, 'float32', 2);
  }
  return () => optimizer.applyGradients(gradients);
}
