import '@tensorflow/tfjs-backend-cpu';
import { LabelSets, ValueError } from '@argmaxable/core';
import { tensor2d } from '@tensorflow/tfjs-core';
import {
  allMetrics,
  averagePrecisionScore,
  F1AtK,
  f1AtK,
  F1Score,
  f1Score,
  fbetaScore,
  hammingLoss,
  HammingLoss,
  meanAveragePrecision,
  MetricCollection,
  NdcgAtK,
  propensities,
  PropensityScoredPrecisionAtK,
  rocAucScore,
} from '../src/index.js';

const [y, s] = [[[1, 0]], [[2, 1]]];
const k = 1;

test.each<[() => unknown, string]>([
  [() => new F1AtK({ k: 0 }), 'k must be an integer, 1 or more; got 0.'],
  [() => f1AtK(1.5), 'k must be an integer, 1 or more; got 1.5.'],
  [() => f1AtK({} as never), 'k must be an integer, 1 or more; got undefined.'],
  [() => f1AtK(y, s, { k: 3 }), 'k must be an integer from 1 to 2; got 3. There are 2 labels.'],
  [() => f1AtK(y, s, 1 as never), 'options of F1AtK must be an object, such as { k }; got 1.'],
  [() => new NdcgAtK({ k, zeroDivision: 2 }), 'zeroDivision must be 0, 1 or NaN; got 2.'],
  [
    () => new NdcgAtK({ k, cutoff: 2 } as never),
    'options of NdcgAtK must be among k, zeroDivision, targets; got "cutoff".',
  ],
  [
    () => new PropensityScoredPrecisionAtK({ k } as never),
    'propensities must be an array of numbers, one per label; got undefined.',
  ],
  [
    () => new PropensityScoredPrecisionAtK({ k, propensities: [1, 0] }),
    'propensities[1] must be a finite number from 1e-100 to 1; got 0.',
  ],
  [
    () => new PropensityScoredPrecisionAtK({ k, propensities: [2, 1] }),
    'propensities[0] must be a finite number from 1e-100 to 1; got 2.',
  ],
  [
    () => new PropensityScoredPrecisionAtK({ k, propensities: [1] }).update(y, s),
    'propensities must be 2 numbers, one per label; got "1 numbers".',
  ],
  [() => propensities([1, 5], 4), 'labelCounts[1] must be an integer from 0 to 4; got 5.'],
  [() => propensities([1, 0], 4, { b: 0 }), 'labelCounts[1] must be an integer from 1 to 4; got 0.'],
  [() => propensities([1], 2), 'numExamples must be an integer, 3 or more; got 2.'],
  [() => propensities([1], 4, { a: -1 }), 'a must be a finite number, 0 or more; got -1.'],
  [
    () => f1Score({ average: 'binary' as never }),
    "average must be one of 'micro', 'macro', 'weighted', 'samples'; got \"binary\".",
  ],
  [
    () => f1Score({ threshold: NaN }),
    'threshold must be a number, not NaN, or an array of numbers, one per label; got NaN.',
  ],
  [() => f1Score({ threshold: [0, NaN] }), 'threshold[1] must be a number, not NaN; got NaN.'],
  [
    () => f1Score(y, s, { threshold: [0] }),
    'threshold must be a number, or 2 numbers, one per label; got [0].',
  ],
  [
    () => hammingLoss({ average: 'micro' } as never),
    'options of HammingLoss must be among threshold, targets; got "average".',
  ],
  [() => fbetaScore({ beta: 0 }), 'beta must be above 0; got 0. For beta 0 use precisionScore.'],
  [() => fbetaScore({ beta: -1 }), 'beta must be a finite number from 0 to 1e+100; got -1.'],
  [
    () => meanAveragePrecision({ interpolation: 'voc' as never }),
    "interpolation must be one of 'voc2010', 'voc2007', 'coco'; got \"voc\".",
  ],
  [
    () => rocAucScore.perLabel(y, s, { average: 'samples' }),
    "average must be 'macro', 'weighted' or 'micro', to compute values of labels; got \"samples\".",
  ],
  [() => f1Score([], []), 'yPred must be of one example and one label or more; got [0, 0].'],
  [
    () => f1Score(LabelSets.from([], 3), new Float32Array(0)),
    'yPred must be of one example and one label or more; got [0, 3].',
  ],
  [() => f1Score(y, [[1]]), 'yPred must be of 2 columns, one per label; got [1, 1].'],
  [() => f1Score(tensor2d([[0, 1]], [1, 2], 'int32'), s), 'yTrue must be told apart from label indices'],
  [
    () => f1Score(tensor2d([[0, 5]], [1, 2], 'int32'), s, { targets: 'sparse' }),
    'labelSets[0] must be an integer from 0 to 1; got 5.',
  ],
  [() => f1Score(y, tensor2d([[1, NaN]])), 'yPred[0][1] must be a number; got NaN.'],
  [
    () => f1Score(y, s, { targets: 'csr' as never }),
    "targets must be one of 'auto', 'dense', 'sparse'; got \"csr\".",
  ],
  [
    () => averagePrecisionScore([[1], [0]], [[null], [0.5]] as never),
    'yPred[0][0] must be a number; got null.',
  ],
  [() => f1Score([[1, null, 0]] as never, [[1, 2, 3]]), 'multiHot[0][1] must be 0 or 1; got null.'],
  [() => f1Score(y, [['', 1]] as never), 'yPred[0][0] must be a number; got "".'],
  [() => f1Score(y, [[true, 1]] as never), 'yPred[0][0] must be a number; got true.'],
  [() => f1Score(y, [[[5], 1]] as never), 'yPred[0][0] must be a number; got [5].'],
  [() => f1Score(y, null as never), 'yPred must be a tensor, rows, or a flat Float32Array; got null.'],
  [
    () => f1Score(null as never, s),
    'yTrue must be LabelSets, a tensor, rows, or a flat array of 0 and 1; got null.',
  ],
  [() => f1Score(y, s, null as never), 'options of F1Score must be an object'],
  [() => f1Score(null as never), 'options of F1Score must be an object'],
  [() => f1Score.perLabel(y, s, null as never), 'options of F1Score must be an object'],
  [() => hammingLoss(5 as never), 'options of HammingLoss must be an object'],
  [() => f1AtK(null as never), 'options of F1AtK must be an object'],
  [
    () => f1Score({ threshold: {} as never }),
    'threshold must be a number, not NaN, or an array of numbers, one per label',
  ],
  [() => f1Score({ threshold: [0, null] as never }), 'threshold[1] must be a number, not NaN; got null.'],
  [() => f1Score({ threshold: [0, [5]] as never }), 'threshold[1] must be a number, not NaN; got [5].'],
  [
    () => f1Score({ threshold: { length: 1e9 } as never }),
    'threshold[0] must be a number, not NaN; got undefined.',
  ],
  [() => f1Score({ thresholds: 0 } as never), 'got "thresholds". Did you mean \'threshold\'?'],
  [() => fbetaScore({ beta: 1e200 }), 'beta must be a finite number from 0 to 1e+100'],
  [() => propensities(null as never, 4), 'labelCounts must be an array of numbers; got null.'],
  [() => propensities([1, null] as never, 4), 'labelCounts[1] must be a finite number; got null.'],
  [() => propensities([1, true] as never, 4), 'labelCounts[1] must be a finite number; got true.'],
  [() => propensities([1, '1'] as never, 4), 'labelCounts[1] must be a finite number; got "1".'],
  [() => propensities([1], 4, null as never), 'options of propensities must be an object'],
  [
    () => new PropensityScoredPrecisionAtK({ k, propensities: [1, null] as never }),
    'propensities[1] must be a finite number; got null.',
  ],
  [
    () => new PropensityScoredPrecisionAtK({ k, propensities: [1, 5e-324] }),
    'propensities[1] must be a finite number from 1e-100 to 1; got 5e-324.',
  ],
  [() => new F1Score().merge(null as never), '; got null.'],
  [() => new MetricCollection([null] as never), 'metrics must be metrics of this package'],
  [() => new MetricCollection(Array(1) as never), 'metrics must be metrics of this package'],
  [
    () => new MetricCollection([Object.assign(() => 1, { streaming: () => 5 })] as never),
    'metrics must be metrics of this package',
  ],
  [
    () => new F1AtK({ k: 1 }).merge(new F1AtK({ k: 2 })),
    'other must be the same metric with the same options: f1AtK({"k":1,',
  ],
  [
    () => new F1Score().merge(new HammingLoss() as never),
    'other must be the same metric with the same options: f1Score(',
  ],
  [() => new F1Score().merge({} as never), 'other must be the same metric with the same options: f1Score('],
  [
    () => F1Score.fromJSON(new HammingLoss().toJSON()),
    'json must be the result of toJSON() of f1Score; got "hammingLoss".',
  ],
  [() => F1Score.fromJSON(null as never), 'json must be the result of toJSON() of f1Score; got null.'],
])('bad arguments %# are named', (call, message) => {
  expect(call).toThrow(message);
  expect(call).toThrow(ValueError);
});

