import { seededValues } from '@argmaxable/test-support';
import { backend, memory, setBackend, tensor, engine, type Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import '../src/index.js';

/** One layer of each kind that needs a kernel of this package, always with the same starting weights. */
function smallNetwork() {
  const seeded = (seed: number) => initializers.glorotUniform({ seed });
  const model = sequential();
  model.add(
    layers.embedding({ inputDim: 20, outputDim: 12, inputLength: 36, embeddingsInitializer: seeded(1) }),
  );
  model.add(layers.reshape({ targetShape: [6, 6, 12] }));
  model.add(
    layers.conv2d({
      filters: 8,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: seeded(2),
    }),
  );
  model.add(layers.maxPooling2d({ poolSize: 2, strides: 1 }));
  model.add(
    layers.separableConv2d({
      filters: 8,
      kernelSize: 3,
      depthwiseInitializer: seeded(3),
      pointwiseInitializer: seeded(4),
    }),
  );
  model.add(layers.dropout({ rate: 0.1, seed: 1 }));
  model.add(layers.globalMaxPooling2d({}));
  model.add(layers.dense({ units: 3, activation: 'softmax', kernelInitializer: seeded(5) }));
  return model;
}

/** What emscripten's module has and tfjs's types leave out. */
interface WasmHeap {
  HEAPU8: Uint8Array;
}

const heapBytes = () => ((backend() as BackendWasm).wasm as unknown as WasmHeap).HEAPU8.length;

test('fitting lowers the loss and holds tensors, data and heap flat', async () => {
  await setBackend('wasm');
  const outside = memory();
  const model = smallNetwork();
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const examples = 32;
  const x = tensor(seededValues(examples * 36, 1, 0, 20).map(Math.floor), [examples, 36]);
  const labels = Array.from({ length: examples }, (_, n) =>
    [0, 1, 2].map((label) => Number(n % 3 === label)),
  );
  const y = tensor(labels);
  const epoch = async () => {
    const { history } = await model.fit(x, y, { batchSize: 8, epochs: 1, shuffle: false, verbose: 0 });
    return history.loss[0] as number;
  };

  const firstLoss = await epoch();
  const tensors = memory().numTensors;
  const data = memory().numDataBuffers;
  for (let i = 0; i < 5; i++) await epoch();
  const heap = heapBytes();
  let lastLoss = 0;
  for (let i = 0; i < 40; i++) lastLoss = await epoch();
  expect(lastLoss / firstLoss).toBeLessThan(0.5);
  expect(memory().numTensors).toBe(tensors);
  expect(memory().numDataBuffers).toBe(data);
  expect(heapBytes()).toBe(heap);

  model.optimizer.dispose();
  model.dispose();
  x.dispose();
  y.dispose();
  expect(memory().numTensors).toBe(outside.numTensors);
  expect(memory().numDataBuffers).toBe(outside.numDataBuffers);
});

test('kernels survive a heap that grows while they fetch their inputs from another backend', async () => {
  // Each input is larger than what is left of the heap, so that bringing it over moves every earlier view.
  const rows = 2 ** 17;
  await setBackend('wasm');
  const before = heapBytes();
  await setBackend('cpu');
  const x = tensor(new Float32Array(rows * 256).fill(1), [rows, 256]);
  const segmentIds = tensor(
    new Int32Array(rows).map((_, n) => n % 2),
    [rows],
    'int32',
  );
  await setBackend('wasm');
  const sums = engine().runKernel<Tensor>('UnsortedSegmentSum', { x, segmentIds }, { numSegments: 2 });
  expect(heapBytes()).toBeGreaterThan(before);
  expect(new Set(sums.dataSync())).toEqual(new Set([rows / 2]));
  x.dispose();
  segmentIds.dispose();
  sums.dispose();
});

test('a clone shares the data and outlives the original', async () => {
  await setBackend('wasm');
  const original = tensor([1, 2, 3]);
  const buffers = memory().numDataBuffers;
  const clone = original.clone();
  expect(memory().numDataBuffers).toBe(buffers);
  original.dispose();
  expect(Array.from(clone.dataSync())).toEqual([1, 2, 3]);
  clone.dispose();
  expect(memory().numDataBuffers).toBe(buffers - 1);

  await setBackend('cpu');
  const elsewhere = tensor([4, 5]);
  await setBackend('wasm');
  const moved = elsewhere.clone();
  elsewhere.dispose();
  expect(Array.from(moved.dataSync())).toEqual([4, 5]);
  moved.dispose();
  const words = tensor(['a', 'b']);
  const copy = words.clone();
  words.dispose();
  expect(copy.dataSync()).toEqual(['a', 'b']);
  copy.dispose();
});
