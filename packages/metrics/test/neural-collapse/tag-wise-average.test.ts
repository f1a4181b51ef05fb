import { LabelSets } from '@argmaxable/core';
import { tagWiseAverage } from '../../src/neural-collapse/index.js';
import { allSubsets, countSubsets } from '../../src/neural-collapse/subsets.js';
import { type Case, labelSetsOf, randomCase } from './cases.js';

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the features of the examples with exactly this label set. */
function meanOf({ features, sets }: Case, set: readonly number[]): number[] {
  const rows = features.filter((_, i) => sets[i].join() === set.join());
  return features[0].map((_, j) => average(rows.map((row) => row[j])));
}

function arccos(a: number[], b: number[]): number {
  const cosine =
    (a.reduce((sum, value, j) => sum + value * b[j], 0) / Math.hypot(...a)) * (1 / Math.hypot(...b));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

test('angles and baseline are those of the definition, over all pairs', () => {
  const given = randomCase(5, 3, 11);
  const tagSum = (set: readonly number[]) =>
    given.features[0].map((_, j) => set.reduce((sum, label) => sum + meanOf(given, [label])[j], 0));
  const result = tagWiseAverage(given.features, labelSetsOf(given));
  for (const part of result.byMultiplicity) {
    const sets = Array.from(allSubsets(5, part.multiplicity), (set) => [...set]); // all of them occur
    const angles = sets.map((set) => arccos(meanOf(given, set), tagSum(set)));
    const baseline = sets.flatMap((set) => sets.map((other) => arccos(meanOf(given, set), tagSum(other))));
    expect(part).toMatchObject({ sets: 10, exactBaseline: true });
    expect(part.angleDegrees).toBeCloseTo(average(angles), 8); // float64
    expect(part.baselineDegrees).toBeCloseTo(average(baseline), 8);
    expect(part.metric).toBe(part.angleDegrees / part.baselineDegrees);
    const length = (vector: number[]): number => Math.hypot(...vector);
    const ratios = sets.map((set) => (length(meanOf(given, set)) * set.length) / length(tagSum(set)));
    const deviation = Math.sqrt(average(ratios.map((ratio) => ratio ** 2)) - average(ratios) ** 2);
    expect(part.lengthRatio).toBeCloseTo(average(ratios), 10);
    expect(part.lengthDeviation).toBeCloseTo(deviation / average(ratios), 8);
  }
  const [pairs, triples] = result.byMultiplicity;
  expect(result.byMultiplicity.map(({ multiplicity }) => multiplicity)).toEqual([2, 3]);
  expect(result.angleDegrees).toBeCloseTo((pairs.angleDegrees + triples.angleDegrees) / 2, 10);
  expect(result.baselineDegrees).toBeCloseTo((pairs.baselineDegrees + triples.baselineDegrees) / 2, 10);
});

test('a sampled baseline is near the exact one, and the same for the same seed', () => {
  const given = randomCase(8, 4, 3, 1);
  const measure = (baselinePairs: number, seed: number) =>
    tagWiseAverage(given.features, labelSetsOf(given), { baselinePairs, seed });
  const exact = measure(28 * 28, 1); // as many as there are pairs of pairs; triples are sampled
  expect(exact.byMultiplicity.map(({ exactBaseline }) => exactBaseline)).toEqual([true, false]);
  const sampled = measure(28 * 28 - 1, 1);
  expect(sampled.byMultiplicity[0].exactBaseline).toBe(false);
  // One angle deviates by 40 degrees or less, the mean of 783 by 1.5; twice that.
  const difference = sampled.byMultiplicity[0].baselineDegrees - exact.byMultiplicity[0].baselineDegrees;
  expect(Math.abs(difference)).toBeLessThan(3);
  expect(difference).not.toBe(0);
  expect(measure(100, 7)).toEqual(measure(100, 7));
  expect(measure(100, 7).baselineDegrees).not.toBe(measure(100, 8).baselineDegrees);
});

test('multiplicities of many labels are sampled, not gone through', () => {
  const numLabels = 60;
  const half = Array.from({ length: 30 }, (_, i) => 2 * i); // one of 1.2e17 sets of its size
  const singles = Array.from({ length: numLabels }, (_, label) => [label]);
  const given = { ...randomCase(numLabels, 3, 4, 1), sets: [...singles, half] };
  const { features } = given;
  const result = tagWiseAverage(features.slice(0, numLabels + 1), labelSetsOf(given), {
    baselinePairs: 1000,
  });
  expect(result.byMultiplicity).toMatchObject([{ multiplicity: 30, sets: 1, exactBaseline: false }]);
  expect(result.metric).toBeGreaterThan(0);
});

test('sets without a comparison or a direction are left out and counted', () => {
  const features = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [1, 1],
    [0.5, 0.5],
    [0, 0],
    [1, 0],
  ];
  // {0, 1}: the means cancel. {1, 2}: the feature is 0. {0, 1, 2}: there is no other set of three.
  const sets = LabelSets.from([[0], [1], [2], [0, 2], [0, 1], [1, 2], [0, 1, 2]], 3);
  const result = tagWiseAverage(features, sets);
  expect(result).toMatchObject({ sets: 1, omittedSets: 3, angleDegrees: 0 });
  // With {0, 2} and {1, 2}; {0, 1} has no direction
  expect(result.baselineDegrees).toBeCloseTo((0 + 90) / 2, 12);
});

test('where no set has a direction the angles are not defined', () => {
  const result = tagWiseAverage(
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
    LabelSets.from([[0], [1], [2], [0, 1]], 3),
  );
  expect(result).toMatchObject({ sets: 0, omittedSets: 1, angleDegrees: NaN, metric: NaN });
});

test('all subsets are gone through once, and counted', () => {
  for (let n = 1; n <= 7; n++) {
    for (let size = 1; size <= n; size++) {
      const subsets = Array.from(allSubsets(n, size), (subset) => subset.join());
      expect(new Set(subsets).size).toBe(countSubsets(n, size));
      expect(subsets).toHaveLength(countSubsets(n, size));
    }
  }
  expect(countSubsets(60, 30)).toBe(118264581564861424); // as Python's math.comb has it, rounded to a double
  expect(countSubsets(5000, 2500)).toBe(Infinity);
});
