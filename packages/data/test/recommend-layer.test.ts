import '@tensorflow/tfjs-backend-cpu';
import { cyclicSignChanges, LabelSets, seededRandom } from '@argmaxable/core';
import {
  expectedRadius,
  type ExpectedRadiusOptions,
  labelStatistics,
  radiusLaw,
  recommendLayer,
  type RecommendLayerOptions,
  reorderLabels,
} from '../src/index.js';

const asGiven = (n: number): number[] => Array.from({ length: n }, (_, label) => label);

describe('recommendLayer', () => {
  const random = seededRandom('recommendations');
  const cases = Array.from({ length: 40 }, () => {
    const n = 9 + random.integer(12);
    const sets = Array.from({ length: 1 + random.integer(30) }, () => random.subset(n, random.integer(6)));
    const share = [1, 0.9, 0.5, 1 / 3][random.integer(4)];
    return { labelSets: LabelSets.from(sets, n), share, order: random.permutation(n) };
  });

  test('k is the smallest that reaches the share, in the better of the two orders: by trying every k', () => {
    for (const { labelSets, share, order } of cases) {
      const n = labelSets.numLabels;
      const shareOf = (sets: LabelSets, k: number): number =>
        [...sets].filter((set) => cyclicSignChanges(set, n) <= 2 * k).length / sets.size;
      const smallest = (sets: LabelSets): number => {
        let k = 1;
        while (shareOf(sets, k) < share) k++;
        return k;
      };
      const [here, there] = [labelSets, reorderLabels(labelSets, order)];
      const k = Math.min(smallest(here), smallest(there));
      const layer = recommendLayer(labelSets, { share, labelOrder: order });
      if (2 * k + 1 > n) {
        expect(layer).toBeNull();
        continue;
      }
      expect(layer!.k).toBe(k);
      const ordered = layer!.labelOrder === null ? here : reorderLabels(labelSets, layer!.labelOrder);
      expect(layer!.guaranteedShare).toBe(shareOf(ordered, k));
      expect(layer!.guaranteedShare).toBeGreaterThanOrEqual(share);
      if (layer!.labelOrder !== null) expect([...layer!.labelOrder]).toEqual([...order]);
    }
  });

  test('with a radius: the smallest k at which the share is expected to have it, in the order as given', () => {
    for (const { labelSets, share } of cases) {
      const n = labelSets.numLabels;
      const radius = 0.01;
      const labelOrder = asGiven(n);
      const shareAt = (k: number): number =>
        [...labelSets].filter((set) => expectedRadius(set, { numLabels: n, k }) >= radius).length /
        labelSets.size;
      let k = 1;
      while (2 * k + 1 <= n && shareAt(k) < share) k++;
      const layer = recommendLayer(labelSets, { share, radius, labelOrder });
      expect(layer === null ? Infinity : layer.k).toBe(2 * k + 1 > n ? Infinity : k);
      if (layer !== null) expect(layer.expectedShare).toBe(shareAt(k));
    }
  });

  test('the order of fewer runs is taken, and its parameters counted', () => {
    const labelSets = LabelSets.from([[0, 4], [0, 4], [2, 6], [1]], 9);
    const { labelOrder, ...layer } = recommendLayer(labelSets, { features: 64, slack: 2 })!;
    expect(layer).toMatchObject({ k: 1, width: 5, slack: 2, guaranteedShare: 1, expectedShare: null });
    expect(layer.parameters).toEqual({ dft: 64 * 5 + 5 + 2 * 9, bsl: 64 * 5 + 5 + 5 * 9 });
    expect(labelStatistics(labelSets, { labelOrder: labelOrder! }).cyclicRuns.max).toBe(1);
    expect(recommendLayer(LabelSets.from([[0, 1], [5]], 9))!.labelOrder).toBeNull();
  });

  test('the expected radii count examples, and 0 for those that are not guaranteed', () => {
    const sets = [...Array.from({ length: 8 }, () => [3]), [0, 2, 4], [0, 2, 4]];
    const layer = recommendLayer(LabelSets.from(sets, 20), { share: 0.8, labelOrder: asGiven(20) })!;
    const single = expectedRadius([3], { numLabels: 20, k: 1 });
    expect([layer.k, layer.guaranteedShare, layer.expectedRadius]).toEqual([
      1,
      0.8,
      { median: single, q10: 0 },
    ]);
  });

  test('a radius that no layer is expected to have is none', () => {
    expect(recommendLayer(LabelSets.from([[3]], 20), { radius: 0.9 })).toBeNull();
    expect(recommendLayer(LabelSets.from([[0]], 2))).toBeNull();
  });

  test.each<[string, RecommendLayerOptions, string]>([
    ['share 0', { share: 0 }, 'share must be a number above 0 and up to 1; got 0.'],
    ['share above 1', { share: 1.5 }, 'share must be a number above 0 and up to 1; got 1.5.'],
    ['radius 0', { radius: 0 }, 'radius must be a number above 0 and up to 1; got 0.'],
    ['no features', { features: 0 }, 'features must be an integer from 1'],
    ['slack below 0', { slack: -1 }, 'slack must be an integer from 0'],
    ['no permutation', { labelOrder: [0] }, 'labelOrder must be a permutation of the 5 labels'],
    ['an unknown option', { k: 3 } as RecommendLayerOptions, 'must be among share, radius'],
  ])('%s is refused', (_, options, message) => {
    expect(() => recommendLayer(LabelSets.from([[0]], 5), options)).toThrow(message);
  });

  test('no examples are refused', () => {
    expect(() => recommendLayer(LabelSets.from([], 5))).toThrow('label sets of one example or more');
  });
});

