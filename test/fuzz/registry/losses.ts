import * as losses from '@argmaxable/losses';
import { Tensor, tensor2d } from '@tensorflow/tfjs-core';
import {
  boolean,
  either,
  instance,
  integer,
  number,
  numbers,
  oneOf,
  options,
  publicFunction,
  type Spec,
} from '../specs.js';

export const name = '@argmaxable/losses';
export { losses as exports };

const isTensor = (value: unknown): boolean => value instanceof Tensor && !value.isDisposed;
const multiHot = (): Spec =>
  instance(
    () =>
      tensor2d([
        [1, 0, 0],
        [0, 1, 1],
      ]),
    isTensor,
  );
const logits = (): Spec =>
  instance(
    () =>
      tensor2d([
        [0.3, -1, 2],
        [1, 0.5, -0.2],
      ]),
    isTensor,
  );

const common = { reduction: oneOf('mean', 'sum', 'none'), targets: oneOf('auto', 'dense', 'sparse') };
const ofLabels = { ...common, reduction: oneOf('mean', 'sum', 'none', 'sumOverLabels') };
const average = oneOf('macro', 'micro', 'weighted', 'samples');
const inputs = oneOf('logits', 'probabilities');
const positive = number(1, (value) => value > 0 && value < Infinity);
const nonNegative = number(1, (value) => value >= 0 && value < Infinity);
const share = number(0.5, (value) => value >= 0 && value <= 1);
const smooth = { ...common, average, inputs, beta: positive, eta: number(0) };

const singleLabel = {
  base: oneOf('crossEntropy', 'focal', 'squared'),
  labelSmoothing: number(0.5, (value) => value >= 0 && value < 1),
  gamma: nonNegative,
  targetScale: positive,
};

/** The parameters of each loss, by its name. */
const parameters: Record<string, Record<string, Spec>> = {
  asymmetric: {
    ...ofLabels,
    gammaNeg: nonNegative,
    gammaPos: nonNegative,
    clip: share,
    eps: share,
    stopFocusGradient: boolean(),
  },
  confusionLoss: {
    ...smooth,
    metric: oneOf('fbeta', 'accuracy', 'precision', 'recall', 'specificity', 'npv', 'jaccard'),
    fbeta: positive,
  },
  focal: { ...ofLabels, alpha: share, gamma: nonNegative },
  oneVersusAll: {
    ...ofLabels,
    normalize: boolean(),
    positiveWeight: either(nonNegative, numbers([1, 2, 3])),
    labelSmoothing: share,
  },
  pairwiseRanking: { ...common, surrogate: oneOf('logistic', 'hinge'), margin: nonNegative },
  pickAllLabels: { ...common, ...singleLabel, normalize: boolean() },
  pickOneLabel: { ...common, ...singleLabel, seed: integer(1) },
  polyLoss: { ...ofLabels, epsilon1: number(1, (value) => value >= -1 && value < Infinity) },
  recallAtKSurrogate: {
    ...common,
    k: either(integer(1, 1), numbers([1, 2])),
    rankTemperature: positive,
    scoreTemperature: positive,
  },
  sigmoidF1: smooth,
  smoothAccuracy: smooth,
  smoothFBeta: { ...smooth, fbeta: positive },
  smoothJaccard: smooth,
  smoothNpv: smooth,
  smoothPrecision: smooth,
  smoothRecall: smooth,
  smoothSpecificity: smooth,
  unboundedF1: { ...common, average, inputs },
  zlpr: common,
};

export const functions = losses.allLosses.flatMap((loss) => [
  publicFunction(loss.lossName, loss, multiHot(), logits()),
  publicFunction(`${loss.lossName}.with`, loss.with, options(parameters[loss.lossName])),
]);

export const others: Record<string, string> = {};
