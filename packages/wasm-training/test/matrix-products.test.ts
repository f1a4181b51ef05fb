import '@tensorflow/tfjs-backend-cpu';
import { broadcast_util, broadcastTo, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../src/index.js';
import { given, largestError, runKernel, runKernelValues, sizeOf, type Given } from './run-kernel.js';

/** One matrix [rows, columns], transposed on request, in plain numbers. */
interface Matrix {
  values: ArrayLike<number>;
  columns: number;
  transpose: boolean;
}

function entry({ values, columns, transpose }: Matrix, i: number, j: number): number {
  return transpose ? values[j * columns + i] : values[i * columns + j];
}

/**
 * The product in float64, and what the sum of absolute values is at each place: the scale of a float32 sum's
 * error.
 */
function exactProduct([m, n, k]: number[], a: Matrix, b: Matrix): { sums: number[]; scales: number[] } {
  const sums: number[] = [];
  const scales: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let [sum, scale] = [0, 0];
      for (let p = 0; p < k; p++) {
        const term = entry(a, i, p) * entry(b, p, j);
        sum += term;
        scale += Math.abs(term);
      }
      sums.push(sum);
      scales.push(scale);
    }
  }
  return { sums, scales };
}

/** The largest error of a product, relative to its sum of absolute values. */
async function productError(
  [m, n, k]: number[],
  [transposeA, transposeB]: boolean[],
  make: (shape: number[], seed: number) => Given = given,
): Promise<number> {
  const a = make(transposeA ? [k, m] : [m, k], 1);
  const b = make(transposeB ? [n, k] : [k, n], 2);
  const actual = await runKernelValues('wasm', 'BatchMatMul', { a, b }, { transposeA, transposeB });
  expect(actual.length).toBe(m * n);
  const { sums, scales } = exactProduct(
    [m, n, k],
    { values: a.values, columns: a.shape[1], transpose: transposeA },
    { values: b.values, columns: b.shape[1], transpose: transposeB },
  );
  return sums.reduce((worst, sum, i) => {
    const error = Math.abs(actual[i] - sum) / scales[i];
    return error <= worst ? worst : error;
  }, 0);
}

// Float32 sums of at most 128 products at a time: half a unit in the last place of each partial sum, some of
// which cancel.
const tolerance = 1e-6;

test('every product of random sizes is that of float64, whatever is transposed', async () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 150 }));
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      fc.boolean(),
      fc.boolean(),
      async (m, n, k, transposeA, transposeB) => {
        expect(await productError([m, n, k], [transposeA, transposeB])).toBeLessThan(tolerance);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test.each([
  [32, 211, 500],
  [5, 2100, 131],
  [9, 1030, 3],
  [300, 7, 260],
  [1, 2050, 17],
  [2050, 1, 17],
  [1, 1, 1],
])('[%d, %d] of depth %d', async (m, n, k) => {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      expect(await productError([m, n, k], [transposeA, transposeB])).toBeLessThan(tolerance);
    }
  }
});

test('long sums keep their digits, also where all products are the same', async () => {
  const positive = (shape: number[], seed: number) => given(shape, seed, 0, 1);
  const equal = (shape: number[]): Given => ({
    shape,
    values: new Float32Array(sizeOf(shape)).fill(Math.fround(0.1)),
  });
  for (const make of [given, positive, equal]) {
    for (const [m, n] of [
      [1, 20],
      [20, 1],
      [6, 9],
      [12, 10],
    ]) {
      for (const transposes of [
        [false, false],
        [false, true],
        [true, false],
      ]) {
        expect(await productError([m, n, 20_000], transposes, make)).toBeLessThan(tolerance);
      }
    }
  }
});

test.each([
  { a: [3, 4, 5], b: [3, 5, 6] },
  { a: [3, 4, 5], b: [1, 5, 6] },
  { a: [1, 4, 5], b: [3, 5, 6] },
  { a: [4, 5], b: [3, 5, 6] },
  { a: [3, 4, 5], b: [5, 6] },
  { a: [2, 1, 4, 5], b: [3, 5, 6] },
  { a: [2, 3, 4, 5], b: [2, 1, 5, 6] },
])('batches $a by $b are products of their own, broadcast', async ({ a: aShape, b: bShape }) => {
  const turned = (shape: number[]) => [...shape.slice(0, -2), ...shape.slice(-2).reverse()];
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const a = given(transposeA ? turned(aShape) : aShape, 1);
      const b = given(transposeB ? turned(bShape) : bShape, 2);
      const attributes = { transposeA, transposeB };
      const [actual] = await runKernel('wasm', 'BatchMatMul', { a, b }, attributes);
      const batch = broadcast_util.assertAndGetBroadcastShape(aShape.slice(0, -2), bShape.slice(0, -2));
      expect(actual.shape).toEqual([...batch, 4, 6]);
      // The cpu backend broadcasts one axis at most.
      const expected = await runKernelValues(
        'cpu',
        'BatchMatMul',
        { a: repeated(a, batch), b: repeated(b, batch) },
        attributes,
      );
      expect(largestError(actual.values, expected)).toBeLessThan(1e-6);
    }
  }
});

