import { LabelSets, seededRandom } from '@argmaxable/core';
import { SparseRows } from '@argmaxable/data';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { calibrate } from '../src/head/calibration.js';
import { foldsOf } from '../src/head/folds.js';
import { logitsOf } from '../src/head/scores.js';
import { type LinearOptions, trainLinear } from '../src/head/train-linear.js';

const options: LinearOptions = {
  cost: 0.5,
  balance: 0.5,
  seed: 1,
  folds: null,
  afterBlock: () => Promise.resolve(),
};

test('the module is what assembly/ compiles to', () => {
  const root = join(__dirname, '../../..');
  const check = () =>
    execFileSync(process.execPath, ['scripts/build-wasm.mjs', 'tagger', '--check'], { cwd: root });
  expect(check).not.toThrow();
});

/** Random sparse rows, and labels that depend on them. */
function problem(size: number, width: number, numLabels: number) {
  const random = seededRandom(`${size} ${width} ${numLabels}`);
  const [indptr, indices, values]: number[][] = [[0], [], []];
  const sets: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row = random.subset(width, 4).sort((a, b) => a - b);
    indices.push(...row);
    values.push(...row.map(() => random.normal()));
    indptr.push(indices.length);
    sets.push(
      Array.from({ length: numLabels }, (_, label) => label).filter(
        (label) => row.includes(label % width) !== random.next() < 0.1,
      ),
    );
  }
  const examples = new SparseRows(
    width,
    Int32Array.from(indptr),
    Int32Array.from(indices),
    Float32Array.from(values),
  );
  return { examples, labelSets: LabelSets.from(sets, numLabels) };
}

/** |w|^2 / 2 + sum C max(0, 1 - y s)^2 of a label, the bias being a weight, in float64, and its gradient. */
function objective(
  examples: SparseRows,
  isActive: (row: number) => boolean,
  w: Float64Array,
  size: number,
  o = options,
) {
  const active = Array.from({ length: size }, (_, i) => isActive(i)).filter(Boolean).length;
  const costOf = (count: number) => o.cost * (size / (2 * Math.max(1, count))) ** o.balance;
  let value = w.reduce((sum, one) => sum + one * one, 0) / 2;
  const gradient = Float64Array.from(w);
  for (let i = 0; i < size; i++) {
    let score = w[examples.width];
    for (let at = examples.indptr[i]; at < examples.indptr[i + 1]; at++) {
      score += w[examples.indices[at]] * examples.values[at];
    }
    const y = isActive(i) ? 1 : -1;
    const cost = costOf(y > 0 ? active : size - active);
    const gap = Math.max(0, 1 - y * score);
    value += cost * gap * gap;
    const slope = -2 * cost * gap * y;
    gradient[examples.width] += slope;
    for (let at = examples.indptr[i]; at < examples.indptr[i + 1]; at++) {
      gradient[examples.indices[at]] += slope * examples.values[at];
    }
  }
  return { value, gradient };
}

test.each([
  [40, 10, 3],
  [60, 25, 16],
  [50, 12, 37],
])(
  'weights of %d examples, %d features and %d labels minimise the loss of each label',
  async (size, width, numLabels) => {
    const { examples, labelSets } = problem(size, width, numLabels);
    const { weights } = await trainLinear(examples, labelSets, options);
    for (let label = 0; label < numLabels; label++) {
      const own = Float64Array.from(
        { length: width + 1 },
        (_, feature) => weights[feature * numLabels + label],
      );
      const isActive = (row: number) => labelSets.get(row).includes(label);
      const { value, gradient } = objective(examples, isActive, own, size);
      // The loss is strongly convex, of modulus 1: it lies at most |gradient|^2 / 2 above its minimum.
      const above = gradient.reduce((sum, slope) => sum + slope * slope, 0) / 2;
      // Descent ends where no step changes a score by 0.02; the bound is several times the distance.
      expect(above).toBeLessThan(0.05 * value);
    }
  },
);

