import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '@argmaxable/core';
import { batchesOf } from '@argmaxable/examples-common';
import { oneVersusAll } from '@argmaxable/losses';
import { adam } from '@argmaxable/optimizers';
import { dispose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { type Dataset, inputsOf } from './dataset.js';
import { evaluate } from './evaluation.js';
import type { Settings } from './options.js';
import type { EpochResult } from './result.js';

export interface TrainingEvents {
  /** Where a checkpoint was found, behind which so many epochs lie. */
  resume(epochs: number): void;
  /** Before the first step; `epoch` counts from 1. */
  start(epoch: number, epochs: number, examplesPerEpoch: number): void;
  /** After each step: examples so far in this epoch, and the mean loss over its steps. */
  step(examples: number, loss: number): void;
  /** After each epoch's evaluation and checkpoint. */
  epoch(result: EpochResult): void;
}

/**
 * Trains a tagger from its last checkpoint, or from the start where there is none, and leaves a checkpoint
 * after each epoch.
 *
 * @param build Makes the model with its starting weights.
 * @param folder Where the checkpoint is, or goes.
 * @returns The trained model, which the caller disposes, and what each epoch gave.
 * @throws The signal's reason once it is aborted, which is looked at after each step.
 */
export async function trainTagger(
  build: () => LayersModel,
  data: Dataset,
  settings: Settings,
  folder: string,
  events: TrainingEvents,
  signal: AbortSignal,
): Promise<{ model: LayersModel; epochs: EpochResult[] }> {
  const checkpoint = await loadCheckpoint(folder);
  const model = checkpoint?.model ?? compiled(build(), settings);
  const epochs = checkpoint?.epochs ?? [];
  if (checkpoint) events.resume(epochs.length);
  while (epochs.length < settings.epochs) {
    const epoch = epochs.length + 1;
    events.start(epoch, settings.epochs, data.train.tokens.length);
    const started = performance.now();
    const loss = await trainEpoch(model, data, settings, epoch, events, signal);
    const seconds = (performance.now() - started) / 1000;
    epochs.push({ epoch, loss, ...evaluate(model, data.heldOut), seconds });
    await saveCheckpoint(folder, model, epochs);
    events.epoch(epochs.at(-1)!);
  }
  model.optimizer.dispose();
  return { model, epochs };
}

function compiled(model: LayersModel, { learningRate, epsilon }: Settings): LayersModel {
  model.compile({ loss: oneVersusAll, optimizer: adam({ learningRate, epsilon }) });
  return model;
}

/** One pass over the training examples. Returns the mean loss. */
async function trainEpoch(
  model: LayersModel,
  { train: split }: Dataset,
  { batchSize, seed }: Settings,
  epoch: number,
  events: TrainingEvents,
  signal: AbortSignal,
): Promise<number> {
  let examples = 0;
  let sum = 0;
  // The order depends on the epoch's number alone, so that a resumed run sees what an unbroken one would.
  for (const rows of batchesOf(
    seededRandom(`epoch ${epoch} ${seed}`).permutation(split.tokens.length),
    batchSize,
  )) {
    const [x, y] = [inputsOf(split, rows), split.labelSets.select(rows).toPadded()];
    const loss = (await model.trainOnBatch(x, y)) as number;
    dispose([x, y]);
    if (!Number.isFinite(loss)) {
      throw new Error(`The loss became ${loss} in epoch ${epoch}. Try a lower --learning-rate.`);
    }
    sum += loss * rows.length;
    examples += rows.length;
    events.step(examples, sum / examples);
    await setImmediate(); // lets Ctrl-C in: a step never waits for anything
    signal.throwIfAborted();
  }
  return sum / examples;
}
