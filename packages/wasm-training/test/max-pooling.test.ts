import '@tensorflow/tfjs-backend-cpu';
import { backend_util } from '@tensorflow/tfjs-core';
import '../src/index.js';
import { given, largestError, runKernel, runKernelValues, sizeOf, type Given } from './run-kernel.js';

// A gradient is a sum of at most 27 numbers below 1.
const tolerance = 1e-5;

/** Inputs of both signs, all negative, with many equal values, and with zeros, as a relu leaves them. */
function inputs(shape: number[]): Record<string, Given> {
  const both = given(shape, 1);
  return {
    both,
    negative: given(shape, 2, -3, -1),
    ties: { shape, values: Array.from(both.values, (value) => Math.round(value * 2) - 3) },
    zeros: { shape, values: Float32Array.from(both.values, (value) => Math.max(0, value - 0.6)) },
  };
}

test.each([1, 3])(
  'MaxPoolGrad and MaxPoolWithArgmax are those of the cpu backend, batch %d',
  async (batch) => {
    const shape: [number, number, number, number] = [batch, 7, 6, 3];
    for (const filterSize of [
      [2, 2],
      [3, 3],
      [2, 3],
      [1, 1],
      [3, 1],
    ] as [number, number][]) {
      for (const strides of [
        [1, 1],
        [2, 2],
        [3, 2],
      ] as [number, number][]) {
        for (const pad of [
          'same',
          'valid',
          [
            [0, 0],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ] as const) {
          const padding = pad as backend_util.ExplicitPadding;
          const { outShape } = backend_util.computePool2DInfo(shape, filterSize, strides, 1, padding);
          for (const [kind, x] of Object.entries(inputs(shape))) {
            const context = { filterSize, strides, pad, kind };
            const attributes = { filterSize, strides, pad };
            const dy = given(outShape, 9);
            const gradInputs = { dy, input: x, output: dy };
            const expected = await runKernelValues('cpu', 'MaxPoolGrad', gradInputs, attributes);
            const actual = await runKernelValues('wasm', 'MaxPoolGrad', gradInputs, attributes);
            const error = largestError(actual, expected);
            expect({ ...context, error, close: error < tolerance }).toMatchObject({
              ...context,
              close: true,
            });

            for (const includeBatchInIndex of [false, true]) {
              const argmax = { ...attributes, includeBatchInIndex };
              const [wantedPooled, wantedIndexes] = await runKernel(
                'cpu',
                'MaxPoolWithArgmax',
                { x },
                argmax,
              );
              const [pooled, indexes] = await runKernel('wasm', 'MaxPoolWithArgmax', { x }, argmax);
              expect({ ...context, ...pooled }).toEqual({ ...context, ...wantedPooled });
              expect({ ...context, ...indexes }).toEqual({ ...context, ...wantedIndexes });
            }
          }
        }
      }
    }
  },
);

test('windows whose maximum is negative pass their gradient on', async () => {
  const input: Given = { shape: [1, 2, 4, 1], values: [-5, -2, 0, -1, -3, -4, -6, -7] };
  const dy: Given = { shape: [1, 1, 2, 1], values: [10, 20] };
  const attributes = { filterSize: 2, strides: 2, pad: 'valid' };
  const dx = await runKernelValues('wasm', 'MaxPoolGrad', { dy, input, output: dy }, attributes);
  expect(dx).toEqual([0, 10, 20, 0, 0, 0, 0, 0]);
});

test('windows of nothing but minus infinity, and NaN beside numbers', async () => {
  const input: Given = { shape: [1, 1, 4, 1], values: [-Infinity, -Infinity, NaN, -1] };
  const dy: Given = { shape: [1, 1, 2, 1], values: [10, 20] };
  const attributes = { filterSize: [1, 2], strides: [1, 2], pad: 'valid' };
  const dx = await runKernelValues('wasm', 'MaxPoolGrad', { dy, input, output: dy }, attributes);
  expect(dx).toEqual([10, 0, 0, 20]);
});

test.each([1, 2])('MaxPool3D and its gradient are right, batch %d', async (batch) => {
  const shape: [number, number, number, number, number] = [batch, 4, 5, 6, 2];
  for (const filterSize of [
    [2, 2, 2],
    [3, 3, 3],
    [1, 2, 3],
    [2, 3, 1],
  ] as [number, number, number][]) {
    for (const strides of [
      [1, 1, 1],
      [2, 2, 2],
      [1, 2, 3],
    ] as [number, number, number][]) {
      for (const pad of ['same', 'valid'] as const) {
        const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad);
        for (const [kind, x] of Object.entries(inputs(shape))) {
          const attributes = { filterSize, strides, pad, dataFormat: 'NDHWC' };
          const context = { filterSize, strides, pad, kind };
          const dy = given(info.outShape, 9);
          const expected = bruteForceMaxPool3D(x.values, dy.values, info);

          const [pooled] = await runKernel('wasm', 'MaxPool3D', { x }, attributes);
          expect({ ...context, ...pooled }).toEqual({
            ...context,
            shape: info.outShape,
            dtype: 'float32',
            values: expected.maxima,
          });
          const onCpu = await runKernelValues('cpu', 'MaxPool3D', { x }, attributes);
          expect({ ...context, values: pooled.values }).toEqual({ ...context, values: onCpu });

          const gradInputs = { dy, input: x, output: dy };
          const dx = await runKernelValues('wasm', 'MaxPool3DGrad', gradInputs, attributes);
          const error = largestError(dx, expected.dx);
          expect({ ...context, error, close: error < tolerance }).toMatchObject({ ...context, close: true });
          // The cpu backend's own gradient is wrong for windows that are not as high as wide.
          if (filterSize[1] === filterSize[2]) {
            const cpuDx = await runKernelValues('cpu', 'MaxPool3DGrad', gradInputs, attributes);
            expect({ ...context, error: largestError(dx, cpuDx) < tolerance }).toEqual({
              ...context,
              error: true,
            });
          }
        }
      }
    }
  }
});

