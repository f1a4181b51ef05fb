import { LabelSets } from '@argmaxable/core';
import { allLabelSets } from '@argmaxable/test-support';
import { memory, tensor3d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { expectedF, generalFMaximizer, independentJoint, plugInFMaximizer } from '../src/index.js';
import { expectation, independentOutcomes } from './brute-force.js';

// Sums of up to 1,024 products in float64, against recurrences: a few hundred roundings of 1e-16.
const rounding = 1e-12;

const probability = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1e-3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.5, 1) },
);
const beta = fc.oneof(fc.constantFrom(0, 0.5, 1, 2), fc.double({ min: 0, max: 5, noNaN: true }));

/** The highest expectation over all label sets. */
function highest(outcomes: number[][], p: ArrayLike<number>, beta: number): number {
  return Math.max(...outcomes.map((set) => expectation(set, outcomes, p, beta)));
}

test('the plug-in rule is as good as the best of all label sets, over all outcomes', () => {
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1, maxLength: 7 }), beta, (p, beta) => {
      const outcomes = allLabelSets(p.length);
      const chances = independentOutcomes(outcomes, p);
      const set = plugInFMaximizer({ beta }).predict([p]).get(0);
      expect(expectation(set, outcomes, chances, beta)).toBeCloseTo(highest(outcomes, chances, beta), 12);
    }),
    { numRuns: 120 },
  );
});

test('the plug-in rule is as good as the best of all 1,024 sets of 10 labels', () => {
  const outcomes = allLabelSets(10);
  const p = [0.02, 0.93, 0.31, 0.5, 0.08, 0.44, 0.71, 0.15, 0.27, 0.003];
  const chances = independentOutcomes(outcomes, p);
  for (const beta of [0.7, 1, 2]) {
    const set = plugInFMaximizer({ beta }).predict([p]).get(0);
    expect(expectation(set, outcomes, chances, beta)).toBeCloseTo(highest(outcomes, chances, beta), 12);
  }
});

test('expectedF is the expectation over all outcomes, for any label set', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(probability, fc.boolean()), { minLength: 1, maxLength: 7 }),
      beta,
      (labels, beta) => {
        const p = labels.map(([pi]) => pi);
        const set = labels.flatMap(([, predicted], i) => (predicted ? [i] : []));
        const outcomes = allLabelSets(p.length);
        const [value] = expectedF(LabelSets.from([set], p.length), [p], { beta });
        const brute = expectation(set, outcomes, independentOutcomes(outcomes, p), beta);
        expect(Math.abs(value - brute)).toBeLessThan(rounding);
      },
    ),
    { numRuns: 120 },
  );
});

test('the general maximiser is as good as the best of all label sets, for any joint distribution', () => {
  const dependent = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2 ** n, maxLength: 2 ** n }),
        fc.array(fc.boolean(), { minLength: 2 ** n, maxLength: 2 ** n }),
      ),
    );
  fc.assert(
    fc.property(dependent, beta, ([n, raw, keep], beta) => {
      const outcomes = allLabelSets(n);
      const weights = raw.map((weight, i) => (keep[i] || i === 1 ? weight : 0));
      const total = weights.reduce((a, b) => a + b);
      const chances = weights.map((weight) => weight / total);
      const joint = Array.from({ length: n }, () => new Array<number>(n).fill(0));
      outcomes.forEach((set, o) => set.forEach((i) => (joint[i][set.length - 1] += chances[o])));
      const best = highest(outcomes, chances, beta);
      const rule = generalFMaximizer({ beta });
      for (const empty of [undefined, [chances[0]]]) {
        const set = rule.predictFromJoint([joint], empty).get(0);
        expect(expectation(set, outcomes, chances, beta)).toBeCloseTo(best, 12);
      }
    }),
    { numRuns: 120 },
  );
});

