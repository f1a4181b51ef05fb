import { errorToLargest } from '@argmaxable/test-support';
import { randomNormal, type Rank, setBackend, type Tensor, memory, ones, tidy } from '@tensorflow/tfjs-core';
import { describeEachBackend } from '../backends.js';
import { dftRows } from '../../src/dft-product/dft-matrix.js';
import { rotatedDft } from '../../src/dft-product/rotated-dft.js';
import { DFTOutput } from '../../src/index.js';

describeEachBackend(() => {
  test.each([
    [7, 3, 2],
    [40, 5, 8],
    [97, 48, 10],
    [64, 3, 100],
    [1201, 600, 500], // sums in parts
  ])('n = %i, k = %i, blocks of %i: the product with W_DFT and its adjoint', (n, k, length) => {
    const before = memory().numTensors;
    const d = 2 * k + 1;
    const rows = dftRows(
      n,
      k,
      Int32Array.from({ length: n }, (_, i) => i),
    );
    const map = rotatedDft(n, k, length);
    const [x, dy] = [d, n].map((width, i) => randomNormal<Rank.R2>([2, width], 0, 1, 'float32', n + i));
    const [z, dx] = tidy(() => [map.forward(x).dataSync(), map.adjoint(dy).dataSync()]);
    const [xs, dys] = [x.dataSync(), dy.dataSync()];
    const [exact, exactGradient] = [new Float64Array(2 * n), new Float64Array(2 * d)];
    for (let b = 0; b < 2; b++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < d; j++) {
          exact[b * n + i] += rows[i * d + j] * xs[b * d + j];
          exactGradient[b * d + j] += rows[i * d + j] * dys[b * n + i];
        }
      }
    }
    expect(errorToLargest(z, exact)).toBeLessThan(1e-6);
    expect(errorToLargest(dx, exactGradient)).toBeLessThan(1e-6);
    [map, x, dy].forEach((owned) => owned.dispose());
    expect(memory().numTensors).toBe(before);
  });
});

test('the layer works for the largest k, whose W_DFT takes 1.6 GB', async () => {
  await setBackend('wasm');
  const [units, k] = [20000, 9999];
  const before = memory().numTensors;
  const layer = new DFTOutput({ units, k, priorBias: false });
  const [bytes, logits] = tidy(() => {
    const logits = layer.apply(ones([1, 1])) as Tensor;
    return [memory().numBytes, logits.dataSync()];
  });
  expect(bytes).toBeLessThan(2 ** 28);
  const x = layer.weights[0].read().dataSync();
  const labels = [0, 1, 1023, 1024, 12345, 19999];
  const row = (label: number) => dftRows(units, k, [label]);
  const exact = labels.map((label) => row(label).reduce((sum, value, j) => sum + value * x[j], 0));
  const largest = Math.max(...Array.from(logits, Math.abs));
  labels.forEach((label, i) => expect(Math.abs(logits[label] - exact[i]) / largest).toBeLessThan(1e-6));
  layer.dispose();
  expect(memory().numTensors).toBe(before);
});
