import * as optimizers from '@argmaxable/optimizers';
import {
  boolean,
  either,
  instance,
  integer,
  number,
  options,
  optional,
  publicFunction,
  type Spec,
} from '../specs.js';

export const name = '@argmaxable/optimizers';
export { optimizers as exports };

const nonNegative = number(0.1, (value) => value >= 0 && value < Infinity);
const decay = number(0.9, (value) => value >= 0 && value < 1);
/** What linearDecay and cosineDecay make, which JSON may be too. */
const schedule = instance(
  () => optimizers.linearDecay({ peak: 0.1, steps: 10 }),
  (value) => typeof value === 'object' && value !== null && 'schedule' in value,
);
const learningRate = either(nonNegative, schedule);
const scheduleOptions = options(
  {
    peak: nonNegative,
    end: number(0, (value) => value >= 0 && value <= 0.1),
    steps: integer(10, 1),
    warmUp: integer(2, 0, 9),
  },
  ['peak', 'steps'],
);
const model = instance(
  () => ({ trainableWeights: [] }),
  (value) => typeof value === 'object' && value !== null && 'trainableWeights' in value,
);
const averaging = (): optimizers.SGD => new optimizers.SGD({ weightAverage: 0.9 });

const adam = {
  learningRate,
  weightAverage: decay,
  beta1: decay,
  beta2: decay,
  epsilon: number(1e-7, (value) => value > 0 && value < Infinity),
};
const adamW = {
  ...adam,
  weightDecay: nonNegative,
  excludeFromWeightDecay: instance(
    () => ['bias'],
    (value) => Array.isArray(value) && value.every((part) => typeof part === 'string'),
  ),
};
const sgd = { learningRate, weightAverage: decay, momentum: decay, nesterov: boolean() };

const both = (
  name: string,
  make: (options?: object) => unknown,
  Class: new (options?: object) => unknown,
  spec: Spec,
) => [
  publicFunction(name, make, optional(spec)),
  publicFunction(Class.name, (given?: object) => new Class(given), optional(spec)),
];

export const functions = [
  ...both('adam', optimizers.adam, optimizers.Adam, options(adam)),
  ...both('adamW', optimizers.adamW, optimizers.AdamW, options(adamW)),
  ...both('sgd', optimizers.sgd, optimizers.SGD, options(sgd)),
  publicFunction('linearDecay', optimizers.linearDecay, scheduleOptions),
  publicFunction('cosineDecay', optimizers.cosineDecay, scheduleOptions),
  publicFunction('learningRateAt', optimizers.learningRateAt, learningRate, integer(3, 0)),
  publicFunction(
    'SGD.useAveragedWeights',
    (given?: never) => averaging().useAveragedWeights(given),
    optional(model),
  ),
  publicFunction(
    'SGD.useTrainedWeights',
    (given?: never) => averaging().useTrainedWeights(given),
    optional(model),
  ),
];

export const others: Record<string, string> = {};
