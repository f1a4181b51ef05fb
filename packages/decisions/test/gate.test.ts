import { LabelSets, type Scores, type Targets, ValueError } from '@argmaxable/core';
import { disposed } from '@argmaxable/test-support/wrong-values';
import { scalar, tensor3d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type DecisionRule,
  expectedF,
  type FitOptions,
  generalFMaximizer,
  independentJoint,
  mcut,
  perExample,
  perLabelThresholds,
  plugInFMaximizer,
  ruleFromJSON,
  threshold,
  thresholdAveraging,
  topK,
} from '../src/index.js';
import type { LearntRuleName, RuleName } from './rule-names.js';

// eslint-disable-next-line no-sparse-arrays
const hole = [, 0.5];

/** Nothing of these is a number, nor rows of numbers, nor options, nor JSON of a rule. */
const wrong: [string, unknown][] = [
  ['null', null],
  ['NaN', NaN],
  ["''", ''],
  ["'x'", 'x'],
  ["'Infinity'", 'Infinity'],
  ['true', true],
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a Map', new Map([[0, 1]])],
  ['a Date', new Date(0)],
  ['a disposed tensor', disposed([1, 2])],
  ['a scalar tensor', scalar(0.5)],
  ['an array of null', [null]],
  ["an array of ''", ['']],
  ['an array of true', [true]],
  ['an array of [5]', [[5], [[5]]]],
  ['an array with a hole', hole],
  ['an array of NaN', [NaN]],
  ['bigints in a typed array', new BigInt64Array(2)],
  ['a view without numbers', new DataView(new ArrayBuffer(8))],
  ['an object with a length', { length: 2 ** 50 }],
];

type Fit = (yTrue: Targets, yPred: Scores, options?: FitOptions) => DecisionRule;

const rules: Readonly<Record<RuleName, DecisionRule>> = {
  topK: topK(1),
  mcut: mcut(),
  threshold: threshold(0),
  thresholdAveraging: thresholdAveraging(0),
  perLabelThresholds: perLabelThresholds([0, 0]),
  perExample: perExample(),
  plugInFMaximizer: plugInFMaximizer(),
  generalFMaximizer: generalFMaximizer(),
};
const fits: Readonly<Record<LearntRuleName, { readonly fit: Fit }>> = {
  topK,
  threshold,
  thresholdAveraging,
  perLabelThresholds,
  perExample,
  plugInFMaximizer,
  generalFMaximizer,
};
const yTrue = LabelSets.from([[0], [1]], 2);
const scores = [
  [0.6, 0.2],
  [0.3, 0.9],
];

/**
 * Every argument and option that takes a number, an array or an object, by a call with a value in its place.
 */
