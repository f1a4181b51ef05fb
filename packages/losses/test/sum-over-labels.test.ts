import { LabelSets } from '@argmaxable/core';
import { backends, use } from '@argmaxable/test-support/backends';
import {
  cast,
  grad,
  greater,
  matMul,
  mean,
  mul,
  randomNormal,
  type Tensor,
  tensor1d,
  tidy,
  train,
  zeros,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { allLosses, asymmetric, focal, oneVersusAll, polyLoss } from '../src/index.js';
import { definitions, numericGradient, type Options } from './definitions.js';
import { evaluateDense, evaluateSparse, type Matrix } from './evaluate.js';
import { examples } from './examples.js';
import { expectClose } from './expect-close.js';
import { changedOptions } from './variants.js';

type Loss = typeof oneVersusAll;
const ofLabels = [asymmetric, focal, oneVersusAll, polyLoss] as unknown as Loss[];
/** Those whose loss of an example is a mean over labels. */
const means = ['oneVersusAll', 'polyLoss'];
const summed = (loss: Loss): Loss => loss.with({ reduction: 'sumOverLabels' });

const averageOf = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

/** The mean over examples of the sum over labels, in float64. */
function reference({ lossName, options }: Loss, y: Matrix, z: Matrix): number {
  const ofExamples = definitions[lossName](y, z, options as unknown as Options);
  return averageOf(ofExamples) * (means.includes(lossName) ? z[0].length : 1);
}

test('the losses of each label take it, and the others say what they take', () => {
  for (const loss of allLosses) {
    const sum = () => summed(loss as unknown as Loss);
    if (ofLabels.some(({ lossName }) => lossName === loss.lossName)) {
      expect(sum().options.reduction).toBe('sumOverLabels');
    } else {
      expect(sum).toThrow("reduction must be one of 'mean', 'sum', 'none'; got \"sumOverLabels\"");
    }
  }
});

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  const variants = ofLabels
    .flatMap((loss) => [loss, loss.with(changedOptions[loss.lossName])])
    .map((loss) => [loss.lossName, JSON.stringify(loss.options), loss] as const);

  test.each(variants)('%s %s: value and gradient are those of float64', (_, __, loss) => {
    fc.assert(
      fc.property(examples({}), ({ targets, logits }) => {
        const dense = evaluateDense(summed(loss), targets, logits);
        const stopped = (loss.options as { stopFocusGradient?: boolean }).stopFocusGradient;
        // A stopped gradient is none of the value: the one of the mean, scaled, tells of it.
        const gradient = stopped
          ? evaluateDense(loss, targets, logits).gradient
          : numericGradient((z) => reference(loss, targets, z), logits);
        const expected = { value: [reference(loss, targets, logits)], gradient };
        // Float32 rounds sums over labels of terms of size 1; see definitions.test.ts.
        expectClose(dense, expected, 2e-5);
        expectClose(evaluateSparse(summed(loss), targets, logits), expected, 2e-5);
      }),
      { numRuns: 8, seed: 2 },
    );
  });

  test('examples weigh by their class', async () => {
    const y = LabelSets.from([[0], [2], [1], [2]], 3);
    const x = randomNormal([4, 2], 0, 1, 'float32', 1);
    const layer = layers.dense({ units: 3, inputShape: [2], kernelInitializer: 'zeros', useBias: false });
    const model = sequential({ layers: [layer] });
    model.compile({ loss: summed(oneVersusAll), optimizer: train.sgd(1) });
    await model.fit(x, y.toPadded(4), { epochs: 1, verbose: 0, classWeight: { 0: 1, 1: 5, 2: 0.5 } });
    const each = oneVersusAll.with({ reduction: 'none' });
    const expected = tidy(() =>
      grad((kernel: Tensor) =>
        mul(-3, mean(mul(each(y.toMultiHot(), matMul(x, kernel)), tensor1d([1, 0.5, 5, 0.5])))),
      )(zeros([2, 3])).dataSync(),
    );
    const kernel = layer.getWeights()[0].dataSync();
    kernel.forEach((w, i) => expect(w).toBeCloseTo(expected[i], 5));
  });

  test.each([
    ['gradient descent at 1/n of the rate', () => train.sgd(0.7), () => train.sgd(0.1)],
    ['momentum at 1/n of the rate', () => train.momentum(0.7, 0.9), () => train.momentum(0.1, 0.9)],
    [
      'Adam with n times the epsilon',
      () => train.adam(0.1, 0.9, 0.999, 0.001),
      () => train.adam(0.1, 0.9, 0.999, 0.007),
    ],
  ] as const)('%s takes the steps of the mean', async (_, ofMean, ofSum) => {
    const ends: number[][] = [];
    for (const [loss, optimizer] of [
      [oneVersusAll, ofMean()],
      [summed(oneVersusAll), ofSum()],
    ] as const) {
      const [x, y] = [randomNormal([5, 4], 0, 1, 'float32', 1), randomNormal([5, 7], 0, 1, 'float32', 2)];
      const model = sequential({
        layers: [layers.dense({ units: 7, inputShape: [4], kernelInitializer: 'zeros' })],
      });
      model.compile({ loss, optimizer });
      for (let i = 0; i < 10; i++) await model.trainOnBatch(x, cast(greater(y, 0), 'float32'));
      ends.push(Array.from(model.getWeights()[0].dataSync()));
    }
    expect(Math.max(...ends[0].map(Math.abs))).toBeGreaterThan(0.1);
    // Ten steps in float32, the gradients of one rounded where those of the other are not.
    ends[0].forEach((w, i) => expect(Math.abs(w - ends[1][i])).toBeLessThan(1e-5));
  });
});
