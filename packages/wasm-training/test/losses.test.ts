import { seededRandom } from '@argmaxable/core';
import type { NativeExports } from '../src/native/native-exports.js';
import { focus, lossRows } from '../src/native/records.js';
import { TestHeap, variants } from './native-variants.js';

/** An example's loss and gradient in float64, and how a kernel is asked for them. */
interface LossCase {
  /** Error beside the relative one: subtracting the clip from numbers near it leaves 3e-9. */
  readonly slack?: number;
  readonly run: (module: NativeExports, heap: TestHeap, batch: number, scale: number) => void;
  readonly row: (z: number[], y: number[]) => { value: number; gradient: number[] };
}

/** Powers below it, of float32, are 0. A sum over labels may be short of it for each of them. */
const smallestNormal = 1e-34;
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const total = (xs: number[]): number => xs.reduce((sum, x) => sum + x, 0);
/** c x where 0 times infinity is 0. */
const times = (c: number, x: number): number => (c === 0 ? 0 : c * x);

function crossEntropy(normalize: boolean, smoothing: number, weights: number[]): LossCase {
  return {
    run: (module, heap, batch, scale) => {
      const { at } = heap.floats(weights);
      module.crossEntropy(batch, at, weights.length, Number(normalize), smoothing, scale);
    },
    row: (z, y) => {
      const t = y.map(
        (target) => (normalize ? target / (1 + total(y) - target) : target) * (1 - smoothing) + smoothing / 2,
      );
      const w = z.map((_, j) => weights[j % weights.length]);
      return {
        value:
          total(z.map((x, j) => times(w[j] * t[j], softplus(-x)) + times(1 - t[j], softplus(x)))) / z.length,
        gradient: z.map((x, j) => ((1 - t[j]) * sigmoid(x) - w[j] * t[j] * sigmoid(-x)) / z.length),
      };
    },
  };
}

interface Focus {
  gammaPos: number;
  gammaNeg: number;
  weightPos?: number;
  weightNeg?: number;
  clip?: number;
  eps?: number;
  moving?: boolean;
}

function focused({
  gammaPos,
  gammaNeg,
  weightPos = 1,
  weightNeg = 1,
  clip = 0,
  eps = 0,
  moving = true,
}: Focus): LossCase {
  const most = -Math.log(eps);
  /**
   * `q^gamma loss` from q, minus its logarithm's distance from 0, and loss = -log(1 - q), with the derivative
   * by z.
   */
  const side = (q: number, loss: number, slopeOfQ: number, left: number, gamma: number) => {
    if (q === 0) return { value: 0, slope: 0 };
    const floored = Math.min(loss, most);
    const plain = loss <= most ? slopeOfQ / left : 0;
    const focus = moving ? (times(gamma, floored) * slopeOfQ) / q : 0;
    return { value: q ** gamma * floored, slope: q ** gamma * (plain + (slopeOfQ === 0 ? 0 : focus)) };
  };
  const inactive = (x: number) => {
    const [p, right] = [sigmoid(x), sigmoid(-x)];
    if (clip === 0) return side(p, softplus(x), p * right, right, gammaNeg);
    const q = Math.max(p - clip, 0);
    return side(q, -Math.log1p(-q), p * right, 1 - q, gammaNeg);
  };
  const active = (x: number) =>
    side(sigmoid(-x), softplus(-x), sigmoid(x) * sigmoid(-x), sigmoid(x), gammaPos);
  return {
    slack: clip > 0 ? 1e-8 : undefined,
    run: (module, heap, batch, scale) => {
      const weights = { gammaPos, gammaNeg, weightPos, weightNeg };
      const clipped = Math.log(clip / (1 - clip));
      const at = heap.record(focus, { ...weights, clip, clipped, most, moving: Number(moving) });
      module.focusedCrossEntropy(batch, at, scale);
    },
    row: (z, y) => {
      const [on, off] = [z.map(active), z.map(inactive)];
      return {
        value: total(
          z.map((_, j) => times(weightPos * y[j], on[j].value) + times(weightNeg * (1 - y[j]), off[j].value)),
        ),
        gradient: z.map((_, j) => -weightPos * y[j] * on[j].slope + weightNeg * (1 - y[j]) * off[j].slope),
      };
    },
  };
}

