import { type ClassWeights, ValueError } from '@argmaxable/core';
import { mul, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { CommonOptions } from './common-options.js';
import { reduce } from './reduce.js';
import { labelSetsOf, readBatch } from '../targets/read-batch.js';

type LossOf = (yTrue: Tensor, yPred: Tensor) => Tensor;

/**
 * A loss whose examples are weighted by their class, for `classWeight` of `model.fit`: the mean (or sum) over
 * examples of weight times loss. An example's class is its only active label; for a single label with
 * multi-hot targets, it is the target, 0 or 1.
 *
 * @param losses Makes the loss that returns the losses of all examples.
 */
export function classWeighted(losses: () => LossOf, { reduction, targets: format }: CommonOptions) {
  let ofExamples: LossOf | undefined;
  return (yTrue: Tensor, yPred: Tensor, weights: ClassWeights): Tensor =>
    tidy(() => {
      ofExamples ??= losses();
      const { targets, logits, batchShape } = readBatch(yTrue, yPred, format);
      if (batchShape.length !== 1) {
        const allowed = 'omitted if an example has more than one row of labels';
        throw new ValueError('classWeight', `weights with targets of rank ${yTrue.rank}`, allowed);
      }
      const sets = labelSetsOf(targets);
      // Multi-hot [batch, 1]: the absence of the one label is a class too.
      const isBinary = logits.shape[1] === 1 && targets !== sets;
      const classes = Array.from(sets, (labels, i) => (isBinary ? labels.length : onlyLabel(labels, i)));
      return reduce(mul(ofExamples(yTrue, yPred), tensor1d(classes.map(weightIn(weights)))), reduction);
    });
}

function onlyLabel(labels: Int32Array, example: number): number {
  if (labels.length === 1) return labels[0];
  throw new ValueError(
    'classWeight',
    `weights with ${labels.length} active labels in example ${example} of a batch`,
    'omitted unless each example has exactly one label, its class',
    'Weight labels instead: positiveWeight of oneVersusAll takes one number for each.',
  );
}

function weightIn(weights: ClassWeights) {
  return (label: number, example: number): number => {
    const weight = (weights as Readonly<Record<number, number | undefined>>)[label];
    if (weight !== undefined) return weight;
    const allowed = `weights of all classes in the targets; there is none for class ${label}, the class of example ${example} of a batch`;
    throw new ValueError('classWeight', `weights of ${Object.keys(weights).join(', ')}`, allowed);
  };
}
