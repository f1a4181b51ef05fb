/**
 * Saves models with all weights 1, 2, 3, ... to the folder that is named, over one another, until it is
 * killed.
 */
import { fileSystem, useBackend } from '@argmaxable/node';
import { fill } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const [folder] = process.argv.slice(2);
await useBackend('cpu', { log: false });
const model = sequential({ layers: [layers.dense({ units: 100, inputShape: [300] })] });
for (let value = 1; ; value++) {
  const weights = model.getWeights().map(({ shape }) => fill(shape, value));
  model.setWeights(weights);
  weights.forEach((tensor) => tensor.dispose());
  await model.save(fileSystem(folder));
  if (value === 1) process.stdout.write('saving\n');
}
