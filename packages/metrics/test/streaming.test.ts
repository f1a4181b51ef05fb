import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { memory, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { F1AtK, MicroF1 } from '../src/index.js';
import reference from './fixtures/metrics.json' with { type: 'json' };

const { scores, targets, values } = reference;

interface Streaming {
  update(yTrue: LabelSets | Tensor2D, yPred: Tensor2D): void;
  result(): number;
  reset(): void;
}

const cases: [string, () => Streaming, number][] = [
  ...values.at_k.map(({ k, f1 }): [string, () => Streaming, number] => [
    `F1@${k}`,
    () => new F1AtK({ k }),
    f1,
  ]),
  ['micro-F1', () => new MicroF1(), values.micro.f1],
];

/** Feeds rows [from, to) as tensors or, for every other call, with label sets as the targets. */
function feed(metric: Streaming, from: number, to: number, sparse: boolean): void {
  const dense = targets.slice(from, to);
  const [yTrue, yPred] = [tensor2d(dense), tensor2d(scores.slice(from, to))];
  metric.update(sparse ? LabelSets.fromMultiHot(dense) : yTrue, yPred);
  yTrue.dispose();
  yPred.dispose();
}

test.each(cases)('%s is that of the reference, whatever the batches', (_, make, expected) => {
  const before = memory().numTensors;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: scores.length - 1 })),
      fc.boolean(),
      (cuts, sparse) => {
        const metric = make();
        const bounds = [0, ...cuts.sort((a, b) => a - b), scores.length];
        for (let i = 1; i < bounds.length; i++) feed(metric, bounds[i - 1], bounds[i], sparse);
        expect(metric.result()).toBeCloseTo(expected, 6);
      },
    ),
    { numRuns: 20 },
  );
  expect(memory().numTensors).toBe(before);
});

test.each(cases)('%s forgets at reset, and is 0 when nothing was seen', (_, make, expected) => {
  const metric = make();
  expect(metric.result()).toBe(0);
  feed(metric, 0, 7, true);
  metric.reset();
  expect(metric.result()).toBe(0);
  feed(metric, 0, scores.length, true);
  expect(metric.result()).toBeCloseTo(expected, 6);
});

test('of equal scores the lower label is predicted', () => {
  const metric = new F1AtK({ k: 2 });
  const yPred = tensor2d([[1, 2, 1, 1]]);
  metric.update(LabelSets.from([[0, 1]], 4), yPred);
  expect(metric.result()).toBe(1);
  yPred.dispose();
});

test.each([
  [() => new F1AtK({ k: 0 }), 'k must be an integer, 1 or more; got 0.'],
  [
    () => new F1AtK({ k: 3 }).update(tensor2d([[1, 0]]), tensor2d([[1, 0]])),
    'k must be an integer, 2 or less; got 3.',
  ],
  [() => new MicroF1({ threshold: NaN }), 'threshold must be a finite number; got NaN.'],
  [
    () => new MicroF1().update(tensor2d([[1, 0]]), tensor2d([[1]])),
    'yPred must be of the shape of yTrue, [1, 2]; got [1, 1].',
  ],
  [
    () => new MicroF1().update(tensor2d([[1, 0]]), tensor2d([[1, NaN]])),
    'yPred[0][1] must be a number; got NaN.',
  ],
  [
    () => new MicroF1().update(tensor2d([[1, 3]]), tensor2d([[1, 1]])),
    'multiHot[0][1] must be 0 or 1; got 3.',
  ],
])('bad input %# is named', (call, message) => {
  expect(call).toThrow(message);
});