function softmax(normalize: boolean): LossCase {
  return {
    run: (module, _, batch, scale) => module.softmaxCrossEntropy(batch, Number(normalize), scale),
    row: (z, y) => {
      const most = z.reduce((a, b) => Math.max(a, b));
      const at = z.indexOf(most);
      const powers = z.map((x) => Math.exp(x - most));
      const logSum = Math.log1p(total(powers.filter((_, j) => j !== at)));
      const count = total(y);
      const share = normalize ? (count === 0 ? 0 : 1 / count) : 1;
      return {
        value: share * (count * logSum + total(z.map((x, j) => times(y[j], most - x)))),
        gradient: powers.map((power, j) => share * ((count * power) / total(powers) - y[j])),
      };
    },
  };
}

const cases: Record<string, LossCase> = {
  'cross-entropy': crossEntropy(false, 0, [1]),
  'cross-entropy, weighted': crossEntropy(false, 0, [0.3]),
  'cross-entropy, normalised': crossEntropy(true, 0, [1]),
  'cross-entropy, smoothed': crossEntropy(false, 0.1, [1]),
  'cross-entropy, all of these': crossEntropy(true, 0.3, [2.5]),
  focal: focused({ gammaPos: 2, gammaNeg: 2, weightPos: 0.25, weightNeg: 0.75 }),
  'focal, gamma 0': focused({ gammaPos: 0, gammaNeg: 0, weightPos: 0.5, weightNeg: 0.5 }),
  'focal, gamma 1.5': focused({ gammaPos: 1.5, gammaNeg: 1.5, weightPos: 0.25, weightNeg: 0.75 }),
  asymmetric: focused({ gammaPos: 1, gammaNeg: 4, clip: 0.05, eps: 1e-8 }),
  'asymmetric, other parameters': focused({ gammaPos: 0.5, gammaNeg: 2.5, clip: 0.2, eps: 1e-3 }),
  'asymmetric, constant focus': focused({ gammaPos: 1, gammaNeg: 4, clip: 0.05, eps: 1e-8, moving: false }),
  'softmax cross-entropy': softmax(false),
  'softmax cross-entropy, normalised': softmax(true),
};

/** Kernel and definition on a batch: targets as they are, or as label sets. */
function evaluate(
  variant: (typeof variants)[number],
  { run, row, slack = smallestNormal }: LossCase,
  z: number[][],
  y: number[][],
  sparse: boolean,
  scale: number,
) {
  const heap = new TestHeap(variant, 24 * z.flat().length);
  const [rows, n] = [z.length, z[0].length];
  const logits = heap.floats(z.flat());
  const starts = [0];
  const labels: number[] = [];
  for (const targets of y) {
    targets.forEach((target, j) => target && labels.push(j));
    starts.push(labels.length);
  }
  const given = sparse
    ? { y: 0, starts: heap.integers(starts), labels: heap.integers(labels) }
    : { y: heap.floats(y.flat()).at, starts: 0, labels: 0 };
  const [values, alone, gradient] = [heap.room(rows), heap.room(rows), heap.room(rows * n)];
  const scratch = heap.room(heap.module.lossScratch() / 4);
  const batch = { rows, n, logits: logits.at, ...given, scratch: scratch.at };
  const both = heap.record(lossRows, { ...batch, values: values.at, gradient: gradient.at });
  run(heap.module, heap, both, scale);
  run(heap.module, heap, heap.record(lossRows, { ...batch, values: alone.at, gradient: 0 }), 0);
  expect([values, alone, gradient, scratch].every(({ isGuarded }) => isGuarded())).toBe(true);
  expect(alone.values).toEqual(values.values);
  const seen = z.map((logits) => Array.from(Float32Array.from(logits)));
  // The logits are as they were.
  expect(seen.flat().every((logit, j) => Object.is(logit, logits.values[j]))).toBe(true);
  const targets = y.map((targets) => Array.from(Float32Array.from(targets)));
  return {
    slack,
    values: values.values,
    gradient: gradient.values,
    expected: seen.map((z, i) => row(z, targets[i])),
  };
}

function expectClose(
  { values, gradient, expected, slack }: ReturnType<typeof evaluate>,
  scale: number,
): void {
  expected.forEach(({ value }, i) => {
    expect(Math.abs(values[i] - value)).toBeLessThanOrEqual(1e-6 * value + slack);
  });
  const wanted = expected.flatMap((row) => row.gradient.map((entry) => scale * entry));
  const tolerance =
    1e-6 * wanted.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) + smallestNormal;
  const worst = wanted.reduce((most, entry, j) => Math.max(most, Math.abs(gradient[j] - entry)), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}

