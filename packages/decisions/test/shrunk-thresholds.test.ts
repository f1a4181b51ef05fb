import { LabelSets, seededRandom, ValueError } from '@argmaxable/core';
import fc from 'fast-check';
import { perLabelThresholds, type PerLabelThresholdsOptions, threshold } from '../src/index.js';

interface Sample {
  readonly yTrue: LabelSets;
  /** Row after row. */
  readonly scores: Float64Array;
}

// Looked up once: in jest's sandbox each look-up of a global takes far longer than the call.
const { exp, log } = Math;

/**
 * Examples whose labels are active with the probability that their scores say, which are logits, moved by the
 * label's offset.
 */
function sample(
  seed: number,
  size: number,
  rates: readonly number[],
  offsets: readonly number[] = [],
): Sample {
  const { next, normal } = seededRandom(seed);
  const n = rates.length;
  const base = rates.map((rate) => log(rate / (1 - rate)));
  const scores = new Float64Array(size * n);
  const sets = Array.from({ length: size }, (_, i) => {
    const set: number[] = [];
    for (let label = 0; label < n; label++) {
      const z = base[label] + 2 * normal();
      if (next() < 1 / (1 + exp(-z))) set.push(label);
      scores[i * n + label] = z + (offsets[label] ?? 0);
    }
    return set;
  });
  return { yTrue: LabelSets.from(sets, n), scores };
}

/** Frequent labels first, then ever rarer ones, as label counts mostly are. */
function ratesOf(numLabels: number): number[] {
  return Array.from({ length: numLabels }, (_, label) => 0.3 / (1 + label / 3));
}

/**
 * Means over 5 seeds of micro-F and macro-F on 1,500 new examples, less those of one threshold for all
 * labels.
 */
function gains(
  size: number,
  rates: readonly number[],
  options: PerLabelThresholdsOptions,
  offsets: readonly number[] = [],
): { micro: number; macro: number } {
  const seeds = [1, 2, 3, 4, 5];
  const differences = seeds.map((seed) => {
    const validation = sample(seed, size, rates, offsets);
    const test = sample(seed + 100, 1500, rates, offsets);
    const own = perLabelThresholds
      .fit(validation.yTrue, validation.scores, options)
      .predict(test.scores, rates.length);
    const one = threshold.fit(validation.yTrue, validation.scores).predict(test.scores, rates.length);
    const [ofOwn, ofOne] = [scoresOf(own, test.yTrue), scoresOf(one, test.yTrue)];
    return { micro: ofOwn.micro - ofOne.micro, macro: ofOwn.macro - ofOne.macro };
  });
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  return { micro: mean(differences.map((d) => d.micro)), macro: mean(differences.map((d) => d.macro)) };
}

function scoresOf(predicted: LabelSets, actual: LabelSets): { micro: number; macro: number } {
  const hits = new Float64Array(actual.numLabels);
  Array.from(actual, (set, i) => {
    const truth = new Set(set);
    for (const label of predicted.get(i)) if (truth.has(label)) hits[label]++;
  });
  const [p, a] = [predicted.labelCounts(), actual.labelCounts()];
  const sum = (values: Iterable<number>) => Array.from(values).reduce((x, y) => x + y, 0);
  return {
    micro: (2 * sum(hits)) / (sum(p) + sum(a)),
    macro: sum(hits.map((h, label) => (2 * h) / (p[label] + a[label] || 1))) / hits.length,
  };
}

test.each([
  ['149 labels, 500 examples', 149, 500, 0],
  ['149 labels, 100 examples', 149, 100, 0],
  ['14 labels, 60 examples', 14, 60, -0.002],
  ['40 labels, 1000 examples', 40, 1000, 0],
])('%s: not worse than one threshold in micro-F, nor in macro-F', (_, numLabels, size, least) => {
  const { micro, macro } = gains(size, ratesOf(numLabels), {});
  expect(micro).toBeGreaterThan(-0.002);
  expect(macro).toBeGreaterThan(least);
});

test('unshrunk thresholds lose where examples are few, and that is what shrinkage is for', () => {
  expect(gains(500, ratesOf(149), { average: 'micro', folds: 0 }).micro).toBeLessThan(-0.005);
  const { macro } = gains(100, ratesOf(149), { average: 'macro' });
  expect(macro).toBeGreaterThan(-0.002);
  expect(macro).toBeGreaterThan(gains(100, ratesOf(149), { average: 'macro', folds: 0 }).macro);
});

