/**
 * One training step (forward, backward, Adam) of three heads of one width, side by side: the stock way, two dense layers
 * and tfjs's own loss on logits; BSLOutput; DFTOutput. Prints a table and writes benchmarks/results/output-layers.json.
 *
 * Run it with `npm run bench`. Options: --backend NAME, --steps COUNT.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { BSLOutput, DFTOutput } from '@argmaxable/layers';
import { oneVersusAll } from '@argmaxable/losses';
import { type BackendName, useBackend } from '@argmaxable/node';
import { losses, type Tensor, tensor2d, tidy, train, randomNormal } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';

const { values } = parseArgs({
  options: { backend: { type: 'string' }, steps: { type: 'string', default: '20' } },
});
const steps = Number(values.steps);
const warmUp = 3;
const [batch, features, units, k, slack] = [32, 500, 8921, 80, 50];
const width = 2 * k + 1 + slack;

const heads: Record<string, () => LayersModel> = {
  'stock dense': () =>
    compiled(
      [layers.dense({ units: width, inputShape: [features] }), layers.dense({ units, useBias: false })],
      (y, z) => losses.sigmoidCrossEntropy(y, z),
    ),
  BSLOutput: () => compiled([input(), new BSLOutput({ units, features: width })], oneVersusAll),
  DFTOutput: () => compiled([input(), new DFTOutput({ units, k, slack })], oneVersusAll),
};

const { backend } = await useBackend(values.backend as BackendName | undefined);
const x = randomNormal([batch, features], 0, 1, 'float32', 1);
const y = targets();
const runs = Object.entries(heads).map(([name, make]) => ({ name, model: make(), times: [] as number[] }));
for (let step = -warmUp; step < steps; step++) {
  for (const { model, times } of runs) {
    const started = performance.now();
    await model.trainOnBatch(x, y);
    if (step >= 0) times.push(performance.now() - started);
  }
}

const [stock] = runs.map(({ times }) => median(times));
const rows = runs.map(({ name, model, times }) => ({
  head: name,
  'trained parameters': model.countParams(),
  'ms per step': Number(median(times).toFixed(1)),
  'times stock': Number((stock / median(times)).toFixed(2)),
}));
console.log(
  `Batch ${batch}, ${features} features, ${units} labels, width ${width}; medians of ${steps} steps, alternating.`,
);
console.table(rows);
const machine = `${availableParallelism()} x ${cpus()[0].model}, Node ${process.version}`;
const result = {
  date: new Date().toISOString(),
  machine,
  backend,
  batch,
  features,
  units,
  k,
  slack,
  steps,
  rows,
};
mkdirSync('benchmarks/results', { recursive: true });
writeFileSync('benchmarks/results/output-layers.json', `${JSON.stringify(result, null, 2)}\n`);

function input(): layers.Layer {
  return layers.inputLayer({ inputShape: [features] });
}

function compiled(stack: layers.Layer[], loss: (yTrue: Tensor, yPred: Tensor) => Tensor): LayersModel {
  const model = sequential({ layers: stack });
  model.compile({ optimizer: train.adam(0.001), loss });
  return model;
}

/** k active labels per example, spread by fixed steps. */
function targets(): Tensor {
  const values = new Float32Array(batch * units);
  for (let i = 0; i < batch; i++)
    for (let j = 0; j < k; j++) values[i * units + ((i * 37 + j * 101) % units)] = 1;
  return tidy(() => tensor2d(values, [batch, units]));
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