describe.each(variants)('%s module', (variant) => {
  test.each(Object.entries(cases))('%s: value and gradient are those of float64', (_, loss) => {
    const { next, integer } = seededRandom(1);
    // Around vectors of 4 and blocks of 512; a row of nothing but tails.
    for (const n of [1, 2, 3, 7, 8, 9, 511, 512, 513, 1000, 1025]) {
      for (const reach of [3, 30, 100]) {
        const rows = 1 + integer(3);
        const density = [0, 0.02, 0.5, 1][integer(4)];
        const matrix = (entry: () => number) =>
          Array.from({ length: rows }, () => Array.from({ length: n }, entry));
        const z = matrix(() => reach * (2 * next() - 1));
        const y = matrix(() => Number(next() < density));
        const scale = 0.5 + next();
        for (const sparse of [false, true]) expectClose(evaluate(variant, loss, z, y, sparse, scale), scale);
      }
    }
  });

  test.each(Object.entries(cases).filter(([name]) => !name.startsWith('softmax')))(
    '%s: targets may be probabilities',
    (_, loss) => {
      const { next } = seededRandom(2);
      const z = [Array.from({ length: 530 }, () => 20 * next() - 10)];
      const y = [z[0].map((_, j) => (j % 3 === 0 ? 0 : next()))];
      expectClose(evaluate(variant, loss, z, y, false, 1), 1);
    },
  );

  test('a weight for each label', () => {
    const { next } = seededRandom(3);
    for (const n of [5, 8, 700]) {
      const loss = crossEntropy(
        true,
        0.2,
        Array.from({ length: n }, () => 3 * next()),
      );
      const z = [0, 1].map(() => Array.from({ length: n }, () => 20 * next() - 10));
      const y = z.map((row) => row.map(() => Number(next() < 0.2)));
      for (const sparse of [false, true]) expectClose(evaluate(variant, loss, z, y, sparse, 1), 1);
    }
  });

  const hardTargets = ['cross-entropy', 'focal', 'focal, gamma 0', 'focal, gamma 1.5', 'asymmetric'];
  test.each(hardTargets)('%s: infinite logits have the limits of large ones', (name) => {
    const limit = (value: number) => [value, -value, 1, -1, 0, -value, 2, value, 3];
    const right = [1, 0, 1, 0, 0, 0, 0, 1, 0];
    const wrong = [0, 0, 1, 0, 0, 0, 0, 1, 0];
    for (const sparse of [false, true]) {
      const [infinite, large] = [Infinity, 1000].map((value) =>
        evaluate(variant, cases[name], [limit(value), limit(value)], [right, wrong], sparse, 1),
      );
      expect(infinite.gradient).toEqual(large.gradient);
      expect(infinite.values[0]).toBe(large.values[0]);
      expect(infinite.values[1]).toBe(name === 'asymmetric' ? large.values[1] : Infinity);
    }
  });

  test.each(Object.entries(cases))('%s: a NaN is not hidden', (_, loss) => {
    for (const n of [5, 600]) {
      for (const place of [0, n - 1]) {
        const z = [Array.from({ length: n }, (_, j) => (j === place ? NaN : j % 5))];
        const y = [z[0].map((_, j) => Number(j % 7 === 0))];
        for (const sparse of [false, true]) {
          expect(evaluate(variant, loss, z, y, sparse, 1).values[0]).toBeNaN();
        }
      }
    }
  });

  test.each(Object.keys(cases).filter((name) => name.startsWith('cross-entropy')))(
    '%s: small losses keep their digits',
    (name) => {
      for (const logit of [-12, -25, -60, -80]) {
        const [z, y] = [logit, 0].map((value) => [new Array<number>(600).fill(value)]);
        const { values, expected } = evaluate(variant, cases[name], z, y, true, 1);
        expect(Math.abs(values[0] / expected[0].value - 1)).toBeLessThan(5e-7);
      }
    },
  );

  test('sums of very many terms keep their digits', () => {
    const n = 300_000;
    const z = [new Array<number>(n).fill(0.1)];
    const y = [new Array<number>(n).fill(0)];
    for (const loss of [cases['cross-entropy'], cases.focal]) {
      const { values, expected } = evaluate(variant, loss, z, y, false, 1);
      // One term's own rounding.
      expect(Math.abs(values[0] / expected[0].value - 1)).toBeLessThan(5e-7);
    }
  });
});
