import * as optimizers from '@argmaxable/optimizers';
import { boolean, instance, number, options, optional, publicFunction, type Spec } from '../specs.js';

export const name = '@argmaxable/optimizers';
export { optimizers as exports };

const nonNegative = number(0.1, (value) => value >= 0 && value < Infinity);
const decay = number(0.9, (value) => value >= 0 && value < 1);
const adam = {
  learningRate: nonNegative,
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
const sgd = { learningRate: nonNegative, momentum: decay, nesterov: boolean() };

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
];

export const others: Record<string, string> = {};
