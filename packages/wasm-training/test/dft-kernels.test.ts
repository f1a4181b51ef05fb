import { errorToLargest } from '@argmaxable/test-support';
import '../src/index.js';
import { engine, memory, setBackend, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type DftCase, dftNumbers, dftReference } from './dft-reference.js';
import { given, runKernel } from './run-kernel.js';

/** Rounding leaves 2e-7 to 4e-7. */
const tolerance = 1e-6;

async function expectExact(sizes: DftCase): Promise<void> {
  const { n, k, slack, rows } = sizes;
  const numbers = dftNumbers(sizes);
  const inputs = {
    x: { shape: [rows, 2 * k + 1 + slack], values: numbers.x },
    ...(slack > 0 && { slack: { shape: [slack, n], values: numbers.s } }),
    ...(numbers.order && { order: { shape: [n], values: numbers.order, dtype: 'int32' as const } }),
  };
  const [z] = await runKernel('wasm', 'ArgmaxableDftLogits', inputs, { n, k });
  const dy = { shape: [rows, n], values: numbers.dz };
  const gradients = await runKernel('wasm', 'ArgmaxableDftLogitsGrad', { dy, ...inputs }, { n, k });
  const expected = dftReference(sizes, numbers);
  expect(z.shape).toEqual([rows, n]);
  expect(gradients.map(({ shape }) => shape)).toEqual([inputs.x.shape, ...(slack > 0 ? [[slack, n]] : [])]);
  expect(errorToLargest(z.values, expected.z)).toBeLessThan(tolerance);
  gradients.forEach(({ values }, i) => {
    expect(errorToLargest(values, i === 0 ? expected.dx : expected.ds)).toBeLessThan(tolerance);
  });
}

test.each([
  [300, 20, 0, false],
  [301, 20, 6, false],
  [301, 20, 6, true],
  [30, 14, 3, true],
])('n = %i, k = %i, %i slack columns, another order: %p', async (n, k, slack, ordered) => {
  await expectExact({ n, k, slack, rows: 7, ordered, seed: n });
});

test('models of different sizes do not disturb each other, and the heap does not grow', async () => {
  await setBackend('wasm');
  const sizes = [
    { n: 1000, k: 20, slack: 5, rows: 9, ordered: false },
    { n: 200, k: 3, slack: 0, rows: 2, ordered: true },
  ];
  for (const given of sizes) await expectExact({ ...given, seed: 1 });
  const before = memory() as ReturnType<typeof memory> & { numDataBuffers: number };
  for (let seed = 2; seed < 6; seed++) {
    for (const given of sizes) await expectExact({ ...given, seed });
  }
  expect(memory()).toMatchObject({
    numTensors: before.numTensors,
    numDataBuffers: before.numDataBuffers,
    numBytes: before.numBytes,
  });
});

test('a new backend has tables of its own', async () => {
  await expectExact({ n: 500, k: 9, slack: 2, rows: 3, ordered: false, seed: 1 });
  engine().reset();
  await expectExact({ n: 500, k: 9, slack: 2, rows: 3, ordered: false, seed: 2 });
});

test('other dtypes are refused, and nothing is left behind', async () => {
  await setBackend('wasm');
  const before = memory().numTensors;
  tidy(() => {
    const run = (x: Tensor, order?: Tensor) =>
      engine().runKernel('ArgmaxableDftLogits', { x, ...(order && { order }) }, { n: 9, k: 1 });
    const { shape, values } = given([2, 3], 1);
    expect(() => run(tensor(values as Float32Array, shape, 'int32'))).toThrow(
      'ArgmaxableDftLogits: x must be of dtype float32 on the wasm backend; got int32.',
    );
    const x = tensor(values as Float32Array, shape);
    expect(() => run(x, tensor([0, 1, 2, 3, 4, 5, 6, 7, 8]))).toThrow('order must be of dtype int32');
  });
  expect(memory().numTensors).toBe(before);
});
