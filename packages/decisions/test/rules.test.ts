import { LabelSets, type Scores, type Targets, ValueError } from '@argmaxable/core';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type DecisionRule,
  expectedF,
  type FitOptions,
  generalFMaximizer,
  independentJoint,
  perExample,
  perLabelThresholds,
  plugInFMaximizer,
  ruleFromJSON,
  threshold,
  thresholdAveraging,
  topK,
} from '../src/index.js';
import type { LearntRuleName } from './rule-names.js';
import data from './fixtures/threshold-averaging.json' with { type: 'json' };

type Fit = (yTrue: Targets, yPred: Scores, options?: FitOptions) => DecisionRule;

/** Every rule's `fit`. */
const byName: Readonly<Record<LearntRuleName, Fit>> = {
  topK: topK.fit,
  threshold: threshold.fit,
  thresholdAveraging: thresholdAveraging.fit,
  perLabelThresholds: perLabelThresholds.fit,
  perExample: perExample.fit,
  plugInFMaximizer: plugInFMaximizer.fit,
  generalFMaximizer: generalFMaximizer.fit,
};
const fits: [string, Fit][] = [
  ...Object.entries(byName),
  ['perLabelThresholds, macro', (t, s, o) => perLabelThresholds.fit(t, s, { ...o, average: 'macro' })],
  ['perLabelThresholds, micro', (t, s, o) => perLabelThresholds.fit(t, s, { ...o, average: 'micro' })],
  ['perLabelThresholds, unshrunk', (t, s, o) => perLabelThresholds.fit(t, s, { ...o, folds: 0 })],
  ['perExample, bounded', (t, s, o) => perExample.fit(t, s, { ...o, min: 1, max: 11 })],
  ['plugInFMaximizer, per label', (t, s, o) => plugInFMaximizer.fit(t, s, { ...o, calibration: 'perLabel' })],
];

// Numbers of float32, so that tensors and arrays hold the same scores.
const scores = data.scores.map((row) => row.map(Math.fround));
const sets = LabelSets.fromMultiHot(data.targets);

