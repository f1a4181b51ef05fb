import '@tensorflow/tfjs-backend-cpu';
import '../src/index.js';
import { given, runKernel } from './run-kernel.js';

test.each([
  { x: [5], indices: [3], axis: 0, batchDims: 0 },
  { x: [7, 4], indices: [2, 3], axis: 0, batchDims: 0 },
  { x: [7, 9], indices: [1], axis: 1, batchDims: 0 },
  { x: [3, 5, 2], indices: [6], axis: 1, batchDims: 0 },
  { x: [3, 5, 2], indices: [4], axis: -1, batchDims: 0 },
  { x: [2, 3, 5], indices: [2, 4], axis: 1, batchDims: 1 },
  { x: [2, 3, 5], indices: [2, 3, 2], axis: 2, batchDims: 2 },
  { x: [2, 3, 4, 5], indices: [2, 6], axis: 2, batchDims: 1 },
  { x: [4, 3], indices: [0], axis: 0, batchDims: 0 },
  { x: [4, 0], indices: [2], axis: 0, batchDims: 0 },
])('is that of the cpu backend: $x at $indices along $axis, $batchDims batch axes', async (each) => {
  const { axis, batchDims } = each;
  const size = each.x.at(axis)!;
  const indices = given(each.indices, 3, 0, size);
  const whole = {
    ...indices,
    values: Array.from(indices.values, (v) => Math.floor(v)),
    dtype: 'int32' as const,
  };
  for (const dtype of ['float32', 'int32'] as const) {
    const x = { ...given(each.x, 1, -100, 100), dtype };
    const [expected] = await runKernel('cpu', 'GatherV2', { x, indices: whole }, { axis, batchDims });
    const [actual] = await runKernel('wasm', 'GatherV2', { x, indices: whole }, { axis, batchDims });
    expect(actual).toEqual(expected);
  }
});

test.each([-1, 5])('an index out of range is refused: %i', async (index) => {
  const inputs = {
    x: given([5, 2], 1),
    indices: { shape: [2], values: [0, index], dtype: 'int32' as const },
  };
  await expect(runKernel('wasm', 'GatherV2', inputs, { axis: 0, batchDims: 0 })).rejects.toThrow(
    `the index value ${index} is not in [0, 4]`,
  );
});