test('on independent labels the general maximiser, from the joint probabilities, is the plug-in rule', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 25 }),
      beta,
      (p, beta) => {
        const fromJoint = generalFMaximizer({ beta }).predictFromJoint(independentJoint([p]));
        const values = [
          fromJoint,
          plugInFMaximizer({ beta }).predict([p]),
          generalFMaximizer({ beta }).predict([p]),
        ].map((sets) => expectedF(sets, [p], { beta })[0]);
        expect(Math.abs(values[0] - values[1])).toBeLessThan(rounding);
        expect(values[2]).toBe(values[1]);
      },
    ),
    { numRuns: 120 },
  );
});

test('with weights of the number of active labels, the general maximiser is as good as the best of all label sets', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 7 }),
      fc.array(fc.double({ min: 1e-4, max: 10, noNaN: true }), { maxLength: 8 }),
      beta,
      (p, countWeights, beta) => {
        const outcomes = allLabelSets(p.length);
        const weighted = independentOutcomes(outcomes, p).map(
          (c, o) => c * (countWeights[outcomes[o].length] ?? 1),
        );
        const total = weighted.reduce((a, b) => a + b);
        const chances = weighted.map((weight) => weight / total);
        const set = generalFMaximizer({ beta, countWeights }).predict([p]).get(0);
        expect(expectation(set, outcomes, chances, beta)).toBeCloseTo(highest(outcomes, chances, beta), 12);
      },
    ),
    { numRuns: 120 },
  );
});

test('where no label is likelier than not, the best set beats the empty one and the likeliest label', () => {
  const p = [0.45, 0.4, 0.35, 0.02];
  const best = plugInFMaximizer().predict([p]);
  const [nothing, one, value] = [LabelSets.from([[]], 4), LabelSets.from([[0]], 4), best].map(
    (sets) => expectedF(sets, [p])[0],
  );
  expect(best.get(0)).toEqual(Int32Array.of(0, 1, 2));
  expect(nothing).toBeCloseTo(0.55 * 0.6 * 0.65 * 0.98, 12);
  expect(value).toBeGreaterThan(one + 0.1);
  expect(value).toBeGreaterThan(nothing + 0.1);
});

test('joint probabilities come as a tensor too, with fewer columns than labels, and no tensor is left', () => {
  const joint = tensor3d([
    [
      [0.4, 0],
      [0.1, 0.3],
      [0.05, 0.3],
    ],
  ]);
  const before = memory().numTensors;
  const sets = generalFMaximizer().predictFromJoint(joint);
  expect(memory().numTensors).toBe(before);
  expect(sets).toEqual(generalFMaximizer().predictFromJoint(joint.arraySync()));
  expect(sets.numLabels).toBe(3);
  joint.dispose();
});

test('thousands of labels: the best set of the truncated count is the best of every size', () => {
  // 3,000 labels of which 5 or so are active: the count is cut near 40.
  const p = Float64Array.from({ length: 3000 }, (_, i) => (i < 10 ? 0.9 - 0.08 * i : 1 / i ** 2 + 1e-4));
  const rule = plugInFMaximizer();
  const predicted = rule.predict(p, 3000);
  const sizes = Array.from({ length: 60 }, (_, k) => Array.from({ length: k }, (_, i) => i));
  const values = sizes.map((set) => expectedF(LabelSets.from([set], 3000), p)[0]);
  const best = values.indexOf(Math.max(...values));
  expect(best).toBeGreaterThan(2);
  expect(predicted.get(0)).toEqual(Int32Array.from(sizes[best]));
});

test('a thousand labels as likely as not: closed form', () => {
  // Predicting all of n labels of probability 1/2: E 2 S / (S + n), S binomial. By sums of exact logarithms
  // of binomials.
  const n = 1000;
  let [logChoose, value] = [-n * Math.log(2), 0];
  for (let s = 1; s <= n; s++) {
    logChoose += Math.log((n - s + 1) / s);
    value += (Math.exp(logChoose) * 2 * s) / (s + n);
  }
  const p = new Float64Array(n).fill(0.5);
  const all = LabelSets.from([Array.from(p, (_, i) => i)], n);
  // 1,000 logarithms of relative error 1e-16 each, summed: 1e-12 with room.
  expect(Math.abs(expectedF(all, p)[0] - value)).toBeLessThan(1e-11);
  expect(plugInFMaximizer().predict(p, n)).toEqual(all);
});
