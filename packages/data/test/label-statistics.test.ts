import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { type LabelStatisticsOptions, labelStatistics } from '../src/index.js';

// Runs around the circle of 8: 2 (0-1, 4), 1 (7-0), 0, 3, 1.
const labelSets = LabelSets.from([[0, 1, 4], [0, 7], [], [0, 2, 4], [0, 7]], 8);

test('counts by hand', () => {
  const { toString, ...statistics } = labelStatistics(labelSets);
  expect(typeof toString).toBe('function');
  expect(statistics).toEqual({
    size: 5,
    numLabels: 8,
    maxActive: 3,
    meanActive: 2,
    distinctSets: 4,
    unusedLabels: 3,
    labelCounts: { mean: 10 / 8, min: 0, q25: 0, median: 1, q75: 2, q99: 4, max: 4 },
    cyclicRuns: { mean: 7 / 5, min: 0, q25: 1, median: 1, q75: 2, q99: 3, max: 3 },
    smallestLayer: {
      all: { k: 3, width: 7, parameters: null },
      ninetyNinePercent: { k: 3, width: 7, parameters: null },
    },
  });
});

test('runs are counted in the label order', () => {
  const { cyclicRuns, labelCounts } = labelStatistics(labelSets, { labelOrder: [1, 4, 0, 2, 7, 3, 5, 6] });
  expect([cyclicRuns.max, cyclicRuns.mean]).toEqual([2, (1 + 2 + 0 + 1 + 2) / 5]);
  expect(labelCounts).toEqual(labelStatistics(labelSets).labelCounts);
});

test('99 % of the examples may need a smaller layer than all', () => {
  const sets = Array.from({ length: 100 }, (_, i) => (i === 0 ? [0, 2, 4] : [i % 10]));
  const { all, ninetyNinePercent } = labelStatistics(LabelSets.from(sets, 10)).smallestLayer;
  expect([all!.k, ninetyNinePercent!.k]).toEqual([3, 1]);
});

test('where every second label is active, no DFT layer is large enough', () => {
  expect(labelStatistics(LabelSets.from([[0, 2, 4]], 6)).smallestLayer.all).toBeNull();
  expect(labelStatistics(LabelSets.from([[0, 2]], 5)).smallestLayer.all!.k).toBe(2);
  expect(labelStatistics(LabelSets.from([[0]], 2)).smallestLayer.all).toBeNull();
});

test('k is 1 at least', () => {
  expect(labelStatistics(LabelSets.from([[], []], 5)).smallestLayer.all!.k).toBe(1);
});

test('parameters by the formulas of the layers', () => {
  const { all } = labelStatistics(labelSets, { features: 64, slack: 2 }).smallestLayer;
  const width = 2 * 3 + 1 + 2;
  const parameters = { dft: 64 * width + width + 2 * 8, bsl: 64 * width + width + width * 8 };
  expect(all).toEqual({ k: 3, width, parameters });
});

test('a table for people, data for JSON', () => {
  const statistics = labelStatistics(labelSets, { features: 64 });
  expect(String(statistics)).toBe(
    [
      'examples                    5',
      'labels                      8, 3 of them in no example',
      'active labels per example   mean 2, max 3',
      'different label sets        4',
      'examples per label          mean 1.25, min 0, 25 % 0, median 1, 75 % 2, 99 % 4, max 4',
      'cyclic runs per example     mean 1.4, min 0, 25 % 1, median 1, 75 % 2, 99 % 3, max 3',
      'DFT layer for all examples  k = 3, 7 columns, 455 parameters (BSL of 7 features: 511)',
      'DFT layer for 99 % of them  k = 3, 7 columns, 455 parameters (BSL of 7 features: 511)',
    ].join('\n'),
  );
  expect(String(labelStatistics(LabelSets.from([[0]], 2)))).toContain('none: 2k + 1 must not exceed');
  expect(JSON.parse(JSON.stringify(statistics))).toMatchObject({ size: 5, cyclicRuns: { max: 3 } });
});

test.each<[string, LabelSets, LabelStatisticsOptions, string]>([
  ['no examples', LabelSets.from([], 3), {}, 'labelSets must be label sets of one example or more'],
  ['no permutation', labelSets, { labelOrder: [0] }, 'labelOrder must be a permutation of the 8 labels'],
  ['no features', labelSets, { features: 0 }, 'features must be an integer from 1 to 2147483647; got 0.'],
  ['slack below 0', labelSets, { slack: -1 }, 'slack must be an integer from 0 to 2147483647; got -1.'],
  [
    'an unknown option',
    labelSets,
    { k: 3 } as LabelStatisticsOptions,
    'must be among labelOrder, features, slack',
  ],
])('%s is refused', (_, labelSets, options, message) => {
  expect(() => labelStatistics(labelSets, options)).toThrow(message);
});