test('metrics of other numbers of labels do not merge', () => {
  const [two, three] = [new F1Score(), new F1Score()];
  two.update(y, s);
  three.update([[1, 0, 0]], [[2, 1, 0]]);
  expect(() => two.merge(three)).toThrow(
    'other must be of 2 labels, like the examples before; got "3 labels".',
  );
  expect(two.merge(two).examples).toBe(2);
});

test('of equal scores the lower label is predicted', () => {
  expect(f1AtK([[1, 1, 0, 0]], [[1, 2, 1, 1]], { k: 2 })).toBe(1);
});

test('targets as wide as there are labels are read as the option says', () => {
  const yTrue = tensor2d([[0, 1]], [1, 2], 'int32');
  const yPred = [[-1, 1]];
  expect(f1Score(yTrue, yPred, { targets: 'dense', average: 'micro' })).toBe(1);
  expect(f1Score(yTrue, yPred, { targets: 'sparse', average: 'micro' })).toBeCloseTo(2 / 3, 12);
  yTrue.dispose();
});

test('memory does not grow with the examples, but for the metrics that say so', () => {
  const growing = allMetrics.filter(({ compiled, name }) => {
    const options = {
      ...(/AtK|At/.test(name) && { k: 1 }),
      ...(/propensity/.test(name) && { propensities: [1, 1] }),
    };
    const metric = compiled(name === 'fbetaScore' ? { beta: 2 } : options).streaming();
    // Sums of powers of two are as long as one of them.
    metric.update(y, s);
    const once = JSON.stringify(metric.toJSON().state).length;
    for (let i = 1; i < 8; i++) metric.update(y, s);
    return JSON.stringify(metric.toJSON().state).length > once;
  });
  const names = growing.map(({ name }) => name).sort();
  expect(names).toEqual(['averagePrecisionScore', 'meanAveragePrecision', 'rocAucScore']);
});
