import { seededRandom } from '@argmaxable/core';
import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { verify, verifyMatrix } from '../../src/index.js';

/** The score of every label at x. */
const scoresAt = (weights: number[][], bias: number[], x: ArrayLike<number>): number[] =>
  weights.map((row, i) => row.reduce((sum, value, j) => sum + value * x[j], bias[i]));

const none = (n: number) => new Array<number>(n).fill(0);

describe.each([
  ['without a bias', none(6), 1],
  ['with a bias', [0.3, -0.2, 0.5, 0.1, -0.4, 0], 2],
] as const)('topK, %s', (_, bias, box) => {
  const weights = gaussianMatrix(6, 2, 4);
  const input = { weights, bias: bias.some(Boolean) ? bias : null, box };

  test('finds every set that random points rank first, and proves the others out of reach', async () => {
    const next = seededRandom(1).normal;
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const x = [next(), next()].map((value) => Math.max(-box, Math.min(box, value)));
      const scores = scoresAt(weights, [...bias], x);
      const ranked = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
      for (let k = 0; k <= 6; k++) seen.add(String(ranked.slice(0, k).sort((a, b) => a - b)));
    }
    const report = await verifyMatrix(input, allLabelSets(6), { rule: 'topK' });
    expect(report.counts.undecided).toBe(0);
    const reached = report.results.filter(({ verdict }) => verdict === 'argmaxable');
    expect(new Set(reached.map(({ labels }) => String([...labels])))).toEqual(seen);
  });

  test('a witness ranks its set first', async () => {
    const options = { rule: 'topK', certificates: true } as const;
    const { results } = await verifyMatrix(input, allLabelSets(6), options);
    for (const { labels, witness, verdict } of results) {
      if (verdict !== 'argmaxable' || labels.length === 0 || labels.length === 6) continue;
      const scores = scoresAt(weights, [...bias], witness!);
      const inside = Math.min(...Array.from(labels, (i) => scores[i]));
      const outside = Math.max(...scores.filter((_, i) => !labels.includes(i)));
      expect(inside).toBeGreaterThan(outside);
    }
  });

  test('the mode changes no verdict', async () => {
    const verdict = await verifyMatrix(input, allLabelSets(6), { rule: 'topK' });
    const radius = await verifyMatrix(input, allLabelSets(6), { rule: 'topK', mode: 'radius' });
    expect(verdict.results.map((result) => result.verdict)).toEqual(
      radius.results.map((result) => result.verdict),
    );
  });
});

test('argmax: the labels on the convex hull, and no others', async () => {
  const onCircle = [0, 1, 2, 3, 4].map((i) => [Math.cos(i * 1.2), Math.sin(i * 1.2)]);
  const weights = [...onCircle, [0.1, 0.2], [-0.3, 0]];
  const report = await verifyMatrix({ weights }, undefined, { rule: 'argmax' });
  expect(report.results.map(({ verdict }) => verdict === 'argmaxable')).toEqual([
    ...onCircle.map(() => true),
    false,
    false,
  ]);
  await expect(verifyMatrix({ weights }, [[0], [1, 2]], { rule: 'argmax' })).rejects.toThrow(
    /labelSets\[1\] must be one label.*got \[1, 2\].*'topK'/,
  );
});

test('thresholds shift the bias', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
      const next = seededRandom(seed).normal;
      const weights = gaussianMatrix(5, 2, seed);
      const [bias, thresholds] = [weights.map(next), weights.map(next)];
      const shifted = bias.map((value, i) => value - thresholds[i]);
      const a = await verifyMatrix({ weights, bias }, allLabelSets(5), { thresholds });
      const b = await verifyMatrix({ weights, bias: shifted }, allLabelSets(5));
      expect(a.results.map(({ verdict }) => verdict)).toEqual(b.results.map(({ verdict }) => verdict));
    }),
    { numRuns: 10 },
  );
});

test.each<[string, object, RegExp]>([
  ['an option that is none', { box: 2 }, /options of verify must be among mode, gap, rule, .*got "box"/],
  ['an unknown rule', { rule: 'best' }, /rule must be one of 'sign', 'topK', 'argmax'; got "best"/],
  ['too few thresholds', { thresholds: [0] }, /thresholds must be a vector of 3 values/],
  [
    'thresholds of a ranking',
    { rule: 'topK', thresholds: [0, 0, 0] },
    /thresholds must be left out: rule 'topK'/,
  ],
])('%s is refused', async (_, options, message) => {
  const { labelSets, ...rest } = { labelSets: [[0]], ...options };
  await expect(verifyMatrix({ weights: [[1], [2], [3]] }, labelSets, rest)).rejects.toThrow(message);
});

test('a model that ends in softmax is verified by the order of its scores', async () => {
  const model = sequential({ layers: [layers.dense({ units: 8, inputShape: [2], activation: 'softmax' })] });
  const report = await verify(model, { rule: 'argmax' });
  expect(report.results).toHaveLength(8);
  expect(String(report)).toContain('rule argmax');
  await expect(verify(model, { labelSets: [[0]] })).rejects.toThrow(/softmax.*rule: 'topK' or 'argmax'/s);
  model.dispose();
});