test('held-out scores are those of a layer that never saw the examples', async () => {
  const { examples, labelSets } = problem(60, 15, 5);
  const folds = foldsOf(labelSets, 3, 7);
  expect(folds.examples.slice().sort()).toEqual(Int32Array.from({ length: 60 }, (_, i) => i));
  const { heldOut } = await trainLinear(examples, labelSets, { ...options, folds });
  const held = new Set(folds.held[0]);
  const rest = Array.from({ length: 60 }, (_, i) => i).filter((i) => !held.has(i));
  const without = selectRows(examples, rest);
  // Costs follow from the labels of all examples in one, of the rest in the other: equal without balance.
  const plain = { ...options, balance: 0 };
  const fresh = await trainLinear(without, labelSets.select(rest), plain);
  const same = await trainLinear(examples, labelSets, { ...plain, folds });
  const expected = logitsOf(selectRows(examples, folds.held[0]), fresh.weights, 5);
  const got = same.heldOut.subarray(0, expected.length);
  // Both end near the minimum, 8 and up to 20 passes on.
  expected.forEach((score, i) => expect(Math.abs(got[i] - score)).toBeLessThan(0.15));
  expect(heldOut).toHaveLength(60 * 5);
});

function selectRows({ width, indptr, indices, values }: SparseRows, rows: ArrayLike<number>): SparseRows {
  const parts = Array.from(rows, (row) => [indptr[row], indptr[row + 1]]);
  const ends = [0];
  parts.forEach(([begin, end], i) => ends.push(ends[i] + end - begin));
  const all = <T>(array: Iterable<T> & { slice(a: number, b: number): Iterable<T> }) =>
    parts.flatMap(([a, b]) => [...array.slice(a, b)]);
  return new SparseRows(
    width,
    Int32Array.from(ends),
    Int32Array.from(all(indices)),
    Float32Array.from(all(values)),
  );
}

test('labels that all or none have are learnt as such', async () => {
  const { examples } = problem(30, 10, 1);
  const labelSets = LabelSets.from(
    Array.from({ length: 30 }, () => [0]),
    2,
  );
  const { weights } = await trainLinear(examples, labelSets, options);
  const scores = logitsOf(examples, weights, 2);
  for (let i = 0; i < 30; i++) {
    expect(scores[2 * i]).toBeGreaterThan(0.5);
    expect(scores[2 * i + 1]).toBeLessThan(-0.5);
  }
});

test('calibration finds slope and offset of scores whose log-odds are known', () => {
  const random = seededRandom(3);
  const [size, numLabels] = [4000, 10];
  const scores = Float32Array.from({ length: size * numLabels }, () => random.normal() * 0.7);
  const isActive = (score: number) => random.next() < 1 / (1 + Math.exp(-(3 * score - 1)));
  const sets = Array.from({ length: size }, (_, i) =>
    Array.from({ length: numLabels }, (_, label) => label).filter((label) =>
      isActive(scores[i * numLabels + label]),
    ),
  );
  const { slope, offset } = calibrate(LabelSets.from(sets, numLabels), scores);
  // 40,000 draws: standard errors are near 0.04 and 0.02.
  expect(Math.abs(slope - 3)).toBeLessThan(0.2);
  expect(Math.abs(offset + 1)).toBeLessThan(0.1);
});

test('calibration of scores that separate perfectly, or say nothing, is finite and rising', () => {
  const sets = LabelSets.from([[0], [1], [0], [1]], 2);
  for (const scores of [
    [1, -1, -1, 1, 1, -1, -1, 1],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [-1, 1, 1, -1, -1, 1, 1, -1],
  ]) {
    const { slope, offset } = calibrate(sets, Float32Array.from(scores));
    expect(slope).toBeGreaterThan(0);
    expect(Number.isFinite(slope) && Number.isFinite(offset)).toBe(true);
  }
});
