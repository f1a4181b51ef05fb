import { seededValues } from '@argmaxable/test-support';
import '../src/index.js';
import type { NativeExports } from '../src/native/native-exports.js';
import { TestHeap, variants } from './native-variants.js';
import { given, runKernel } from './run-kernel.js';

const sizes = [0, 1, 7, 8, 9, 1000];

interface Step {
  readonly value: number;
  readonly slots: number[];
}

interface Optimizer {
  readonly slots: number;
  readonly run: (
    module: NativeExports,
    n: number,
    value: number,
    gradient: number,
    slots: number[],
    result: number,
  ) => void;
  readonly next: (value: number, g: number, slots: number[]) => Step;
}

function adam(scale: number, keep: number): Optimizer {
  const [beta1, gain1, beta2, gain2, epsilon, step] = [0.9, 0.1, 0.99, 0.01, 1e-3, 0.05];
  return {
    slots: 2,
    run: (module, n, value, gradient, [m, v], result) =>
      module.adam(n, value, gradient, m, v, result, beta1, gain1, beta2, gain2, scale, epsilon, step, keep),
    next: (value, g, [m, v]) => {
      const slots = [beta1 * m + gain1 * g, beta2 * v + gain2 * g * g];
      return { value: keep * value - (step * slots[0]) / (Math.sqrt(scale * slots[1]) + epsilon), slots };
    },
  };
}

function momentum(share: number, nesterov: boolean): Optimizer {
  return {
    slots: 1,
    run: (module, n, value, gradient, [velocity], result) =>
      module.momentum(n, value, gradient, velocity, result, share, Number(nesterov), 0.05),
    next: (value, g, [velocity]) => {
      const next = share * velocity + g;
      return { value: value - 0.05 * (nesterov ? share * next + g : next), slots: [next] };
    },
  };
}

const optimizers: [string, Optimizer][] = [
  ['adam', adam(1, 1)],
  ['adam at its start, with weight decay', adam(100, 0.98)],
  ['momentum', momentum(0.9, false)],
  ['nesterov', momentum(0.8, true)],
];

describe.each(variants)('%s module', (variant) => {
  test.each(optimizers)('%s: a step is that of float64', (_, { slots: count, run, next }) => {
    for (const n of sizes) {
      const heap = new TestHeap(variant, 32 * n);
      const [value, gradient] = [1, 2].map((seed) => heap.floats(seededValues(n, seed)));
      // Second moments are 0 or more.
      const slots = Array.from({ length: count }, (_, i) => heap.floats(seededValues(n, 3 + i, 0, 1)));
      const guard = heap.floats([7]);
      const result = heap.room(n);
      const expected = Array.from(value.values, (w, j) =>
        next(
          w,
          gradient.values[j],
          slots.map(({ values }) => values[j]),
        ),
      );
      const before = Array.from(value.values);
      // prettier-ignore
      run(heap.module, n, value.at, gradient.at, slots.map(({ at }) => at), result.at);
      expected.forEach(({ value, slots: after }, j) => {
        // Numbers of size 1, rounded to float32 a few times.
        expect(Math.abs(result.values[j] - value)).toBeLessThanOrEqual(1e-6);
        after.forEach((slot, i) => expect(Math.abs(slots[i].values[j] - slot)).toBeLessThanOrEqual(3e-7));
      });
      expect(Array.from(value.values)).toEqual(before);
      expect(guard.values[0]).toBe(7);
      expect(result.isGuarded()).toBe(true);
    }
  });
});

test('kernels refuse other dtypes', async () => {
  const attributes = { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, step: 1, scale: 1, keep: 1 };
  const [value, gradient, m, v] = [1, 2, 3, 4].map((seed) => given([5], seed));
  const wrong = { value, gradient: { ...gradient, dtype: 'int32' as const }, m, v };
  await expect(runKernel('wasm', 'ArgmaxableAdam', wrong, attributes)).rejects.toThrow(
    'ArgmaxableAdam: gradient must be of dtype float32',
  );
});
