import { dot, seededRandom } from '@argmaxable/core';
import { gaussianMatrix } from '@argmaxable/test-support';
import { MarginBounds } from '../../src/certificate/bounds/margin-bounds.js';
import { witnessLowerBound } from '../../src/certificate/bounds/witness-bound.js';
import { WitnessCheck } from '../../src/certificate/bounds/witness-check.js';
import { readClassifier } from '../../src/input/classifier.js';
import { PricedRows } from '../../src/solvers/native/priced-rows.js';

test.each([
  [1, 1],
  [7, 3],
  [50, 4],
  [400, 33],
  [1001, 8],
])('proves what witnessLowerBound proves: %i labels, %i features', async (n, d) => {
  const next = seededRandom(n + d).normal;
  const weights = gaussianMatrix(n, d, n);
  weights[n - 1] = weights[0]; // a tie
  if (n > 5) weights[n >> 1] = new Array<number>(d).fill(0);
  const classifier = await readClassifier({ weights, box: 3 });
  const check = new WitnessCheck(classifier);
  for (let s = 0; s < 50; s++) {
    const x = Float64Array.from({ length: d }, () => Math.max(-3, Math.min(3, next())));
    // The set that x predicts, and one that it misses.
    const predicted = weights.map((row) => row.reduce((sum, w, j) => sum + w * x[j], 0) > 0);
    if (s % 2) predicted[s % n] = !predicted[s % n];
    const labels = Int32Array.from(predicted.keys()).filter((i) => predicted[i]);
    expect(check.lowerBound(labels, x)).toBe(witnessLowerBound(classifier, labels, x));
  }
});

test('agrees where float32 cannot tell: margins far below its rounding', async () => {
  // Rows 1 to 3 have margins of 1e-12, -1e-12 and 0 at x, all the same in float32.
  const weights = [
    [1, 0],
    [1, -1 + 1e-12],
    [-1, 1 - 1e-12],
    [1, -1],
  ];
  const classifier = await readClassifier({ weights });
  const check = new WitnessCheck(classifier);
  const x = Float64Array.of(1, 1);
  for (const labels of [[0, 1], [0, 2], [0, 1, 3], [0], [1]].map((set) => Int32Array.from(set))) {
    expect(check.lowerBound(labels, x)).toBe(witnessLowerBound(classifier, labels, x));
  }
  expect(check.lowerBound(Int32Array.of(0, 2), x)).toBeLessThan(0);
});

test('finds the least margin where rounding makes another row seem to have it', async () => {
  const [n, d] = [300, 40];
  const next = seededRandom(8).normal;
  const unit = (vector: number[]) => vector.map((value) => value / Math.hypot(...vector));
  const x = unit(Array.from({ length: d }, next));
  // Rows of length 1 whose margins at x are 0.5, but for less than float32 is off.
  const weights = Array.from({ length: n }, () => {
    const any = Array.from({ length: d }, next);
    const across = unit(any.map((value, j) => value - dot(any, x) * x[j]));
    return unit(across.map((value, j) => value * Math.sqrt(0.75) + x[j] * (0.5 + 1e-9 * next())));
  });
  const classifier = await readClassifier({ weights });
  const labels = Int32Array.from({ length: n }, (_, i) => i);
  const witness = Float64Array.from(x);
  const found = new WitnessCheck(classifier).lowerBound(labels, witness);
  expect(found).toBe(witnessLowerBound(classifier, labels, witness));

  const rows = PricedRows.create({ numRows: n, width: d, values: classifier.weights })!;
  rows.setLabels(labels);
  rows.price(witness, 1);
  const least = rows.margins.indexOf(Math.min(...rows.margins));
  expect(dot(weights[least], x)).toBeGreaterThan(found + 1e-10); // the test's premise
});

test('points outside the box, without numbers, and x = 0 prove what they should', async () => {
  const classifier = await readClassifier({ weights: [[1], [0], [-1]], box: 1 });
  const check = new WitnessCheck(classifier);
  for (const x of [[2], [NaN], [0]]) {
    for (const labels of [[0], [1], [0, 2]].map((set) => Int32Array.from(set))) {
      const expected = witnessLowerBound(classifier, labels, x);
      expect(check.lowerBound(labels, Float64Array.from(x))).toBe(expected);
    }
  }
});

test('float32 margins are within their error of the exact ones', () => {
  const [n, d] = [500, 37];
  const next = seededRandom(5).normal;
  // Magnitudes over many orders, so that rounding shows.
  const weights = Array.from({ length: n }, () =>
    Array.from({ length: d }, () => next() * 10 ** (6 * next())),
  );
  const rows = PricedRows.create({ numRows: n, width: d, values: Float64Array.from(weights.flat()) })!;
  const labels = Int32Array.of(0, 5, 499);
  rows.setLabels(Int32Array.of(1, 2));
  rows.setLabels(labels);
  let largest = 0;
  for (let s = 0; s < 20; s++) {
    const x = Float64Array.from({ length: d }, () => next() * 10 ** next());
    const length = Math.hypot(...x);
    const least = rows.price(x, length);
    expect(least).toBe(Math.min(...rows.margins));
    const margins = rows.margins.slice();
    weights.forEach((row, i) => {
      const score = row.reduce((sum, w, j) => sum + w * x[j], 0);
      const exact = ((labels.includes(i) ? 1 : -1) * score) / (Math.hypot(...row) * length);
      largest = Math.max(largest, Math.abs(margins[i] - exact));
    });
    rows.priceSome(labels, x, length);
    for (const i of labels) expect(Math.abs(rows.margins[i] - margins[i])).toBeLessThan(2 * rows.error);
  }
  expect(largest).toBeLessThan(rows.error);
  expect(largest).toBeGreaterThan(rows.error / 1000); // the bound says something
});

test.each([
  ['of the matrix', null],
  ['through a projection', 55],
] as const)('magnitudes over many orders, and a bias: %s', async (_, inputs) => {
  const [n, d] = [302, 21];
  const next = seededRandom(6).normal;
  const wild = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => next() * 10 ** (3 * next())));
  const weights = wild(n, d);
  const [bias] = wild(1, n);
  const projection = inputs === null ? null : { weights: wild(d, inputs), bias: wild(1, d)[0] };
  const classifier = await readClassifier({ weights, bias, projection });
  const check = new WitnessCheck(classifier);
  let looked = 0;
  for (let s = 0; s < 50; s++) {
    const e = Float64Array.from({ length: inputs ?? d }, () => next() * 10 ** next());
    const x = projection
      ? projection.weights.map((row, k) => row.reduce((sum, p, j) => sum + p * e[j], projection.bias[k]))
      : e;
    const active = weights.map((row, i) => row.reduce((sum, w, k) => sum + w * x[k], bias[i]) > 0);
    if (s % 2) active[s] = !active[s];
    const labels = Int32Array.from(active.keys()).filter((i) => active[i]);
    expect(check.lowerBound(labels, e)).toBe(witnessLowerBound(classifier, labels, e));
    looked += MarginBounds.create(classifier)!.least(labels, e).length;
  }
  expect(looked / 50).toBeLessThan(n / 10); // float32 tells most labels apart from the least
});
