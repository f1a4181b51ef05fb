import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import {
  BSLOutput,
  type BSLOutputArgs,
  DFTOutput,
  type DFTOutputArgs,
  dftMatrix,
  ETFOutput,
  FeatureDecay,
} from '../src/index.js';

test.each([
  [
    { units: 10, k: 5 },
    'k must be an integer from 1 to 4; got 5. With units = 10, 2k + 1 <= units allows k up to 4.',
  ],
  [{ units: 10, k: 0 }, 'k must be an integer from 1 to 4; got 0.'],
  [{ units: 10, k: 2.5 }, 'k must be an integer from 1 to 4; got 2.5.'],
  [{ units: 10 }, 'k must be an integer from 1 to 4; got undefined.'],
  [{ k: 2 }, 'units must be an integer, 1 or more; got undefined.'],
  [{ units: 2, k: 1 }, 'units must be an integer, 3 or more; got 2.'],
  [{ units: '10', k: 2 }, 'units must be an integer, 1 or more; got "10".'],
  [{ units: 10, k: 2, slack: -1 }, 'slack must be an integer, 0 or more; got -1.'],
  [{ units: 10, k: 2, slack: 0.5 }, 'slack must be an integer, 0 or more; got 0.5.'],
  [{ units: 10, k: 2, expectedActive: 0 }, 'expectedActive must be above 0 and below units = 10; got 0.'],
  [{ units: 10, k: 2, expectedActive: 10 }, 'expectedActive must be above 0 and below units = 10; got 10.'],
  [{ units: 10, k: 2, priorBias: 'yes' }, 'priorBias must be true or false; got "yes".'],
  [{ units: 10, k: 2, activation: 'relu' }, `activation must be one of 'linear', 'sigmoid'; got "relu".`],
  [
    { units: 4, k: 1, labelOrder: [0, 1, 2] },
    'labelOrder must be a permutation of the 4 labels: each integer from 0 to 3 once; got [0, 1, 2].',
  ],
  [{ units: 4, k: 1, labelOrder: '0123' }, 'labelOrder must be a permutation of the 4 labels'],
  [{ units: 4, k: 1, labelOrder: [0, 1, 2, 4] }, 'labelOrder[3] must be a permutation of the 4 labels'],
  [{ units: 4, k: 1, labelOrder: [0, 1, 1, 2] }, '0 to 3 once; got 1.'],
  [{ units: 4, k: 1, labelOrder: [0, 1, 2.5, 3] }, '0 to 3 once; got 2.5.'],
  [{ units: 4, k: 1, labelOrder: [0, 1, -1, 3] }, '0 to 3 once; got -1.'],
  [
    { units: 10, k: 2, slackInitializer: 'glorot' },
    'slackInitializer must be an initializer or the name of one (',
  ],
  [
    { units: 10, k: 2, slackRegularizer: 'l3' },
    'slackRegularizer must be a regularizer or the name of one (l1, l1l2, l2)',
  ],
])('DFTOutput(%j) names the argument, the value and the range', (args, message) => {
  expect(() => new DFTOutput(args as unknown as DFTOutputArgs)).toThrow(message);
});

const shared = 'an array of 3 numbers, one for each label';
const inRange = 'above 0 and below 1; got';
const smooth = 'Smooth them, (count + 1) / (examples + 2), as labelFrequencies of @argmaxable/data does';
test.each<[object, string]>([
  [{ expectedActive: 3 }, 'expectedActive must be above 0 and below units = 3; got 3.'],
  [{ expectedActive: 0 }, 'expectedActive must be above 0 and below units = 3; got 0.'],
  [{ priorBias: 1 }, 'priorBias must be true or false; got 1.'],
  [{ useBias: 'yes' }, 'useBias must be true or false; got "yes".'],
  [{ labelFrequencies: [0.5, 0.5] }, `labelFrequencies must be ${shared}; got "2 of them".`],
  [{ labelFrequencies: 0.5 }, 'labelFrequencies must be an array of numbers; got 0.5.'],
  [{ labelFrequencies: [0.5, null, 0.5] }, 'labelFrequencies[1] must be a finite number; got null.'],
  [{ labelFrequencies: [0.5, NaN, 0.5] }, 'labelFrequencies[1] must be a finite number; got NaN.'],
  [{ labelFrequencies: [0.5, 0.5, 0] }, `labelFrequencies[2] must be ${inRange} 0. ${smooth}`],
  [{ labelFrequencies: Float32Array.of(1, 0.5, 0.5) }, `labelFrequencies[0] must be ${inRange} 1. ${smooth}`],
  [
    { labelFrequencies: [0.5, 0.5, 0.5], useBias: false },
    'useBias must be true where labelFrequencies are given; got false.',
  ],
])('%j says where scores may start, of both projected layers', (args, message) => {
  for (const make of [
    () => new BSLOutput({ units: 3, features: 2, ...args }),
    () => new DFTOutput({ units: 3, k: 1, ...args }),
  ]) {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  }
});

test.each([
  [{ units: 10 }, 'features must be an integer, 1 or more; got undefined.'],
  [{ units: 10, features: 0 }, 'features must be an integer, 1 or more; got 0.'],
  [{ features: 3 }, 'units must be an integer, 1 or more; got undefined.'],
])('BSLOutput(%j) names the argument, the value and the range', (args, message) => {
  expect(() => new BSLOutput(args as BSLOutputArgs)).toThrow(message);
});

test('ETFOutput names the argument, the value and the range', () => {
  expect(() => new ETFOutput({ units: 1 })).toThrow('units must be an integer, 2 or more; got 1.');
  expect(() => new ETFOutput({ units: 5, features: 3 })).toThrow(
    'features must be an integer, 4 or more; got 3. A simplex frame of 5 vectors has 4 dimensions.',
  );
  expect(() => new ETFOutput({ units: 5, seed: 0.5 })).toThrow('seed must be an integer; got 0.5.');
  expect(() => new ETFOutput({ units: 5, name: 'labels' }).build([null, 8])).toThrow(
    'input shape of labels must be [..., 5], as many features as labels; got [null, 8]. ' +
      'Put a dense layer of 5 units in front, or say features: 8.',
  );
  expect(() => new ETFOutput({ units: 5, features: 9, name: 'labels' }).build([null, 3])).toThrow(
    'must be [..., 9], its features; got [null, 3]. Put a dense layer of 9 units in front.',
  );
});

test('FeatureDecay names the argument, the value and the range', () => {
  expect(() => new FeatureDecay({ rate: -1 })).toThrow('rate must be');
  expect(() => new FeatureDecay({} as never)).toThrow('rate must be');
});

test('dftMatrix names the argument, the value and the range', () => {
  expect(() => dftMatrix(4, 2)).toThrow('k must be an integer from 1 to 1; got 2.');
  expect(() => dftMatrix(2.5, 1)).toThrow('n must be an integer, 3 or more; got 2.5.');
});

test('a layer without weights says so', () => {
  expect(() => new BSLOutput({ units: 3, features: 2, name: 'labels' }).classifierMatrix()).toThrow(
    'labels must be built before classifierMatrix() reads its weights',
  );
});
