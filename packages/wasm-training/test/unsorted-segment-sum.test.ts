import '@tensorflow/tfjs-backend-cpu';
import {
  fill,
  gather,
  grad,
  max,
  mul,
  setBackend,
  square,
  sum,
  tensor,
  tensor1d,
  tidy,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
// Registers the gradients of tfjs's operations.
import '@tensorflow/tfjs-layers';
import '../src/index.js';
import { given, largestError, runKernel, runKernelValues, type Given } from './run-kernel.js';

const ids = (values: number[], shape = [values.length]): Given => ({ shape, values, dtype: 'int32' });

test.each([
  { rowShape: [], segments: 5 },
  { rowShape: [4], segments: 5 },
  { rowShape: [2, 3], segments: 3 },
  { rowShape: [4], segments: 1 },
])('is that of the cpu backend: rows $rowShape, $segments segments', async ({ rowShape, segments }) => {
  const inputs = {
    x: given([7, ...rowShape], 1),
    // Negative and too large ids are left out.
    segmentIds: ids([0, 4, -1, 0, 2, 9, 4]),
  };
  const [expected] = await runKernel('cpu', 'UnsortedSegmentSum', inputs, { numSegments: segments });
  const [actual] = await runKernel('wasm', 'UnsortedSegmentSum', inputs, { numSegments: segments });
  expect(actual.shape).toEqual(expected.shape);
  expect(largestError(actual.values, expected.values)).toBeLessThan(1e-6);
});

test('integers stay integers, and ids may have more than one axis', async () => {
  const x: Given = { shape: [2, 2, 1], values: [1, 2, 3, 4], dtype: 'int32' };
  const [sums] = await runKernel(
    'wasm',
    'UnsortedSegmentSum',
    { x, segmentIds: ids([1, 0, 1, 1], [2, 2]) },
    { numSegments: 3 },
  );
  expect(sums).toEqual({ shape: [3, 1], dtype: 'int32', values: [2, 8, 0] });
});

test('no rows and no segments', async () => {
  const none = { x: given([0, 2], 1), segmentIds: ids([]) };
  expect(await runKernelValues('wasm', 'UnsortedSegmentSum', none, { numSegments: 2 })).toEqual([0, 0, 0, 0]);
  const some = { x: given([1, 2], 1), segmentIds: ids([0]) };
  const [empty] = await runKernel('wasm', 'UnsortedSegmentSum', some, { numSegments: 0 });
  expect(empty).toEqual({ shape: [0, 2], dtype: 'float32', values: [] });
});

test('ids of another shape or dtype are refused', async () => {
  const x = given([3, 2], 1);
  await expect(
    runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds: ids([0, 1]) }, { numSegments: 2 }),
  ).rejects.toThrow('got segmentIds [2] for x [3, 2]');
  await expect(
    runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds: given([3], 1) }, { numSegments: 2 }),
  ).rejects.toThrow('segmentIds must be of dtype int32');
});

test.each([0, 1, 2])('the gradient of gather along axis %d is that of the cpu backend', async (axis) => {
  const table = given([4, 5, 4], 1);
  const run = async (backend: string) => {
    await setBackend(backend);
    return tidy(() => {
      const indices = tensor1d([3, 0, 3, 1], 'int32');
      const x = tensor(Float32Array.from(table.values), table.shape);
      return Array.from(grad((t) => mul(square(gather(t, indices, axis)), max(t)))(x).dataSync());
    });
  };
  expect(largestError(await run('wasm'), await run('cpu'))).toBeLessThan(1e-5);
});

test('its own gradient gathers', async () => {
  await setBackend('wasm');
  const dx = tidy(() =>
    Array.from(
      grad((x) => unsortedSegmentSum(x, tensor1d([1, 0, 1, -1], 'int32'), 2))(
        tensor([1, 2, 3, 4]),
        tensor([10, 20]),
      ).dataSync(),
    ),
  );
  expect(dx).toEqual([20, 10, 20, 0]);
});

test('an embedding of 30,000 words of size 256 takes its gradient in one pass', async () => {
  await setBackend('wasm');
  const rows = 256 * 16;
  const total = tidy(() => {
    const x = fill([rows, 256], 0.5);
    const segmentIds = tensor1d(
      Array.from({ length: rows }, (_, n) => (n * 7919) % 30_000),
      'int32',
    );
    // One pass for each segment, as on the cpu backend, would take many minutes.
    return sum(unsortedSegmentSum(x, segmentIds, 30_000)).dataSync()[0];
  });
  expect(total).toBe(rows * 256 * 0.5);
});
