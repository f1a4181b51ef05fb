import { errorToLargest } from '@argmaxable/test-support';
import { memory } from '@tensorflow/tfjs-core';
import { describeEachBackend } from '../backends.js';
import { headNumbers } from './dft-head.js';
import { expectSecondDerivatives } from './second-derivatives.js';
import { interpolationFor } from '../../src/dft-product/interpolation.js';

const backwards = (n: number) => Array.from({ length: n }, (_, place) => (n - place) % n);

describeEachBackend(() => {
  test.each([
    { units: 3, k: 1 },
    { units: 40, k: 19, slack: 2 },
    { units: 1000, k: 20, slack: 5 }, // dense
    { units: 4096, k: 8, slack: 1 },
    { units: 5000, k: 80 },
    { units: 8921, k: 80, slack: 9 },
    { units: 20000, k: 50 },
    { units: 8921, k: 80, slack: 2, labelOrder: backwards(8921) },
    { units: 2000, k: 999 },
  ])('logits and gradients are those of the definition: %j', (args) => {
    const before = memory().numTensors;
    const { actual, expected } = headNumbers(args, 3);
    // Interpolation and stock products, the projection's too, each leave up to 1e-6; wasm adds thousands of
    // terms one by one.
    expect(errorToLargest(actual.logits, expected.logits)).toBeLessThan(args.k < 500 ? 2e-6 : 4e-6);
    actual.gradients.forEach((gradient, i) => {
      expect(errorToLargest(gradient, expected.gradients[i])).toBeLessThan(1e-5);
    });
    expect(memory().numTensors).toBe(before);
  });

  test.each([
    [40, 3], // dense
    [1200, 3], // interpolated
  ])('second derivatives, n = %i, k = %i', expectSecondDerivatives);
});

test('interpolation where it saves half of the multiplications, with blocks that cover the circle', () => {
  expect(interpolationFor(1000, 20)).toBeNull();
  for (const [n, k] of [
    [8921, 80],
    [20000, 50],
    [5000, 80],
  ]) {
    const { length, nodes, blocks } = interpolationFor(n, k)!;
    expect(blocks).toBe(Math.ceil(n / length));
    expect(2 * blocks * nodes * (2 * k + 1 + length)).toBeLessThan(n * (2 * k + 1));
  }
});
