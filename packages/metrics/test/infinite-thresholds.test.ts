import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { perLabelThresholds, ruleFromJSON } from '@argmaxable/decisions';
import fc from 'fast-check';
import {
  accuracyScore,
  AccuracyScore,
  f1Score,
  F1Score,
  hammingLoss,
  type MetricJSON,
  multiLabelReport,
  precisionScore,
  recallScore,
} from '../src/index.js';

// prettier-ignore
const targets = [[1, 0, 1], [0, 1, 1], [1, 1, 0]];
// prettier-ignore
const scores = [[2, -1, 0.5], [-1, 3, 1], [Infinity, -Infinity, 1]];

test('Infinity never predicts, -Infinity predicts every score but -Infinity itself: z > t', () => {
  expect(f1Score(targets, scores, { threshold: Infinity, average: 'micro' })).toBe(0);
  expect(recallScore(targets, scores, { threshold: Infinity })).toBe(0);
  expect(precisionScore(targets, scores, { threshold: Infinity, zeroDivision: 1 })).toBe(1);
  const always = f1Score.perLabel(targets, scores, { threshold: -Infinity });
  expect([...always]).toEqual([0.8, 0.5, 0.8]); // label 1 is not predicted in example 2
  expect(accuracyScore([[1, 0]], [[Infinity, -Infinity]], { threshold: [Infinity, -Infinity] })).toBe(0);
  expect(accuracyScore([[0, 0]], [[Infinity, -Infinity]], { threshold: [Infinity, -Infinity] })).toBe(1);
});

test('one per label, in every form', () => {
  const threshold = [Infinity, 0, -Infinity];
  const predicted = LabelSets.from([[2], [1, 2], [2]], 3);
  expect(f1Score(targets, scores, { threshold })).toBe(f1Score(targets, predicted));
  expect(hammingLoss(targets, scores, { threshold: Float64Array.from(threshold) })).toBe(
    hammingLoss(targets, predicted),
  );
  const report = multiLabelReport(targets, scores, { threshold });
  expect(report.macro.f1).toBe(f1Score(targets, predicted));
  expect(report.threshold).toEqual(threshold);
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({ threshold: ['Infinity', 0, '-Infinity'] });
});

test('what perLabelThresholds learns passes, as thresholds and as label sets', () => {
  // Label 1 is never active: its threshold is Infinity.
  const yTrue = LabelSets.from([[0], [0], []], 2);
  // prettier-ignore
  const z = [[2, 1], [1, 3], [0, 2]];
  const rule = perLabelThresholds.fit(yTrue, z, { average: 'micro', folds: 0 }); // unshrunk
  const { thresholds } = rule.toJSON() as unknown as { thresholds: (number | string)[] };
  const threshold = thresholds.map(Number);
  expect(threshold).toContain(Infinity);
  expect(f1Score(yTrue, z, { threshold, average: 'micro' })).toBe(1);
  expect(f1Score(yTrue, rule.predict(z), { average: 'micro' })).toBe(1);
  expect(multiLabelReport(yTrue, z, { threshold }).micro.f1).toBe(1);
  expect(multiLabelReport(yTrue, rule.predict(z)).micro.f1).toBe(1);
  const read = ruleFromJSON(JSON.parse(JSON.stringify(rule)));
  expect(accuracyScore(yTrue, read.predict(z))).toBe(1);
});

test('JSON keeps infinities exactly', () => {
  const number = fc.constantFrom(Infinity, -Infinity, 0, 0.5, -1e308, 5e-324);
  const threshold = fc.oneof(number, fc.array(number, { minLength: 3, maxLength: 3 }));
  fc.assert(
    fc.property(threshold, (threshold) => {
      const metric = new F1Score({ threshold, zeroDivision: NaN });
      metric.update(targets, scores);
      const read = F1Score.fromJSON(JSON.parse(JSON.stringify(metric)) as MetricJSON);
      expect(read.options).toEqual(metric.options);
      expect(read.result()).toBe(metric.result());
      expect(read.merge(metric).examples).toBe(6);
    }),
  );
});

test('infinite thresholds of other signs are other metrics', () => {
  const never = new AccuracyScore({ threshold: [Infinity, 0] });
  expect(() => never.merge(new AccuracyScore({ threshold: [-Infinity, 0] }))).toThrow(
    'other must be the same metric',
  );
  expect(() => never.merge(new AccuracyScore({ threshold: Infinity }))).toThrow(
    'other must be the same metric',
  );
  expect(new AccuracyScore({ threshold: 0 }).merge(new AccuracyScore()).examples).toBe(0); // 0 is the default
  expect(new AccuracyScore().merge(new AccuracyScore({ threshold: 0 })).examples).toBe(0);
});

test('the words of JSON are no thresholds where numbers are asked for', () => {
  expect(() => f1Score({ threshold: 'Infinity' as never })).toThrow('threshold must be a number, not NaN');
  expect(() => f1Score({ threshold: ['Infinity'] as never })).toThrow(
    'threshold[0] must be a number, not NaN',
  );
  expect(() => f1Score({ zeroDivision: null as never })).toThrow(
    'zeroDivision must be 0, 1 or NaN; got null.',
  );
});
