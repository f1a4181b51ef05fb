import '@tensorflow/tfjs-backend-cpu';
import { memory, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { MeanOfWords } from '../src/mean-of-words.js';

test('the mean is over the words that are there, and 0 where there are none', () => {
  const model = sequential({
    layers: [
      layers.embedding({ inputDim: 4, outputDim: 2, inputShape: [null], maskZero: true }),
      new MeanOfWords(),
    ],
  });
  const table = tensor2d([
    [9, 9],
    [1, 2],
    [3, 4],
    [5, 0],
  ]);
  model.setWeights([table]);
  const tokens = tensor2d(
    [
      [1, 2, 0],
      [3, 3, 2],
      [0, 0, 0],
    ],
    [3, 3],
    'int32',
  );
  const means = model.predict(tokens) as Tensor;
  const [first, second, third] = means.arraySync() as number[][];
  expect(first).toEqual([2, 3]);
  expect(second.map((value) => value.toFixed(4))).toEqual(['4.3333', '1.3333']);
  expect(third).toEqual([0, 0]);
  [table, tokens, means, model].forEach((owned) => owned.dispose());
  expect(memory().numTensors).toBe(0);
});
