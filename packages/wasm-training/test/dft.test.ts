import { errorToLargest } from '@argmaxable/test-support';
import fc from 'fast-check';
import { DftCache } from '../src/dft/dft-cache.js';
import { dftPlan } from '../src/dft/dft-plan.js';
import type { Heap } from '../src/native/heap.js';
import { dftBatch } from '../src/native/records.js';
import { type DftCase, dftNumbers, dftReference } from './dft-reference.js';
import { TestHeap, variants } from './native-variants.js';

/** Rounding leaves 2e-7 to 4e-7, sums over a large batch included. */
const tolerance = 1e-6;

/** Errors of logits and gradients on one build of the module, with guards behind all that it writes. */
function errorsOf(variant: (typeof variants)[number], given: DftCase): number[] {
  const { n, k, slack, rows } = given;
  const numbers = dftNumbers(given);
  const bytes = 2 ** 22 + 4 * (2 * k + 1) * (n + 20 * rows) + 4 * 8 * (rows + slack + 8) * n;
  const heap = new TestHeap(variant, bytes);
  const { module } = heap;
  const cache = new DftCache({
    malloc: (bytes) => heap.integers(new Int32Array(bytes / 4)),
    free: () => {},
    memory: heap.memory,
  });
  const tables = cache.get(n, k);
  const [x, s, dz] = [numbers.x, numbers.s, numbers.dz].map((values) => heap.floats(values).at);
  const order = numbers.order ? heap.integers(numbers.order) : 0;
  const [z, dx, ds] = [rows * n, rows * (2 * k + 1 + slack), slack * n].map((size) => heap.room(size));
  const scratch = heap.room(module.dftScratch(tables, rows, slack) / 4);
  const batch = { tables, rows, slack, x, s, order, dx: dx.at, ds: ds.at, scratch: scratch.at };
  module.dftLogits(heap.record(dftBatch, { ...batch, z: z.at }));
  module.dftLogitsGrad(heap.record(dftBatch, { ...batch, z: dz }));
  expect([z, dx, ds, scratch].map((room) => room.isGuarded())).toEqual([true, true, true, true]);
  const expected = dftReference(given, numbers);
  return [
    errorToLargest(z.values, expected.z),
    errorToLargest(dx.values, expected.dx),
    errorToLargest(ds.values, expected.ds),
  ];
}

describe.each(variants)('the %s build', (variant) => {
  const expectExact = (given: DftCase): void => {
    for (const error of errorsOf(variant, given)) expect(error).toBeLessThan(tolerance);
  };

  test.each([
    [3, 1, 0, 1],
    [4, 1, 2, 3],
    [5, 2, 1, 32],
    [64, 8, 4, 5],
    [97, 48, 0, 4],
    [128, 10, 9, 7],
    [500, 8, 3, 1000],
    [1000, 20, 5, 256],
    [1000, 499, 2, 2],
    [1024, 100, 0, 33],
    [2003, 500, 1, 3],
    [4096, 16, 8, 3],
    [8192, 300, 3, 2],
    [8921, 34, 25, 3],
    [8921, 80, 50, 6],
    [19997, 5, 0, 2],
    [20000, 50, 7, 3],
    [20000, 500, 2, 1],
  ])('n = %i, k = %i, %i slack columns, %i rows', (n, k, slack, rows) => {
    expectExact({ n, k, slack, rows, ordered: false, seed: n + k });
  });

  test.each([
    [5, 1, 2, 3],
    [97, 8, 9, 6],
    [2003, 20, 5, 35],
  ])('n = %i, k = %i, %i slack columns, %i rows, in another order', (n, k, slack, rows) => {
    expectExact({ n, k, slack, rows, ordered: true, seed: n });
  });

  test('any sizes', () => {
    const sizes = fc.integer({ min: 3, max: 700 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        k: fc.integer({ min: 1, max: Math.floor((n - 1) / 2) }),
        slack: fc.integer({ min: 0, max: 20 }),
        rows: fc.integer({ min: 1, max: 40 }),
        ordered: fc.boolean(),
        seed: fc.integer(),
      }),
    );
    fc.assert(fc.property(sizes, expectExact), { numRuns: 60, seed: 1 });
  });

  test('no rows: no logits, and a gradient of 0', () => {
    const heap = new TestHeap(variant, 2 ** 20);
    const cache = new DftCache({
      malloc: (bytes) => heap.integers(new Int32Array(bytes / 4)),
      free: () => {},
      memory: heap.memory,
    });
    const tables = cache.get(9, 2);
    const ds = heap.room(9);
    const scratch = heap.room(heap.module.dftScratch(tables, 0, 1) / 4);
    const nothing = { rows: 0, x: 0, order: 0, z: 0, dx: 0 };
    const slack = { slack: 1, s: heap.floats(new Float32Array(9)).at, ds: ds.at };
    heap.module.dftLogitsGrad(heap.record(dftBatch, { tables, ...nothing, ...slack, scratch: scratch.at }));
    expect(Array.from(ds.values)).toEqual(Array(9).fill(0));
  });
});

test('a grid where labels are many beside frequencies, the dense product elsewhere', () => {
  expect(dftPlan(8921, 80)).toEqual({ n: 8921, k: 80, half: 168, taps: 8 });
  expect(dftPlan(1000, 100)).toMatchObject({ taps: 16 });
  for (const [n, k] of [
    [3, 1],
    [97, 8],
    [1000, 499],
  ]) {
    expect(dftPlan(n, k)).toEqual({ n, k, half: 0, taps: 0 });
  }
});

describe('the cache of tables', () => {
  /** A heap that only keeps account. */
  class Account implements Heap {
    readonly memory = new WebAssembly.Memory({ initial: 2 ** 11 });
    readonly taken = new Map<number, number>();
    private end = 16;
    malloc = (bytes: number): number => {
      const at = this.end;
      this.end = (this.end + bytes) % 2 ** 25;
      this.taken.set(at, bytes);
      return at;
    };
    free = (address: number): void => {
      expect(this.taken.delete(address)).toBe(true);
    };
    get bytes(): number {
      return [...this.taken.values()].reduce((sum, bytes) => sum + bytes, 0);
    }
  }

  test('builds each size once', () => {
    const heap = new Account();
    const cache = new DftCache(heap);
    const [first, second] = [cache.get(100, 10), cache.get(200, 10)];
    expect([cache.get(100, 10), cache.get(200, 10), heap.taken.size]).toEqual([first, second, 2]);
  });

  test('gives back the sizes used longest ago beyond 64 MiB', () => {
    const heap = new Account();
    const cache = new DftCache(heap);
    const first = cache.get(2000, 999); // dense: 16 MB
    const second = cache.get(2001, 1000);
    cache.get(2002, 1000);
    cache.get(2003, 1000);
    expect(cache.get(2000, 999)).toBe(first);
    cache.get(2004, 1000);
    expect(heap.taken.has(first)).toBe(true);
    expect(heap.taken.has(second)).toBe(false);
    expect(heap.bytes).toBeLessThan(2 ** 26);
  });

  test('says so when the heap is full', () => {
    const full: Heap = { malloc: () => 0, free: () => {}, memory: new WebAssembly.Memory({ initial: 0 }) };
    expect(() => new DftCache(full).get(100, 10)).toThrow('The truncated DFT of n = 100, k = 10 needs');
  });
});