const places: [string, (value: never) => unknown][] = [
  ['topK', topK],
  ['threshold', threshold],
  ['thresholdAveraging', thresholdAveraging],
  ['perLabelThresholds', perLabelThresholds],
  ['perExample', perExample],
  ['perExample threshold', (value) => perExample({ threshold: value })],
  ['perExample min', (value) => perExample({ min: value })],
  ['perExample max', (value) => perExample({ max: value })],
  ['plugInFMaximizer', plugInFMaximizer],
  ['plugInFMaximizer beta', (value) => plugInFMaximizer({ beta: value })],
  ['plugInFMaximizer calibration', (value) => plugInFMaximizer({ calibration: value })],
  [
    'calibration scores',
    (value) => plugInFMaximizer({ calibration: { scores: value, slopes: [1], offsets: [0] } }),
  ],
  [
    'calibration slopes',
    (value) => plugInFMaximizer({ calibration: { scores: 'logits', slopes: value, offsets: [0, 0] } }),
  ],
  [
    'calibration offsets',
    (value) => plugInFMaximizer({ calibration: { scores: 'logits', slopes: [1, 1], offsets: value } }),
  ],
  ['generalFMaximizer', generalFMaximizer],
  ['generalFMaximizer countWeights', (value) => generalFMaximizer({ countWeights: value })],
  ['joint', (value) => generalFMaximizer().predictFromJoint(value)],
  ['joint, an example', (value) => generalFMaximizer().predictFromJoint([value])],
  ['joint, a row', (value) => generalFMaximizer().predictFromJoint([[[0.1, 0.1], value]])],
  ['empty', (value) => generalFMaximizer().predictFromJoint([[[0.1], [0.1]]], value)],
  ['independentJoint', independentJoint],
  ['expectedF predicted', (value) => expectedF(value, scores)],
  ['expectedF scores', (value) => expectedF(yTrue, value)],
  ['expectedF options', (value) => expectedF(yTrue, scores, value)],
  ['expectedF beta', (value) => expectedF(yTrue, scores, { beta: value })],
  ['ruleFromJSON', ruleFromJSON],
  ['a rule name', (value) => ruleFromJSON({ rule: value })],
  ['JSON of topK', (value) => ruleFromJSON({ rule: 'topK', k: value })],
  ['JSON of threshold', (value) => ruleFromJSON({ rule: 'threshold', threshold: value })],
  ['JSON of thresholdAveraging', (value) => ruleFromJSON({ rule: 'thresholdAveraging', threshold: value })],
  ['JSON of perLabelThresholds', (value) => ruleFromJSON({ rule: 'perLabelThresholds', thresholds: value })],
  ['JSON of a threshold', (value) => ruleFromJSON({ rule: 'perLabelThresholds', thresholds: [0, value] })],
  ['JSON of perExample', (value) => ruleFromJSON({ rule: 'perExample', threshold: value })],
  ['JSON of plugInFMaximizer', (value) => ruleFromJSON({ rule: 'plugInFMaximizer', calibration: value })],
  ['JSON of generalFMaximizer', (value) => ruleFromJSON({ rule: 'generalFMaximizer', countWeights: value })],
  ...Object.entries(rules).flatMap(([name, rule]): [string, (value: never) => unknown][] => [
    [`${name}.predict scores`, (value) => rule.predict(value)],
    [`${name}.predict numLabels`, (value) => rule.predict(scores, value)],
  ]),
  ...Object.entries(fits).flatMap(([name, { fit }]): [string, (value: never) => unknown][] => [
    [`${name}.fit yTrue`, (value) => fit(value, scores)],
    [`${name}.fit yPred`, (value) => fit(yTrue, value)],
    [`${name}.fit options`, (value) => fit(yTrue, scores, value)],
    [`${name}.fit beta`, (value) => fit(yTrue, scores, { beta: value })],
    [`${name}.fit targets`, (value) => fit(yTrue, scores, { targets: value })],
  ]),
  ...(['average', 'folds'] as const).map((option): [string, (value: never) => unknown] => [
    `perLabelThresholds.fit ${option}`,
    (value) => perLabelThresholds.fit(yTrue, scores, { [option]: value }),
  ]),
  ...(['min', 'max'] as const).map((option): [string, (value: never) => unknown] => [
    `perExample.fit ${option}`,
    (value) => perExample.fit(yTrue, scores, { [option]: value }),
  ]),
  ...(['calibration', 'scores'] as const).flatMap((option): [string, (value: never) => unknown][] => [
    [`plugInFMaximizer.fit ${option}`, (value) => plugInFMaximizer.fit(yTrue, scores, { [option]: value })],
    [`generalFMaximizer.fit ${option}`, (value) => generalFMaximizer.fit(yTrue, scores, { [option]: value })],
  ]),
];

/** Where the words that JSON has for infinities stand for them. */
const takesWords = ['JSON of threshold', 'JSON of a threshold', 'JSON of perExample'];

test.each(places)('%s: nothing of another kind passes, and each ends in a ValueError', (place, call) => {
  const outcomes = wrong.map(([name, value]) => [name, outcomeOf(() => call(value as never))]);
  const words = takesWords.includes(place) ? 'no error' : 'ValueError';
  const expected = wrong.map(([name]) => [name, name === "'Infinity'" ? words : 'ValueError']);
  expect(outcomes).toEqual(expected);
});

function outcomeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof ValueError ? 'ValueError' : String(error);
  }
  return 'no error';
}

