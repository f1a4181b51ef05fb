import { setImmediate } from 'node:timers/promises';
import { type LabelSets, seededRandom } from '@argmaxable/core';
import { batchesOf } from '@argmaxable/examples-common';
import { F1AtK, F1Score } from '@argmaxable/metrics';
import { adam } from '@argmaxable/optimizers';
import { dispose, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Part } from './data/study-data.js';
import type { RunContext } from './figure.js';

/** How a model is trained. */
export interface TrainingSettings {
  /** Of Adam, with epsilon 1e-8. */
  readonly rate: number;
  /** Times that all examples are gone through, or steps. */
  readonly epochs?: number;
  readonly steps?: number;
  readonly batchSize: number;
  /** Of the order of the examples. */
  readonly seed: number;
  /** Whether the loss takes multi-hot targets alone, as one does that is not of ours. */
  readonly multiHot?: boolean;
}

/** A loss of logits. */
export type Loss = (yTrue: Tensor, yPred: Tensor) => Tensor;

/**
 * Trains a model with a loss at one rate.
 *
 * @param afterStep Called with the number of steps taken, and waited for.
 * @returns The mean loss of the last epoch; NaN where it stopped being finite, and training with it.
 * @throws The signal's reason once it is aborted, which is looked at after each step.
 */
export async function train(
  model: LayersModel,
  examples: Part,
  loss: Loss,
  { rate, epochs = Infinity, steps = Infinity, batchSize, seed, multiHot = false }: TrainingSettings,
  context: RunContext,
  afterStep: (steps: number) => void | Promise<void> = () => undefined,
): Promise<number> {
  const optimizer = adam({ learningRate: rate, epsilon: 1e-8 });
  model.compile({ loss, optimizer });
  let last = NaN;
  try {
    for (let epoch = 1, step = 0; epoch <= epochs && step < steps; epoch++) {
      context.step(`epoch ${epoch}`);
      const order = seededRandom(`epoch ${epoch} ${seed}`).permutation(examples.size);
      let [sum, seen] = [0, 0];
      for (const rows of batchesOf(order.slice(0, (steps - step) * batchSize), batchSize)) {
        const batch = [examples.inputs(rows), targetsOf(examples.labelSets.select(rows), multiHot)];
        const value = (await model.trainOnBatch(batch[0], batch[1])) as number;
        dispose(batch);
        if (!Number.isFinite(value)) return NaN;
        sum += value * rows.length;
        seen += rows.length;
        await afterStep(++step);
        await setImmediate(); // lets Ctrl-C in
        context.signal.throwIfAborted();
      }
      last = sum / seen;
    }
    return last;
  } finally {
    optimizer.dispose();
  }
}

/** Sparse, and multi-hot of few labels, where the two could be taken for each other. */
const targetsOf = (labelSets: LabelSets, multiHot: boolean): Tensor2D =>
  multiHot || labelSets.numLabels < 100 ? labelSets.toMultiHot() : labelSets.toPadded();

/** Scores of a model, as fractions. */
export interface Scores {
  readonly f1At10: number;
  /** Of the labels with a logit above 0. */
  readonly microF1: number;
}

/** F1@10 (F1@n of fewer labels) and micro-F1 over some examples. */
export function scoresOf(model: LayersModel, examples: Part): Scores {
  const f1At10 = new F1AtK({ k: Math.min(10, examples.labelSets.numLabels) });
  const microF1 = new F1Score({ average: 'micro' });
  const all = Array.from({ length: examples.size }, (_, row) => row);
  for (const rows of batchesOf(all, 256)) {
    const inputs = examples.inputs(rows);
    const logits = model.predict(inputs) as Tensor2D;
    const targets = examples.labelSets.select(rows);
    f1At10.update(targets, logits);
    microF1.update(targets, logits);
    dispose([inputs, logits]);
  }
  return { f1At10: f1At10.result(), microF1: microF1.result() };
}