function repeated(x: Given, batch: number[]): Given {
  const shape = [...batch, ...x.shape.slice(-2)];
  const values = tidy(() => broadcastTo(tensor(Float32Array.from(x.values), x.shape), shape).dataSync());
  return { shape, values };
}

test('no rows, no columns, no products', async () => {
  const product = async (a: number[], b: number[], inputs = {}) =>
    (
      await runKernel(
        'wasm',
        '_FusedMatMul',
        { a: given(a, 1), b: given(b, 2), ...inputs },
        { transposeA: false, transposeB: false, activation: 'linear' },
      )
    )[0];
  expect(await product([1, 0, 3], [1, 3, 2])).toMatchObject({ shape: [1, 0, 2], values: [] });
  expect(await product([1, 2, 3], [1, 3, 0])).toMatchObject({ shape: [1, 2, 0], values: [] });
  expect(await product([1, 2, 0], [1, 0, 2])).toMatchObject({ shape: [1, 2, 2], values: [0, 0, 0, 0] });
  const bias: Given = { shape: [2], values: [1, 2] };
  expect(await product([1, 2, 0], [1, 0, 2], { bias })).toMatchObject({ values: [1, 2, 1, 2] });
});

test('infinities and NaN stay in their own rows and columns', async () => {
  const values = given([9, 5], 1).values as Float32Array;
  values[3 * 5 + 2] = Infinity;
  values[7 * 5] = NaN;
  const inputs = { a: { shape: [9, 5], values }, b: given([5, 11], 2) };
  const attributes = { transposeA: false, transposeB: false };
  const expected = await runKernelValues('cpu', 'BatchMatMul', inputs, attributes);
  const actual = await runKernelValues('wasm', 'BatchMatMul', inputs, attributes);
  expect(actual.map((value) => Number.isFinite(value) || String(value))).toEqual(
    expected.map((value) => Number.isFinite(value) || String(value)),
  );
});

test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'])(
  'a dense layer with activation %s is that of the cpu backend, with any bias',
  async (activation) => {
    for (const biasShape of [undefined, [6], [1], [1, 6], [4, 1], [2, 1, 6]]) {
      const inputs: Record<string, Given> = {
        a: given([2, 4, 30], 1),
        b: given([1, 30, 6], 2),
        ...(biasShape && { bias: given(biasShape, 3, -3, 3) }),
        ...(activation === 'prelu' && { preluActivationWeights: given([6], 4) }),
      };
      const attributes = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.3 };
      const [expected] = await runKernel('cpu', '_FusedMatMul', inputs, attributes);
      const [actual] = await runKernel('wasm', '_FusedMatMul', inputs, attributes);
      expect(actual.shape).toEqual(expected.shape);
      // Stock's exponential, in elu, is good to 6 digits.
      expect(largestError(actual.values, expected.values)).toBeLessThan(1e-5);
    }
  },
);

test('what cannot be multiplied is refused with what to do', async () => {
  const plain = { transposeA: false, transposeB: false };
  await expect(
    runKernel('wasm', 'BatchMatMul', { a: given([2, 3], 1), b: given([4, 5], 2) }, plain),
  ).rejects.toThrow('inner shapes (3) and (4) of Tensors with shapes 2,3 and 4,5');
  await expect(
    runKernel('wasm', 'BatchMatMul', { a: given([2, 4, 3], 1), b: given([3, 3, 5], 2) }, plain),
  ).rejects.toThrow('could not be broadcast');
  const a: Given = { ...given([2, 3], 1), dtype: 'int32' };
  await expect(runKernel('wasm', 'BatchMatMul', { a, b: given([3, 2], 2) }, plain)).rejects.toThrow(
    'BatchMatMul: a must be of dtype float32 on the wasm backend; got int32. Convert it with cast().',
  );
  await expect(
    runKernel(
      'wasm',
      '_FusedMatMul',
      { a: given([1, 2, 3], 1), b: given([1, 3, 2], 2) },
      { ...plain, activation: 'softmax' },
    ),
  ).rejects.toThrow('activation must be one of linear, relu');
});
