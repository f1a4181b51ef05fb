/** The scores of a model on validation and test examples that it was not trained on. */
import { type LabelSets, seededRandom } from '@argmaxable/core';
import type { SparseRows } from '@argmaxable/data';
import { oneVersusAll } from '@argmaxable/losses';
import { adam } from '@argmaxable/optimizers';
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Examples } from './data.js';

export interface Setting {
  /** Examples to train on, to learn thresholds on, to test on: drawn at random, none twice. */
  readonly sizes: readonly [training: number, validation: number, test: number];
  /** Units of the one hidden layer. */
  readonly hidden: number;
  /** Standard deviation of its first weights. */
  readonly spread: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/** Label sets and the logits of all labels, row after row. */
export interface Scored {
  readonly labelSets: LabelSets;
  readonly logits: Float32Array;
}

const batchSize = 128;

/**
 * Trains one hidden layer and logistic regressions on it, and scores what was held out. The seed decides
 * everything.
 */
export async function scoresOf(
  { features, labelSets }: Examples,
  { sizes: [training, validation, test], hidden, spread, epochs, learningRate }: Setting,
  seed: number,
): Promise<{ validation: Scored; test: Scored }> {
  const order = seededRandom(`split ${seed}`).permutation(features.size);
  const train = order.slice(0, training);
  const model = sequential({
    layers: [
      layers.dense({
        units: hidden,
        inputShape: [features.width],
        activation: 'relu',
        kernelInitializer: initializers.randomNormal({ stddev: spread, seed }),
      }),
      layers.dense({
        units: labelSets.numLabels,
        kernelInitializer: initializers.glorotUniform({ seed: seed + 1 }),
        // Every label starts near its share of the examples.
        biasInitializer: initializers.constant({
          value: logit(labelSets.meanActive() / labelSets.numLabels),
        }),
      }),
    ],
  });
  model.compile({ loss: oneVersusAll, optimizer: adam({ learningRate }) });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const shuffledTrain = seededRandom(`epoch ${epoch} ${seed}`)
      .permutation(train.length)
      .map((i) => train[i]);
    for (const rows of batchesOf(shuffledTrain)) {
      const [x, y] = [features.toDense(rows), labelSets.select(rows).toMultiHot()];
      await model.trainOnBatch(x, y);
      dispose([x, y]);
    }
  }
  const scored = (rows: number[]): Scored => ({
    labelSets: labelSets.select(rows),
    logits: logitsOf(model, features, rows),
  });
  const result = {
    validation: scored(order.slice(training, training + validation)),
    test: scored(order.slice(training + validation, training + validation + test)),
  };
  model.optimizer.dispose();
  model.dispose();
  return result;
}

function logitsOf(model: Sequential, features: SparseRows, rows: readonly number[]): Float32Array {
  const parts = Array.from(batchesOf(rows), (part) =>
    tidy(() => (model.predict(features.toDense(part)) as Tensor).dataSync<'float32'>()),
  );
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

function* batchesOf(rows: readonly number[]): Generator<number[]> {
  for (let at = 0; at < rows.length; at += batchSize) yield rows.slice(at, at + batchSize);
}
