import '@tensorflow/tfjs-backend-wasm';
import * as tfjs from '@tensorflow/tfjs-core';

const { engine, getKernel, setBackend } = tfjs;
const added = [
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'Einsum',
  'UnsortedSegmentSum',
];
const replaced = [
  '_FusedMatMul',
  'BatchMatMul',
  'Conv2D',
  'Conv2DBackpropInput',
  'Conv3DBackpropFilterV2',
  'Conv3DBackpropInputV2',
  'Identity',
  'MaxPoolGrad',
];
const kernelsOf = (names: string[]) => names.map((name) => getKernel(name, 'wasm')?.kernelFunc);

/**
 * A second copy of the package's modules with the same tfjs, as a program that mixes ESM and CommonJS has.
 */
async function importAgain(): Promise<typeof import('../src/index.js')> {
  let copy: typeof import('../src/index.js') | undefined;
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@tensorflow/tfjs-core', () => tfjs);
    jest.doMock('@tensorflow/tfjs-backend-wasm', () => ({}));
    copy = await import('../src/index.js');
  });
  return copy!;
}

test('importing registers the kernels, once or twice, without a word and without starting a backend', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const stock = kernelsOf(replaced);
  expect(kernelsOf(added)).toEqual(added.map(() => undefined));
  expect(stock).not.toContain(undefined);

  const first = await import('../src/index.js');
  const firstKernels = kernelsOf(first.trainingKernelNames as string[]);
  expect(firstKernels).not.toContain(undefined);
  expect(first.trainingKernelNames).toEqual(expect.arrayContaining([...added, ...replaced]));
  kernelsOf(replaced).forEach((kernel, index) => expect(kernel).not.toBe(stock[index]));
  first.registerTrainingKernels();
  expect(kernelsOf(first.trainingKernelNames as string[])).toEqual(firstKernels);

  const second = await importAgain();
  expect(second.registerTrainingKernels).not.toBe(first.registerTrainingKernels);
  expect(kernelsOf(second.trainingKernelNames as string[])).not.toContain(undefined);
  expect(engine().backendName).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('the kernels of a second copy work, and so do they when it comes after the backend has started', async () => {
  await setBackend('wasm');
  const sumOfConvolution = () =>
    tfjs.tidy(() => {
      // Strides longer than the filter: the kernel that wraps stock's.
      const x = tfjs.tensor3d([1, 2, 3, 4, 5, 6], [1, 6, 1]);
      const filter = tfjs.tensor3d([1, 10], [2, 1, 1]);
      return Array.from(tfjs.conv1d(x, filter, 3, 'same').dataSync());
    });
  expect(sumOfConvolution()).toEqual([21, 54]);
  await importAgain();
  expect(sumOfConvolution()).toEqual([21, 54]);
});