describe.each(fits)('%s', (_, fit) => {
  test('predicts the same after a round trip through JSON', () => {
    const rule = fit(sets, scores);
    const restored = ruleFromJSON(JSON.parse(JSON.stringify(rule)));
    expect(restored).toEqual(rule);
    expect(restored.predict(scores)).toEqual(rule.predict(scores));
  });

  test('takes targets and scores in every form, and leaves no tensor behind', () => {
    const expected = fit(sets, scores);
    const tensors = {
      multiHot: tensor2d(data.targets, undefined, 'float32'),
      int32: tensor2d(data.targets, undefined, 'int32'),
      sparse: sets.toPadded(sets.maxActive()),
      scores: tensor2d(scores, undefined, 'float32'),
    };
    const before = memory().numTensors;
    const flat = Float32Array.from(scores.flat());
    const rules = [
      fit(data.targets, scores),
      fit(tensors.multiHot, tensors.scores),
      fit(tensors.int32, tensors.scores, { targets: 'dense' }),
      fit(tensors.sparse, tensors.scores),
      fit(sets, flat),
      fit(sets, Float64Array.from(flat)),
    ];
    for (const rule of rules) expect(rule).toEqual(expected);
    const predicted = expected.predict(scores);
    expect(expected.predict(tensors.scores)).toEqual(predicted);
    expect(expected.predict(flat, 12)).toEqual(predicted);
    expect(memory().numTensors).toBe(before);
    Object.values(tensors).forEach((tensor) => tensor.dispose());
  });

  test('gives every example the same set in any order of examples', () => {
    const order = scores.map((_, i) => (i * 7) % scores.length); // 7 and 40 are coprime: a permutation
    const rule = fit(sets, scores);
    const reordered = fit(
      sets.select(order),
      order.map((i) => scores[i]),
    );
    expect(reordered.predict(scores)).toEqual(rule.predict(scores));
  });

  test('learns something: beta moves predictions from fewer labels to more', () => {
    const active = (beta: number) => fit(sets, scores, { beta }).predict(scores).meanActive();
    expect(active(0.2)).toBeLessThanOrEqual(active(1));
    expect(active(5)).toBeGreaterThan(active(0.2));
  });

  test('names what is wrong', () => {
    const n = data.targets[0].length;
    const wrong: [() => unknown, string][] = [
      [
        () => fit(sets.select([0, 1]), scores),
        'yPred must be as many examples as yTrue, 2; got "40 examples"',
      ],
      [
        () =>
          fit(
            sets,
            scores.map((row) => row.slice(1)),
          ),
        `yPred must be of ${n} columns`,
      ],
      [() => fit([data.targets[0].map(() => 2)], [scores[0]]), 'must be 0 or 1; got 2'],
      [() => fit(tensor2d([[12, -1]], [1, 2], 'int32'), [scores[0]]), 'an integer from 0 to 11; got 12'],
      [() => fit(tensor2d([[0.5, 0.5]]), [scores[0]]), 'yTrue must be multi-hot'],
      [() => fit(tensor2d([data.targets[0]], undefined, 'int32'), [scores[0]]), 'yTrue must be told apart'],
      [
        () => fit(sets.select([0]), [scores[0].map((z, i) => (i === 3 ? NaN : z))]),
        'yPred[0][3] must be a number; got NaN',
      ],
      [
        () => fit(LabelSets.from([], n), new Float32Array(0)),
        'yPred must be of one example and one label or more',
      ],
      [() => fit(sets, scores, { beta: -1 }), 'beta must be a finite number from 0'],
      [() => fit(sets, scores, { gamma: 1 } as FitOptions), 'got "gamma"'],
      [() => fit(sets, scores, { targets: 'Dense' } as unknown as FitOptions), 'targets must be one of'],
    ];
    for (const [call, message] of wrong) {
      expect(call).toThrow(ValueError);
      expect(call).toThrow(message);
    }
  });

  test('refuses NaN scores and no example when it predicts', () => {
    const rule = fit(sets, scores);
    expect(() => rule.predict([scores[0].map(() => NaN)])).toThrow('scores[0][0] must be a number; got NaN');
    expect(() => rule.predict(new Float32Array(0), 12)).toThrow('scores must be of one example');
  });
});

