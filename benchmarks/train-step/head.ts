/**
 * One multi-label head in a process of its own, so that the stock kernels and ours never meet: trains when it
 * is told to, and answers with the milliseconds of each step.
 */
import { seededRandom } from '@argmaxable/core';
import {
  mean,
  profile,
  randomNormal,
  type Scalar,
  setBackend,
  slice,
  type Tensor,
  type Tensor2D,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import { layers, type LayersModel, metrics, sequential } from '@tensorflow/tfjs-layers';

export interface HeadSettings {
  readonly head: 'stock' | 'BSL' | 'DFT';
  readonly backend: string;
  readonly batch: number;
  readonly features: number;
  readonly units: number;
  readonly k: number;
  readonly slack: number;
}

/** What to do: so many steps, in that way; or one under tfjs's profiler. */
export type Order = { readonly way: 'raw' | 'trainOnBatch' | 'fit' | 'profile'; readonly steps: number };

/** Milliseconds of each step, or bytes. */
export type Answer = { readonly numbers: number[] };

type Loss = (yTrue: Tensor, yPred: Tensor) => Tensor;

const settings = JSON.parse(process.argv[2]) as HeadSettings;
const { head, backend, batch, features, units, k, slack } = settings;
const width = 2 * k + 1 + slack;
/** Batches of an epoch of `fit`. */
const batches = 8;

const { model, loss, targets } = await (head === 'stock' ? stockHead() : ourHead());
const xs = randomNormal([batches * batch, features], 0, 1, 'float32', 1);
const ys = targets(batches * batch);
const [x, y] = [slice(xs, 0, batch), slice(ys, 0, batch)];
// The variables that tfjs-layers keeps for its own training step.
const variables = model.trainableWeights.map((weight) => (weight as unknown as { val: never }).val);

const ways: Record<Order['way'], (steps: number) => Promise<number[]>> = {
  raw: (steps) => timed(steps, rawStep),
  trainOnBatch: (steps) => timed(steps, () => model.trainOnBatch(x, y)),
  fit: async (steps) => {
    const times: number[] = [];
    for (let done = 0; done < steps; done += batches) {
      const options = { batchSize: batch, epochs: 1, shuffle: false, verbose: 0 };
      const [time] = await timed(1, () => model.fit(xs, ys, options));
      times.push(time / batches);
    }
    return times;
  },
  profile: async () => [(await profile(() => void minimize()?.dispose())).peakBytes],
};

process.on('message', ({ way, steps }: Order) => {
  void ways[way](steps).then((numbers) => process.send!({ numbers } satisfies Answer));
});
process.send!({ numbers: [model.countParams()] } satisfies Answer);

/** Gradients and update alone, without what tfjs-layers does around them. */
async function rawStep(): Promise<void> {
  const cost = minimize()!;
  await cost.data(); // other backends only queue the work
  cost.dispose();
}

function minimize(): Tensor | null {
  const cost = () => mean<Scalar>(loss(y, model.apply(x, { training: true }) as Tensor));
  return model.optimizer.minimize(cost, true, variables);
}

async function timed(steps: number, run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let step = 0; step < steps; step++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times;
}

/** What people write today. */
async function stockHead() {
  await import(`@tensorflow/tfjs-backend-${backend}`);
  await setBackend(backend);
  const model = sequential({
    layers: [
      layers.dense({ units: width, inputShape: [features] }),
      layers.dense({ units, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: train.adam(0.001), loss: 'binaryCrossentropy' });
  return { model, loss: metrics.binaryCrossentropy, targets: multiHotTargets };
}

async function ourHead() {
  const { BSLOutput, DFTOutput } = await import('@argmaxable/layers');
  const { oneVersusAll } = await import('@argmaxable/losses');
  const { adam } = await import('@argmaxable/optimizers');
  const { useBackend } = await import('@argmaxable/node');
  await useBackend(backend as Parameters<typeof useBackend>[0], { log: false });
  const output =
    head === 'BSL'
      ? new BSLOutput({ units, features: width, priorBias: false })
      : new DFTOutput({ units, k, slack });
  const model: LayersModel = sequential({ layers: [layers.inputLayer({ inputShape: [features] }), output] });
  model.compile({ optimizer: adam({ learningRate: 0.001 }), loss: oneVersusAll });
  return { model, loss: oneVersusAll as Loss, targets: sparseTargets };
}

function sparseTargets(rows: number): Tensor2D {
  return tensor2d(Int32Array.from(randomSets(rows).flat()), [rows, k], 'int32');
}

function multiHotTargets(rows: number): Tensor2D {
  const values = new Float32Array(rows * units);
  randomSets(rows).forEach((set, row) => set.forEach((label) => (values[row * units + label] = 1)));
  return tensor2d(values, [rows, units]);
}

/** k labels of each example, ascending as `LabelSets` gives them, the same in every run. */
function randomSets(rows: number): number[][] {
  const random = seededRandom(1);
  return Array.from({ length: rows }, () => random.subset(units, k).sort((a, b) => a - b));
}