test.each([
  [{}, 'json must be an object with a rule'],
  [Object.create({ rule: 'mcut' }), 'json must be an object'],
  [{ rule: 'topk', k: 1 }, "Did you mean 'topK'?"],
  [{ rule: 'toString' }, 'rule must be one of'],
  [{ rule: '__proto__' }, 'rule must be one of'],
  [{ rule: 'topK' }, 'k must be an integer, 1 or more; got undefined'],
  [{ rule: 'topK', k: 1, threshold: 0 }, 'got "threshold"'],
  [{ rule: 'mcut', k: 1 }, 'options of mcut must be none'],
  [{ rule: 'threshold', treshold: 0 }, "Did you mean 'threshold'?"],
  [{ rule: 'threshold', threshold: '0.5' }, 'threshold must be a number, Infinity or -Infinity; got "0.5"'],
  [{ rule: 'threshold', threshold: 'infinity' }, 'threshold must be a number'],
  [{ rule: 'perLabelThresholds' }, 'thresholds must be'],
  [
    { rule: 'perLabelThresholds', thresholds: [0, null] },
    'thresholds[1] must be a number, not NaN; got null',
  ],
  [{ rule: 'perExample', min: 2, max: 1 }, 'max must be an integer, 2 or more'],
  [{ rule: 'perExample', threshold: null }, 'threshold must be a number'],
  [{ rule: 'plugInFMaximizer', beta: null }, 'beta must be a finite number'],
  [
    { rule: 'generalFMaximizer', countWeights: [1, null] },
    'countWeights[1] must be a finite number; got null',
  ],
  [
    { rule: 'plugInFMaximizer', calibration: { scores: 'logits', slopes: [null], offsets: [0] } },
    'calibration.slopes[0] must be a finite number; got null',
  ],
  [
    { rule: 'plugInFMaximizer', calibration: { scores: 'logits', slopes: [1] } },
    'calibration.offsets must be an array of numbers; got undefined',
  ],
])('JSON of another form: %j', (json, message) => {
  const call = () => ruleFromJSON(json);
  expect(call).toThrow(ValueError);
  expect(call).toThrow(message);
});

test('every rule comes back from JSON exactly: infinite thresholds, negative zeros, parameters left out', () => {
  const calibration = { scores: 'logits', slopes: [-0, 1], offsets: [-0, 5e-324] } as const;
  const all = [
    ...Object.values(rules),
    threshold(-Infinity),
    threshold(-0),
    perLabelThresholds([Infinity, -Infinity, -0, 0.1, 5e-324]),
    perExample({ threshold: Infinity, min: 1, max: 2 }),
    plugInFMaximizer({ beta: 2, calibration }),
    generalFMaximizer({ calibration, countWeights: [1, 0.3] }),
  ];
  for (const rule of all) {
    expect(ruleFromJSON(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
    expect(ruleFromJSON(rule.toJSON())).toEqual(rule);
  }
});

test('thresholds come in any array of numbers, and are copied', () => {
  const given = Float64Array.of(0.5, Infinity);
  const rule = perLabelThresholds(given);
  given[0] = 9;
  expect(rule.thresholds).toEqual([0.5, Infinity]);
  expect(perLabelThresholds(Int32Array.of(1, 2)).thresholds).toEqual([1, 2]);
  expect(() => perLabelThresholds({ length: 0 })).toThrow('thresholds must be of one number or more');
});

test('a joint distribution that would not fit in memory is refused before it is made', () => {
  expect(() => independentJoint(new Float32Array(100_000), 100_000)).toThrow(
    'of 0 examples or fewer with 100000 labels',
  );
  expect(() => independentJoint(new Float32Array(1e7), 1000)).toThrow(
    'of 268 examples or fewer with 1000 labels',
  );
});

test('tensors are refused once disposed, and for another rank', () => {
  const joint = tensor3d([[[0.1], [0.1]]]);
  joint.dispose();
  expect(() => generalFMaximizer().predictFromJoint(joint)).toThrow('a disposed tensor');
  expect(() => mcut().predict(tensor3d([[[1, 2]]]))).toThrow('scores must be of shape [size, numLabels]');
  expect(() => perExample().predict([[1, NaN]])).toThrow('scores[0][1] must be a number; got NaN');
  expect(() => mcut().predict([[1, 2], [3]])).toThrow('scores[1] must be a row of 2 numbers');
});