test('rules are plain data in JSON, infinities included', () => {
  const rule = perLabelThresholds([0.5, Infinity, -Infinity]);
  expect(JSON.stringify(rule)).toBe(
    '{"rule":"perLabelThresholds","thresholds":[0.5,"Infinity","-Infinity"]}',
  );
  expect(ruleFromJSON(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  expect(ruleFromJSON(JSON.parse(JSON.stringify(threshold(Infinity))))).toEqual(threshold(Infinity));
});

test('what a rule was made from can change without changing the rule', () => {
  const thresholds = [0, 0];
  const rule = perLabelThresholds(thresholds);
  thresholds[0] = 9;
  expect(rule.predict([[1, 1]]).get(0)).toEqual(Int32Array.of(0, 1));
});

test.each([
  [() => topK(0), 'k must be an integer, 1 or more; got 0'],
  [() => topK(3).predict([[1, 2]]), 'k must be an integer, 2 or less; got 3. There are 2 labels.'],
  [() => threshold(NaN), 'threshold must be a number, Infinity or -Infinity; got NaN'],
  [() => threshold('0' as unknown as number), 'threshold must be a number'],
  [() => thresholdAveraging(Infinity), 'threshold must be a finite number; got Infinity'],
  [() => perLabelThresholds([]), 'thresholds must be of one number or more'],
  [() => perLabelThresholds([0, NaN]), 'thresholds[1] must be a number'],
  [() => perLabelThresholds(3 as unknown as number[]), 'thresholds must be an array'],
  [() => perLabelThresholds([0, 0]).predict([[1, 2, 3]]), 'scores must be of 2 columns'],
  [() => perLabelThresholds([0, 0]).predict(new Float32Array(6), 3), 'numLabels must be 2'],
  [
    () => perLabelThresholds.fit([[1]], [[1]], { average: 'Micro' as 'micro' }),
    `average must be one of 'both', 'micro', 'macro'`,
  ],
  [
    () => plugInFMaximizer().predict([[0.5, 1.2]]),
    'score of label 1 must be a probability, from 0 to 1; got 1.2',
  ],
  [
    () => plugInFMaximizer.fit([[1]], [[1.2]], { scores: 'probabilities' }),
    'score of label 0 must be a probability',
  ],
  [
    () => plugInFMaximizer.fit([[1]], [[1]], { calibration: 'isotonic' as 'global' }),
    'calibration must be one of',
  ],
  [
    () => plugInFMaximizer({ beta: Infinity }),
    'beta must be a finite number from 0 to 1000000; got Infinity',
  ],
  [
    () => plugInFMaximizer.fit([[1, 0]], [[1, 0]], { calibration: 'perLabel' }).predict([[1]]),
    'scores must be scores of 2',
  ],
  [() => generalFMaximizer({ countWeights: [1, 0] }), 'countWeights[1] must be a finite number'],
  [() => generalFMaximizer({ countWeight: [1] } as object), 'got "countWeight"'],
  [() => generalFMaximizer().predictFromJoint([]), 'joint must be a tensor or nested arrays'],
  [
    () => generalFMaximizer().predictFromJoint([[[0.1, 0.2]]]),
    'joint must be of shape [size, n, m] with 1 <= m <= n',
  ],
  [
    () => generalFMaximizer().predictFromJoint([[[0.1], [0.1, 0.1]]]),
    'joint[0][1] must be a row of 1 numbers',
  ],
  [() => generalFMaximizer().predictFromJoint([[[0.1], [0.1]], [[0.1]]]), 'joint[1] must be 2 rows'],
  [() => generalFMaximizer().predictFromJoint([[[0.1], [NaN]]]), 'joint[0][1][0] must be a probability'],
  [() => generalFMaximizer().predictFromJoint([[[0.9], [0.9]]]), 'sum to 1 or less'],
  [
    () => generalFMaximizer().predictFromJoint([[[0.9], [0.9]]], []),
    'empty must be one probability per example, 1',
  ],
  [() => generalFMaximizer().predictFromJoint([[[0.9], [0.9]]], [-1]), 'empty[0] must be a probability'],
  [() => independentJoint([[2]]), 'score of label 0 must be a probability'],
  [() => expectedF([[1, 0]], [[0.5]]), 'yPred must be of 2 columns'],
  [() => expectedF([[1]], [[0.5]], { beta: -1 }), 'beta must be'],
  [() => ruleFromJSON('{"rule":"topK","k":2}'), 'Parse text with JSON.parse'],
  [() => ruleFromJSON({ rule: 'topk', k: 2 }), `rule must be one of 'topK'`],
  [() => ruleFromJSON({ rule: 'toString' }), 'rule must be one of'],
  [() => ruleFromJSON({ rule: 'topK', n: 2 }), 'options of topK must be among k; got "n"'],
  [() => ruleFromJSON({ rule: 'topK' }), 'k must be an integer'],
  [
    () =>
      ruleFromJSON({
        rule: 'plugInFMaximizer',
        calibration: { scores: 'logits', slopes: [1], offsets: [1, 2] },
      }),
    'calibration.offsets must be as many numbers as slopes, 1',
  ],
  [
    () =>
      ruleFromJSON({
        rule: 'plugInFMaximizer',
        calibration: { scores: 'logits', slopes: [null], offsets: [1] },
      }),
    'calibration.slopes[0] must be a finite number; got null',
  ],
  [
    () => ruleFromJSON({ rule: 'plugInFMaximizer', calibration: 3 }),
    'options of calibration must be an object',
  ],
])('a wrong argument is named: %#', (call, message) => {
  expect(call).toThrow(ValueError);
  expect(call).toThrow(message);
});