test('integers are pooled, and channels first and integers in a gradient are refused', async () => {
  const x: Given = { shape: [1, 1, 1, 4, 1], values: [-4, -3, -2, -5], dtype: 'int32' };
  const attributes = { filterSize: [1, 1, 2], strides: [1, 1, 2], pad: 'valid' };
  const [pooled] = await runKernel('wasm', 'MaxPool3D', { x }, attributes);
  expect(pooled).toEqual({ shape: [1, 1, 1, 2, 1], dtype: 'int32', values: [-3, -2] });

  const channelsFirst = { ...attributes, dataFormat: 'NCDHW' };
  await expect(runKernel('wasm', 'MaxPool3D', { x }, channelsFirst)).rejects.toThrow(
    "MaxPool3D: dataFormat must be 'NDHWC' on the wasm backend; got 'NCDHW'.",
  );
  const dy = given([1, 1, 1, 2, 1], 1);
  await expect(runKernel('wasm', 'MaxPool3DGrad', { dy, input: x, output: dy }, attributes)).rejects.toThrow(
    'MaxPool3DGrad: input must be of dtype float32 on the wasm backend; got int32.',
  );
});

/** Max pooling and its gradient from their definition: the last of equal values gets a window's gradient. */
function bruteForceMaxPool3D(
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
  info: backend_util.Conv3DInfo,
): { maxima: number[]; dx: number[] } {
  const { inDepth, inHeight, inWidth, inChannels } = info;
  const dx = new Array<number>(sizeOf(info.inShape)).fill(0);
  const maxima: number[] = [];
  for (let b = 0; b < info.batchSize; b++) {
    for (let z = 0; z < info.outDepth; z++) {
      for (let y = 0; y < info.outHeight; y++) {
        for (let w = 0; w < info.outWidth; w++) {
          for (let c = 0; c < inChannels; c++) {
            let best = -1;
            for (let i = 0; i < inDepth; i++) {
              for (let j = 0; j < inHeight; j++) {
                for (let k = 0; k < inWidth; k++) {
                  const taps = [
                    i - z * info.strideDepth + info.padInfo.front,
                    j - y * info.strideHeight + info.padInfo.top,
                    k - w * info.strideWidth + info.padInfo.left,
                  ];
                  const sizes = [info.filterDepth, info.filterHeight, info.filterWidth];
                  if (taps.some((tap, axis) => tap < 0 || tap >= sizes[axis])) continue;
                  const position = (((b * inDepth + i) * inHeight + j) * inWidth + k) * inChannels + c;
                  if (best < 0 || x[position] >= x[best]) best = position;
                }
              }
            }
            dx[best] += dy[maxima.length];
            maxima.push(x[best]);
          }
        }
      }
    }
  }
  return { maxima, dx };
}
