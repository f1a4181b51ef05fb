import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, transpose } from '@tensorflow/tfjs-core';
import '../src/index.js';
import { given, runKernel } from './run-kernel.js';

test.each([
  { shape: [3, 4], perm: [1, 0] },
  { shape: [3, 4], perm: [0, 1] },
  { shape: [2, 3, 4], perm: [0, 1, 2] },
  { shape: [2, 1, 4], perm: [1, 0, 2] },
  { shape: [5], perm: [0] },
])('is that of the cpu backend: $shape, $perm', async ({ shape, perm }) => {
  const inputs = { x: given(shape, 1) };
  expect(await runKernel('wasm', 'Transpose', inputs, { perm })).toEqual(
    await runKernel('cpu', 'Transpose', inputs, { perm }),
  );
});

test('axes that stay share memory, which lives as long as one of the two', async () => {
  await setBackend('wasm');
  const { numDataBuffers } = memory();
  const x = tensor2d([1, 2, 3, 4], [2, 2]);
  const same = transpose(x, [0, 1]);
  expect(memory().numDataBuffers).toBe(numDataBuffers + 1);
  x.dispose();
  expect(Array.from(same.dataSync())).toEqual([1, 2, 3, 4]);
  same.dispose();
  expect(memory().numDataBuffers).toBe(numDataBuffers);
});
