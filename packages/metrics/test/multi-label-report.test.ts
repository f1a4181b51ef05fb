import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import {
  accuracyScore,
  averagePrecisionScore,
  coverageError,
  f1AtK,
  f1Score,
  hammingLoss,
  jaccardScore,
  labelRankingAveragePrecisionScore,
  labelRankingLoss,
  meanAveragePrecision,
  multiLabelReport,
  ndcgAtK,
  precisionAtK,
  precisionScore,
  propensities as propensitiesOf,
  propensityScoredPrecisionAtK,
  recallAtK,
  recallScore,
  rocAucScore,
  rPrecision,
} from '../src/index.js';
import reference from './fixtures/metrics.json' with { type: 'json' };

const { scores, targets } = reference;
const sets = LabelSets.fromMultiHot(targets);
const propensities = propensitiesOf(sets.labelCounts(), sets.size);

test.each([
  [0, 0],
  [0.5, 1],
])('holds what the metrics give, with threshold %p and zeroDivision %p', (threshold, zeroDivision) => {
  const report = multiLabelReport(targets, scores, { k: [8, 1], threshold, zeroDivision, propensities });
  expect(report.atK).toEqual(
    [8, 1].map((k) => ({
      k,
      precision: precisionAtK(targets, scores, { k }),
      recall: recallAtK(targets, scores, { k, zeroDivision }),
      f1: f1AtK(targets, scores, { k, zeroDivision }),
      ndcg: ndcgAtK(targets, scores, { k, zeroDivision }),
      psp: propensityScoredPrecisionAtK(targets, scores, { k, propensities }),
    })),
  );
  for (const average of ['micro', 'macro', 'weighted', 'samples'] as const) {
    const options = { average, threshold, zeroDivision };
    expect(report[average]).toEqual({
      precision: precisionScore(targets, scores, options),
      recall: recallScore(targets, scores, options),
      f1: f1Score(targets, scores, options),
      jaccard: jaccardScore(targets, scores, options),
    });
  }
  expect(report).toMatchObject({
    examples: 40,
    labels: 12,
    threshold,
    rPrecision: rPrecision(targets, scores, { zeroDivision }),
    hammingLoss: hammingLoss(targets, scores, { threshold }),
    accuracy: accuracyScore(targets, scores, { threshold }),
    ranking: {
      averagePrecisionMacro: averagePrecisionScore(targets, scores),
      averagePrecisionMicro: averagePrecisionScore(targets, scores, { average: 'micro' }),
      meanAveragePrecision: meanAveragePrecision(targets, scores),
      rocAucMacro: rocAucScore(targets, scores),
      rocAucMicro: rocAucScore(targets, scores, { average: 'micro' }),
      labelRankingAveragePrecision: labelRankingAveragePrecisionScore(targets, scores),
      coverageError: coverageError(targets, scores),
      labelRankingLoss: labelRankingLoss(targets, scores),
    },
  });
  const f1 = f1Score.perLabel(targets, scores, { threshold, zeroDivision });
  const averagePrecision = averagePrecisionScore.perLabel(targets, scores);
  expect(report.perLabel.map(({ label, f1, averagePrecision }) => [label, f1, averagePrecision])).toEqual(
    Array.from(f1, (value, label) => [label, value, averagePrecision[label]]),
  );
  expect(report.perLabel.map(({ support }) => support)).toEqual([...sets.labelCounts()]);
});

test('is the same from tensors and sparse targets, and leaves no tensor', () => {
  const float32 = scores.map((row) => row.map(Math.fround));
  const before = memory().numTensors;
  const [yPred, yTrue] = [tensor2d(scores), sets.toPadded(7)];
  const report = multiLabelReport(yTrue, yPred);
  expect(report).toEqual(multiLabelReport(targets, float32));
  yPred.dispose();
  yTrue.dispose();
  expect(memory().numTensors).toBe(before);
  expect(report.atK.map(({ k }) => k)).toEqual([1, 3, 5]);
  expect(report.atK[0]).not.toHaveProperty('psp');
});

test('k is that of the labels there are', () => {
  expect(multiLabelReport([[1, 0]], [[1, 2]]).atK.map(({ k }) => k)).toEqual([1]);
  expect(multiLabelReport([[1, 0]], [[1, 2]], { k: 2 }).atK.map(({ k }) => k)).toEqual([2]);
});

test('prints tables of one width, and is plain data as JSON', () => {
  const labelNames = targets[0].map((_, label) => `name of ${label}`);
  const report = multiLabelReport(targets, scores, { labelNames, propensities });
  const text = report.toString();
  expect(text).toMatch(/^40 examples, 12 labels\n\n\| at k \|/);
  for (const part of ['PSP', 'score > 0', 'name of 11', '0.2865', 'R-precision', 'micro', 'weighted']) {
    expect(text).toContain(part);
  }
  for (const block of text.split('\n\n').slice(1)) {
    expect(new Set(block.split('\n').map(({ length }) => length)).size).toBe(1);
  }
  const json = JSON.parse(JSON.stringify(report)) as object;
  expect(json).toMatchObject({ examples: 40, micro: { f1: report.micro.f1 }, ranking: report.ranking });
  // Label 7 has no positives: its average precision is no number.
  expect(json).toHaveProperty('perLabel.7.averagePrecision', null);
  expect(text).toMatch(/name of 7 .* - \| +- \|/);
});

test('of many labels only the best and the worst are printed', () => {
  const n = 1000;
  const many = LabelSets.from(
    Array.from({ length: 50 }, (_, i) => [i, i + 50]),
    n,
  );
  // Labels 0 to 49 are found, 50 to 99 missed, the others never active.
  const yPred = Array.from({ length: 50 }, (_, i) =>
    Float32Array.from({ length: n }, (_, j) => (j === i ? 1 : -1)),
  );
  const text = multiLabelReport(many, yPred).toString();
  expect(text).toContain('of the 100 that are active in an example');
  const listed = text.slice(text.indexOf('active in an example')).match(/^\| \d+ /gm);
  expect(listed).toHaveLength(20);
  expect(listed!.filter((cell) => Number(cell.slice(2)) < 50)).toHaveLength(10);
});

test.each<[() => unknown, string]>([
  [() => multiLabelReport([[1, 0]], [[1, 2]], { k: 3 }), 'k must be an integer from 1 to 2; got 3.'],
  [
    () => multiLabelReport([[1, 0]], [[1, 2]], { labelNames: ['a'] }),
    'labelNames must be 2 names, one per label; got ["a"].',
  ],
  [() => multiLabelReport([[1, 0]], [[1, NaN]]), 'yPred[0][1] must be a number; got NaN.'],
  [
    () => multiLabelReport([[1, 0]], [[1, 2]], { propensities: [1] }),
    'propensities must be 2 numbers, one per label; got "1 numbers".',
  ],
  [
    () => multiLabelReport(LabelSets.from([], 2), new Float32Array(0)),
    'yPred must be of one example and one label or more; got [0, 2].',
  ],
  [
    () => multiLabelReport([[1, 0]], [[1, 2]], { ks: 3 } as never),
    'options of multiLabelReport must be among k,',
  ],
])('bad input %# is named', (call, message) => {
  expect(call).toThrow(message);
});
