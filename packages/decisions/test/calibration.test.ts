import { LabelSets } from '@argmaxable/core';
import fc from 'fast-check';
import { generalFMaximizer, plugInFMaximizer } from '../src/index.js';
import reference from './fixtures/platt.json' with { type: 'json' };

const { targets, scores } = reference;

test('Platt scaling meets an independent optimiser', () => {
  const { calibration: one } = plugInFMaximizer.fit(targets, scores);
  // The optimum is flat: a loss right to 1e-15 places the minimum to about 1e-7, Newton's last step to far
  // less.
  expect(one?.slopes).toHaveLength(1);
  expect(one?.slopes[0]).toBeCloseTo(reference.global[0], 8);
  expect(one?.offsets[0]).toBeCloseTo(reference.global[1], 8);
  const { calibration: each } = plugInFMaximizer.fit(targets, scores, { calibration: 'perLabel' });
  reference.perLabel.forEach(([slope, offset], label) => {
    expect(each?.slopes[label]).toBeCloseTo(slope, 8);
    expect(each?.offsets[label]).toBeCloseTo(offset, 8);
  });
});

test('a change of the unit and origin of scores changes no prediction', () => {
  const moved = scores.map((row) => row.map((z) => 1e4 * z - 3e4));
  const rule = generalFMaximizer.fit(targets, scores, { calibration: 'perLabel' });
  const movedRule = generalFMaximizer.fit(targets, moved, { calibration: 'perLabel' });
  expect(movedRule.predict(moved)).toEqual(rule.predict(scores));
});

test('separated, equal and extreme scores give finite parameters', () => {
  const cases = [
    [[[1, 0]], [[1e4, -1e4]]],
    [[[1, 0]], [[2, 2]]],
    [[[0, 0]], [[1, -1]]],
    [[[1, 1]], [[1, -1]]],
    [[[1, 0, 1, 0]], [[1e-300, 0, 1e300, -1e300]]],
  ];
  for (const [yTrue, yPred] of cases) {
    const { calibration } = plugInFMaximizer.fit(yTrue, yPred);
    for (const value of [...calibration!.slopes, ...calibration!.offsets]) {
      expect(value).toEqual(expect.any(Number));
    }
    expect([...calibration!.slopes, ...calibration!.offsets].every(Number.isFinite)).toBe(true);
  }
});

test('calibrated probabilities are right on average, up to the two examples that the targets add', () => {
  // At the maximum the gradient by the offset vanishes: sum of p = sum of targets.
  const { calibration } = plugInFMaximizer.fit(targets, scores);
  const flat = scores.flat();
  const total = flat.reduce(
    (sum, z) => sum + 1 / (1 + Math.exp(-calibration!.slopes[0] * z - calibration!.offsets[0])),
    0,
  );
  const positives = targets.flat().reduce((a, b) => a + b);
  const negatives = flat.length - positives;
  const expected = (positives * (positives + 1)) / (positives + 2) + negatives / (negatives + 2);
  expect(total).toBeCloseTo(expected, 7); // 480 terms, parameters right to 1e-9
});

test('scores that are probabilities are the logits that they stand for', () => {
  const probabilities = scores.map((row) => row.map((z) => 1 / (1 + Math.exp(-z))));
  const onLogits = plugInFMaximizer.fit(targets, scores);
  const onProbabilities = plugInFMaximizer.fit(targets, probabilities, { scores: 'probabilities' });
  expect(onProbabilities.calibration!.slopes[0]).toBeCloseTo(onLogits.calibration!.slopes[0], 8);
  expect(onProbabilities.predict(probabilities)).toEqual(onLogits.predict(scores));
  expect(() => onProbabilities.predict([new Array<number>(12).fill(1)])).not.toThrow();
});

test('infinite logits are predicted with certainty, and refused to learn from', () => {
  const rule = plugInFMaximizer.fit(
    [
      [1, 0],
      [0, 1],
    ],
    [
      [3, -1],
      [-2, 1],
    ],
  );
  expect(rule.predict([[Infinity, -Infinity]]).get(0)).toEqual(Int32Array.of(0));
  expect(() => plugInFMaximizer.fit([[1, 0]], [[Infinity, 0]])).toThrow(
    'yPred[0][0] must be finite to calibrate',
  );
});

test('count weights make the expected numbers of active labels those observed', () => {
  // Every example has exactly two labels of six, at scores that tell nothing: independence expects 0, 1, 3,
  // ... as well.
  const sets = LabelSets.from(
    Array.from({ length: 3000 }, (_, i) => [i % 6, (i + 1 + (i % 5)) % 6]),
    6,
  );
  const flat = Array.from({ length: 3000 }, () => [0, 0, 0, 0, 0, 0]);
  const { countWeights, calibration } = generalFMaximizer.fit(sets, flat);
  const p = 1 / (1 + Math.exp(-calibration!.offsets[0]));
  const ways = [1, 6, 15, 20, 15, 6, 1];
  const odds = ways.map((count, s) => count * p ** s * (1 - p) ** (6 - s) * countWeights[s]);
  const total = odds.reduce((a, b) => a + b);
  // At the maximum observed + 1 = expected + g, for each s; it is sought until log g changes by less than
  // 1e-9, and 3,000 examples make that 1e-5 at most.
  countWeights.forEach((weight, s) => {
    expect((3000 * odds[s]) / total + weight).toBeCloseTo((s === 2 ? 3000 : 0) + 1, 4);
  });
  expect(odds[2] / total).toBeGreaterThan(0.99);
});

test('weights learnt where labels are never absent move the decision away from the empty set', () => {
  const sets = LabelSets.from(
    Array.from({ length: 200 }, (_, i) => [i % 10]),
    10,
  );
  const rng = (i: number) => Math.sin(i * 12.9898) * 2;
  const yPred = Array.from({ length: 200 }, (_, i) => Array.from({ length: 10 }, (_, j) => rng(i * 10 + j)));
  const general = generalFMaximizer.fit(sets, yPred);
  expect(general.countWeights[0]).toBeLessThan(0.05);
  expect(general.countWeights[1]).toBeGreaterThan(1);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 10, maxLength: 10 }),
      (row) => {
        expect(general.predict([row]).get(0).length).toBeGreaterThan(0);
      },
    ),
  );
});