test('where labels have scales of their own, folds show it, and thresholds go far', () => {
  const offsets = Array.from({ length: 14 }, (_, label) => [-3, 0, 3][label % 3]);
  for (const options of [{}, { average: 'micro' }, { average: 'macro' }] as const) {
    const { micro, macro } = gains(400, ratesOf(14), options, offsets);
    expect(micro).toBeGreaterThan(0.02);
    expect(macro).toBeGreaterThan(0.02);
  }
});

describe('what is learnt', () => {
  const { yTrue, scores: flat } = sample(7, 200, ratesOf(20));
  const scores = Array.from({ length: 200 }, (_, i) => flat.subarray(i * 20, (i + 1) * 20));
  const common = threshold.fit(yTrue, scores).threshold;
  const counts = yTrue.labelCounts();

  test.each(['micro', 'macro'] as const)(
    'lies on the way from the common threshold to the best for %s-F',
    (average) => {
      const own = perLabelThresholds.fit(yTrue, scores, { average, folds: 0 }).thresholds;
      const shrunk = perLabelThresholds.fit(yTrue, scores, { average }).thresholds;
      const finite = shrunk.map((_, label) => label).filter((label) => Number.isFinite(own[label]));
      const strengths = finite.map(
        (label) => ((shrunk[label] - common) / (own[label] - common)) * ((counts[label] + 4) / counts[label]),
      );
      expect(strengths.length).toBeGreaterThan(10);
      // One of 0, 0.1, ..., 1, and the same for all; float64 arithmetic on numbers near 1.
      expect(10 * strengths[0]).toBeCloseTo(Math.round(10 * strengths[0]), 8);
      for (const strength of strengths) expect(strength).toBeCloseTo(strengths[0], 8);
    },
  );

  test('is the same for examples in another order', () => {
    const order = scores.map((_, i) => (i * 7) % scores.length);
    const reordered = perLabelThresholds.fit(
      yTrue.select(order),
      order.map((i) => scores[i]),
    );
    expect(reordered).toEqual(perLabelThresholds.fit(yTrue, scores));
  });

  test('is the common threshold with fewer examples than folds', () => {
    const few = perLabelThresholds.fit(yTrue.select([0, 1, 2, 3]), scores.slice(0, 4));
    const one = threshold.fit(yTrue.select([0, 1, 2, 3]), scores.slice(0, 4)).threshold;
    expect(few.thresholds).toEqual(new Array(20).fill(one));
    expect(perLabelThresholds.fit([[1, 0]], [[2, 1]]).thresholds).toEqual([1.5, 1.5]);
    const many = perLabelThresholds.fit(yTrue, scores, { folds: 201 });
    expect(many.thresholds).toEqual(new Array(20).fill(common));
  });

  test.each(['both', 'micro', 'macro'] as const)(
    'for a label never active is the common threshold (%s)',
    (average) => {
      const without = LabelSets.from(
        Array.from(yTrue, (set) => set.filter((label) => label !== 0 && label !== 19)),
        20,
      );
      const one = threshold.fit(without, scores).threshold;
      const { thresholds } = perLabelThresholds.fit(without, scores, { average });
      expect([thresholds[0], thresholds[19]]).toEqual([one, one]);
      expect(thresholds.every(Number.isFinite)).toBe(true);
    },
  );
});

test('no threshold is NaN, whatever the scores, and without active labels nothing is predicted', () => {
  const score = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(Infinity, -Infinity, 1e308, -1e308),
  );
  const examples = fc.integer({ min: 1, max: 3 }).chain((n) => {
    const row = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: n, maxLength: n });
    return fc.array(fc.tuple(row(fc.boolean()), row(score)), { minLength: 1, maxLength: 8 });
  });
  fc.assert(
    fc.property(
      examples,
      fc.constantFrom('both', 'micro', 'macro'),
      fc.constantFrom(0, 2, 3),
      (rows, average, folds) => {
        const yTrue = rows.map(([labels]) => labels);
        const scores = rows.map(([, values]) => values);
        const rule = perLabelThresholds.fit(yTrue, scores, { average, folds });
        expect(rule.thresholds.some(Number.isNaN)).toBe(false);
        const none = perLabelThresholds.fit(
          LabelSets.from(
            yTrue.map(() => []),
            yTrue[0].length,
          ),
          scores,
          { average, folds },
        );
        expect(none.predict(scores).indices).toHaveLength(0);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([1, -1, 2.5, NaN, null, '5', Infinity])('folds: %p is refused', (folds) => {
  const call = () => perLabelThresholds.fit([[1]], [[1]], { folds: folds as number });
  expect(call).toThrow(ValueError);
  expect(call).toThrow('folds must be');
});
