import type { Tensor } from '@tensorflow/tfjs-core';
import { checkNumber, isPlainObject } from '../checks/index.js';
import { ValueError } from '../errors.js';
import { type ClassWeights, nameOf, traitsOf } from '../saving/registry.js';
import { type HookedModel, type LossFunction, withLosses } from './hooked-model.js';

const weighting = Symbol.for('argmaxable.training.classWeights');

/** The class weights of each output while `fit` runs; null for an output without. */
interface Model extends HookedModel {
  [weighting]?: readonly (ClassWeights | null)[];
  fit: (this: Model, x: unknown, y: unknown, args?: FitArgs) => Promise<unknown>;
  fitDataset: (this: Model, dataset: unknown, args: FitArgs) => Promise<unknown>;
}

interface FitArgs {
  readonly classWeight?: unknown;
}

/**
 * Makes `classWeight` of `fit` and `fitDataset` weight examples if the loss is ours.
 *
 * tfjs multiplies what a loss returns by the examples' weights: for a loss that returns one number for the
 * batch, this is the mean loss times the mean weight. And it takes the column of the largest target as an
 * example's class, which is wrong for label indices and for several active labels. So tfjs does not weight
 * outputs with a loss of ours: it is told that they have no weights, and during a step their losses are
 * replaced by weighted ones, which read the classes from the targets themselves. A loss that is left to tfjs
 * must return a loss for each example.
 */
export function hookClassWeights(prototype: object): void {
  const hooked = prototype as Model;
  const { fit, fitDataset, makeTrainFunction } = hooked;
  hooked.fit = function (x, y, args) {
    return weighted(this, args, (left) => fit.call(this, x, y, left));
  };
  hooked.fitDataset = function (dataset, args) {
    return weighted(this, args, (left) => fitDataset.call(this, dataset, left!));
  };
  hooked.makeTrainFunction = function () {
    const step = makeTrainFunction.call(this);
    const weights = (this as Model)[weighting];
    if (weights === undefined) return step;
    const replace = (loss: LossFunction, output: number) => withClassWeights(loss, weights[output]);
    return (data) => withLosses(this, replace, () => step(data));
  };
}

/**
 * Runs a training of the model with the class weights of its arguments; tfjs gets only those of outputs
 * without a loss of ours.
 */
async function weighted(
  model: Model,
  args: FitArgs | undefined,
  train: (args: FitArgs | undefined) => Promise<unknown>,
): Promise<unknown> {
  // tfjs refuses a model that is not compiled, or is being trained.
  if (args?.classWeight == null || model.lossFunctions === undefined || model.isTraining) return train(args);
  const { lossFunctions, outputNames } = model;
  const weights = byOutput(args.classWeight, outputNames);
  const ours = lossFunctions.map((loss, i) => {
    const traits = traitsOf(loss);
    if (traits !== null && weights[i] !== null && !traits.classWeighted) throw unweighable(nameOf(loss));
    return traits !== null;
  });
  const others = weights.map((weight, i) => (ours[i] ? null : weight));
  const left = others.some((weight) => weight !== null) ? others : undefined;
  model[weighting] = weights;
  try {
    return await train(ours.includes(true) ? { ...args, classWeight: left } : args);
  } finally {
    delete model[weighting];
  }
}

function withClassWeights(loss: LossFunction, weights: ClassWeights | null): LossFunction {
  if (weights === null) return loss;
  const ours = traitsOf(loss)?.classWeighted;
  if (ours) return (yTrue, yPred) => ours(yTrue, yPred, weights);
  return (yTrue, yPred): Tensor => {
    const losses = loss(yTrue, yPred);
    if (losses.rank === 0) throw unweighable(loss.name || 'the loss');
    return losses;
  };
}

function unweighable(loss: string): ValueError {
  return new ValueError(
    'classWeight',
    `weights with ${loss}, which gives no loss for each example`,
    'given with a loss of examples',
    'Take another loss, such as oneVersusAll, or omit classWeight.',
  );
}

/** As tfjs reads it: weights by class for the one output, or an array or an object of them by output. */
function byOutput(classWeight: unknown, outputs: readonly string[]): (ClassWeights | null)[] {
  const allowed =
    'an object of weights by class, such as { 0: 1, 1: 10 }, or one for each output, in an array or by its name';
  const given = Array.isArray(classWeight) ? (classWeight as unknown[]) : null;
  if (given !== null && given.length > 0 && given.length !== outputs.length) {
    throw new ValueError(
      'classWeight',
      `${given.length} of them`,
      `one for each of ${outputs.length} outputs`,
    );
  }
  if (given !== null) return outputs.map((_, i) => checked(`classWeight[${i}]`, given[i] ?? null));
  if (!isPlainObject(classWeight)) throw new ValueError('classWeight', classWeight, allowed);
  const named = classWeight;
  const unknown = Object.keys(named).find((name) => !outputs.includes(name));
  if (outputs.length === 1 && !(outputs[0] in named)) return [checked('classWeight', named)];
  if (unknown !== undefined) {
    throw new ValueError('classWeight', unknown, `by names of outputs: ${outputs.join(', ')}`);
  }
  return outputs.map((name) => checked(`classWeight.${name}`, named[name] ?? null));
}

function checked(argument: string, weights: unknown): ClassWeights | null {
  if (weights === null) return null;
  if (!isPlainObject(weights)) {
    throw new ValueError(argument, weights, 'an object of weights by class, such as { 0: 1, 1: 10 }');
  }
  for (const [label, weight] of Object.entries(weights)) {
    if (!/^\d+$/.test(label)) throw new ValueError(argument, label, 'by numbers of classes, from 0');
    checkNumber(`${argument}[${label}]`, weight, { min: 0 });
  }
  return weights as ClassWeights;
}
