import { seededRandom } from '@argmaxable/core';
import { gaussianMatrix } from '@argmaxable/test-support';
import fc from 'fast-check';
import { multipliersUpperBound, readClassifier, verifyMatrix, witnessLowerBound } from '../../src/index.js';

const byHand = {
  weights: [
    [3, 4],
    [0, -2],
  ],
  bias: [1, 0],
  box: 2,
};

test('a witness by hand, on both sides of its rounding', async () => {
  const classifier = await readClassifier(byHand);
  const bound = witnessLowerBound(classifier, [0], [1, 1]); // margins (3 + 4 + 1) / 5 and 2 / 2
  expect(bound).toBeLessThan(1);
  expect(bound).toBeCloseTo(1, 13);
  expect(witnessLowerBound(classifier, [0, 1], [1, 1])).toBeCloseTo(-1, 13);
});

test('multipliers by hand', async () => {
  const classifier = await readClassifier(byHand);
  const multipliers = { rows: Int32Array.of(0, 1), values: Float64Array.of(1, 2) };
  // y = (1, -1): sum l y w = (3, 8), so (2 * 11 + 1) / (5 + 4)
  const bound = multipliersUpperBound(classifier, [0], multipliers);
  expect(bound).toBeGreaterThanOrEqual(23 / 9);
  expect(bound).toBeCloseTo(23 / 9, 13);
});

test('x = 0 without bias proves exactly 0', async () => {
  const classifier = await readClassifier({ weights: gaussianMatrix(20, 3, 1) });
  expect(Object.is(witnessLowerBound(classifier, [1, 2], [0, 0, 0]), 0)).toBe(true);
});

test('any witness bounds from below what any multipliers bound from above', async () => {
  const weights = gaussianMatrix(7, 3, 2);
  const bias = gaussianMatrix(1, 7, 3)[0];
  const classifier = await readClassifier({ weights, bias, box: 1.5 });
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.subarray([0, 1, 2, 3, 4, 5, 6]),
      fc.array(unit, { minLength: 3, maxLength: 3 }),
      fc.array(unit, { minLength: 7, maxLength: 7 }),
      (labels, x, values) => {
        const lower = witnessLowerBound(classifier, labels, x);
        const rows = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
        const upper = multipliersUpperBound(classifier, labels, { rows, values: Float64Array.from(values) });
        expect(lower).toBeLessThanOrEqual(upper);
      },
    ),
  );
});

test('corrupted certificates prove nothing', async () => {
  const report = await verifyMatrix(
    { weights: gaussianMatrix(12, 3, 3), box: 1 },
    [...Array(12).keys()].map((i) => [i]),
    { certificates: true },
  );
  const classifier = report.classifier!;
  const argmaxable = report.results.find(({ verdict }) => verdict === 'argmaxable')!;
  const unargmaxable = report.results.find(({ verdict }) => verdict === 'unargmaxable')!;

  const { labels, witness } = argmaxable;
  expect(witnessLowerBound(classifier, labels, witness!)).toBe(argmaxable.radius.lower);
  expect(
    witnessLowerBound(
      classifier,
      labels,
      witness!.map((value) => -value),
    ),
  ).toBeLessThan(0);
  expect(
    witnessLowerBound(
      classifier,
      labels,
      witness!.map((value) => 2 * value),
    ),
  ).toBe(-Infinity); // leaves the box
  expect(witnessLowerBound(classifier, labels, [NaN, 0, 0])).toBe(-Infinity);

  const { rows, values } = unargmaxable.multipliers!;
  expect(multipliersUpperBound(classifier, unargmaxable.labels, { rows, values })).toBe(
    unargmaxable.radius.upper,
  );
  for (let m = 0; m < values.length; m++) {
    const negative = values.map((value, i) => (i === m ? -value : value));
    expect(multipliersUpperBound(classifier, unargmaxable.labels, { rows, values: negative })).toBe(Infinity);
    const changed = values.map((value, i) => (i === m ? value * 1.01 : value));
    expect(multipliersUpperBound(classifier, unargmaxable.labels, { rows, values: changed })).toBeGreaterThan(
      1e-4,
    );
  }
  expect(multipliersUpperBound(classifier, unargmaxable.labels, { rows, values: values.map(() => 0) })).toBe(
    Infinity,
  );
  const none = { rows: new Int32Array(), values: new Float64Array() };
  expect(multipliersUpperBound(classifier, unargmaxable.labels, none)).toBe(Infinity);
});

test('the rounding bound covers cancellation', async () => {
  // In exact arithmetic the score is 1e-8, but float64 sums of numbers this large cannot prove it.
  const big = 1e15;
  const classifier = await readClassifier({ weights: [[big, big, 1e-8]] });
  const bound = witnessLowerBound(classifier, [0], [1, -1, 1]);
  expect(bound).toBeLessThan(0);
  expect(bound).toBeGreaterThan(-1e-13);
});

test('a witness bound holds against exact arithmetic, however much cancels', async () => {
  const next = seededRandom(5).normal;
  const one = 2 ** 40;
  for (let trial = 0; trial < 200; trial++) {
    // Integer weights and x in multiples of 2^-40: BigInt sums are exact. The last feature cancels the others
    // as nearly as a multiple of 2^-40 can.
    const weights = Array.from({ length: 30 }, (_, j) => (j < 29 ? Math.round(next() * one) : 16 * one));
    const x = Array.from({ length: 30 }, (_, j) =>
      j < 29 ? Math.round(Math.max(-1, Math.min(1, next() / 3)) * one) : 0,
    );
    const score = () => weights.reduce((sum, weight, j) => sum + BigInt(weight) * BigInt(x[j]), 0n);
    x[29] = Number(-score() / BigInt(weights[29]));
    const exact =
      Number(score()) / one / Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
    const classifier = await readClassifier({ weights: [weights] });
    const witness = x.map((value) => value / one);
    const bound = witnessLowerBound(classifier, [0], witness);
    expect(bound).toBeLessThanOrEqual(exact);
    expect(bound).toBeGreaterThan(exact - 1e-13);
    const negative = witnessLowerBound(classifier, [], witness);
    expect(negative).toBeLessThanOrEqual(-exact);
  }
});

test('wrong lengths and labels are named', async () => {
  const classifier = await readClassifier({
    weights: [
      [1, 0],
      [0, 1],
    ],
  });
  const none = { rows: new Int32Array(), values: new Float64Array() };
  const named = (argument: string) => expect.objectContaining({ name: 'ValueError', argument }) as Error;
  expect(() => witnessLowerBound(classifier, [0], [1])).toThrow(named('witness'));
  expect(() => witnessLowerBound(classifier, [2], [1, 1])).toThrow(named('labels[0]'));
  expect(() => multipliersUpperBound(classifier, [0, -1], none)).toThrow(named('labels[1]'));
  const outside = { rows: Int32Array.of(5), values: Float64Array.of(1) };
  expect(() => multipliersUpperBound(classifier, [0], outside)).toThrow(named('multipliers.rows[0]'));
  const unequal = { rows: Int32Array.of(0), values: Float64Array.of(1, 2) };
  expect(() => multipliersUpperBound(classifier, [0], unequal)).toThrow(named('multipliers.values'));
});