describe('expectedRadius', () => {
  // Lower bounds that verifyMatrix proved for these sets, within 1 %: benchmarks/recommend-layer.ts.
  test.each([
    [1000, 1, 5.7e-6],
    [1000, 10, 4.73e-4],
    [1000, 30, 5.76e-3],
    [4000, 20, 1.45e-4],
    [200, 20, 4.49e-2],
  ])('one label of %i, k = %i: within a factor of 2 of the radius', (numLabels, k, radius) => {
    const ratio = expectedRadius([7], { numLabels, k }) / radius;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('none and all labels: 1 / sqrt(2k + 1); more than k runs: 0', () => {
    const options = { numLabels: 9, k: 2 };
    expect(expectedRadius([], options)).toBe(1 / Math.sqrt(5));
    expect(expectedRadius(asGiven(9), options)).toBe(1 / Math.sqrt(5));
    expect(expectedRadius([0, 2, 4], options)).toBe(0);
  });

  test('it is the same around the circle and for the complement, and less where runs are close', () => {
    const options = { numLabels: 30, k: 4 };
    const set = [0, 1, 5, 29];
    const radius = expectedRadius(set, options);
    expect(
      expectedRadius(
        set.map((label) => (label + 7) % 30),
        options,
      ),
    ).toBeCloseTo(radius, 12);
    expect(
      expectedRadius(
        asGiven(30).filter((label) => !set.includes(label)),
        options,
      ),
    ).toBeCloseTo(radius, 12);
    expect(expectedRadius([3, 5], options)).toBeLessThan(expectedRadius([3, 18], options));
  });

  test.each<[string, number[], Partial<ExpectedRadiusOptions>, string]>([
    ['a label out of range', [30], {}, 'must be an integer from 0 to 29'],
    ['k out of range', [0], { k: 15 }, 'k must be an integer from 1 to 14'],
    ['no labels to choose from', [0], { numLabels: 2 }, 'numLabels must be an integer from 3'],
    [
      'no resolution',
      [0],
      { law: { ...radiusLaw, resolution: 0 } },
      'law.resolution must be a number above 0',
    ],
    ['NaN', [0], { law: { ...radiusLaw, scale: NaN } }, 'law.scale must be a finite number'],
  ])('%s is refused', (_, labels, options, message) => {
    expect(() => expectedRadius(labels, { numLabels: 30, k: 4, ...options })).toThrow(message);
  });
});
