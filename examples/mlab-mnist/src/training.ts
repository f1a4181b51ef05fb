import { seededRandom } from '@argmaxable/core';
import { batchesOf } from '@argmaxable/examples-common';
import { pickAllLabels } from '@argmaxable/losses';
import {
  intersectionOverUnion,
  MultiLabelEvaluation,
  NeuralCollapseMonitor,
  rPrecision,
} from '@argmaxable/metrics';
import { dispose, train } from '@tensorflow/tfjs-core';
import { CustomCallback, type LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, imagesOf, targetsOf } from './dataset.js';
import type { Settings } from './options.js';
import type { EpochResult, Scores } from './result.js';

export interface TrainingEvents {
  /** After each step; counts from 1, over all epochs. */
  step(step: number, steps: number): void;
  /** After each measurement. */
  measured(result: EpochResult): void;
}

const MOMENTUM = 0.9;

/**
 * Trains a network by SGD with momentum; its learning rate falls along a cosine to a thousandth, as in arXiv
 * 2310.15903. Measures neural collapse on the training images, and the scores on all, every so many epochs.
 *
 * @returns What was measured.
 */
export async function trainNetwork(
  model: LayersModel,
  data: Dataset,
  settings: Settings,
  events: TrainingEvents,
): Promise<EpochResult[]> {
  const { epochs, every, learningRate } = settings;
  const optimizer = train.momentum(learningRate, MOMENTUM);
  model.compile({ optimizer, loss: pickAllLabels, metrics: [pickAllLabels] });
  const measured: EpochResult[] = [];
  const [seen, unseen] = [data.train, data.test].map((split) => ({
    x: imagesOf(split, [...split.images.keys()], data.imageSize),
    y: split.labelSets,
  }));
  const scores = [intersectionOverUnion(), rPrecision()];
  let step = 0;
  const batchesPerEpoch = Math.ceil(data.train.images.length / settings.batchSize);
  try {
    await model.fitDataset(
      { iterator: () => Promise.resolve(endlessBatches(data, settings)), size: Infinity },
      {
        epochs,
        batchesPerEpoch,
        verbose: 0,
        callbacks: [
          new CustomCallback({
            onEpochBegin: (epoch) => optimizer.setLearningRate(rateOf(epoch, settings)),
            onBatchEnd: () => events.step(++step, epochs * batchesPerEpoch),
            onEpochEnd: (epoch, logs) => checkLoss(epoch, logs!.loss),
          }),
          new NeuralCollapseMonitor({ data: seen, every }),
          new MultiLabelEvaluation({ data: seen, metrics: scores, every, batchSize: 128, prefix: 'train_' }),
          new MultiLabelEvaluation({ data: unseen, metrics: scores, every, batchSize: 128, prefix: 'test_' }),
          // Last, because it reads what the others put into the logs.
          new CustomCallback({
            onEpochEnd: (epoch, logs) => {
              if ((epoch + 1) % every !== 0) return;
              measured.push(resultOf(epoch + 1, logs as Record<string, number>));
              events.measured(measured.at(-1)!);
            },
          }),
        ],
      },
    );
  } finally {
    dispose([seen.x, unseen.x]);
    optimizer.dispose();
  }
  return measured;
}

/**
 * The training images over and over, each epoch in an order of its own that the seed decides. Tfjs disposes
 * the tensors.
 */
async function* endlessBatches({ train: split, imageSize }: Dataset, { batchSize, seed }: Settings) {
  for (let epoch = 1; ; epoch++) {
    for (const rows of batchesOf(
      seededRandom(`epoch ${epoch} ${seed}`).permutation(split.images.length),
      batchSize,
    )) {
      yield await Promise.resolve({ xs: imagesOf(split, rows, imageSize), ys: targetsOf(split, rows) });
    }
  }
}

function rateOf(epoch: number, { epochs, learningRate }: Settings): number {
  const end = learningRate / 1000;
  return end + ((learningRate - end) * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;
}

function checkLoss(epoch: number, loss: number): void {
  if (!Number.isFinite(loss)) {
    throw new Error(`The loss became ${loss} in epoch ${epoch + 1}. Try a lower --learning-rate.`);
  }
}

/** The logs of an epoch after which all callbacks measured. */
function resultOf(epoch: number, logs: Record<string, number>): EpochResult {
  const { loss, pickAllLabels, nc1, nc2Classifier, nc2Means, nc3, tagWiseAverage } = logs;
  const scores = (prefix: string): Scores => ({
    iou: logs[`${prefix}_intersectionOverUnion`],
    rPrecision: logs[`${prefix}_rPrecision`],
  });
  return {
    ...{ epoch, pickAllLabels, loss, nc1, nc2Classifier, nc2Means, nc3, tagWiseAverage },
    ...{ train: scores('train'), test: scores('test') },
  };
}
