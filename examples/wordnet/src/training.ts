import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '@argmaxable/core';
import { batchesOf } from '@argmaxable/examples-common';
import { oneVersusAll } from '@argmaxable/losses';
import { adam } from '@argmaxable/optimizers';
import { dispose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { type Dataset, inputsOf, type Split } from './dataset.js';
import { evaluate } from './evaluation.js';
import type { EpochResult } from './result.js';

/** How one model is trained. */
export interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  /** Adam's. */
  readonly learningRate: number;
  readonly epsilon: number;
  /** Decides the order of the examples. */
  readonly seed: number;
}

/** The loss stopped being a finite number: the learning rate is too high. */
export class DivergedError extends Error {
  constructor(loss: number, epoch: number) {
    super(`The loss became ${loss} in epoch ${epoch}. Try a lower --learning-rate.`);
  }
}

export interface TrainingEvents {
  /** Where a checkpoint was found, behind which so many epochs lie. */
  resume(epochs: number): void;
  /** Before the first step; `epoch` counts from 1. */
  start(epoch: number, epochs: number, examplesPerEpoch: number): void;
  /** After each step: examples so far in this epoch, and the mean loss over its steps. */
  step(examples: number, loss: number): void;
  /** After each epoch's evaluation, and its checkpoint where there are checkpoints. */
  epoch(result: EpochResult): void;
}

/**
 * Trains a tagger from its last checkpoint, or from the start where there is none, and leaves a checkpoint
 * after each epoch.
 *
 * @param build Makes the model with its starting weights.
 * @param data What it trains on, and what each epoch is evaluated on.
 * @param folder Where the checkpoint is, or goes; null for no checkpoints.
 * @returns The trained model, which the caller disposes, and what each epoch gave.
 * @throws DivergedError; the signal's reason once it is aborted, which is looked at after each step.
 */
export async function trainTagger(
  build: () => LayersModel,
  data: Pick<Dataset, 'train' | 'heldOut'>,
  training: Training,
  folder: string | null,
  events: TrainingEvents,
  signal: AbortSignal,
): Promise<{ model: LayersModel; epochs: EpochResult[] }> {
  const checkpoint = folder === null ? undefined : await loadCheckpoint(folder);
  const model = checkpoint?.model ?? compiled(build(), training);
  const epochs = checkpoint?.epochs ?? [];
  if (checkpoint) events.resume(epochs.length);
  while (epochs.length < training.epochs) {
    const epoch = epochs.length + 1;
    events.start(epoch, training.epochs, data.train.tokens.length);
    const started = performance.now();
    const loss = await trainEpoch(model, data.train, training, epoch, events, signal);
    const seconds = (performance.now() - started) / 1000;
    epochs.push({ epoch, loss, ...evaluate(model, data.heldOut), seconds });
    if (folder !== null) await saveCheckpoint(folder, model, epochs);
    events.epoch(epochs.at(-1)!);
  }
  model.optimizer.dispose();
  return { model, epochs };
}

function compiled(model: LayersModel, { learningRate, epsilon }: Training): LayersModel {
  model.compile({ loss: oneVersusAll, optimizer: adam({ learningRate, epsilon }) });
  return model;
}

/** One pass over the training examples. Returns the mean loss. */
async function trainEpoch(
  model: LayersModel,
  split: Split,
  { batchSize, seed }: Training,
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
    if (!Number.isFinite(loss)) throw new DivergedError(loss, epoch);
    sum += loss * rows.length;
    examples += rows.length;
    events.step(examples, sum / examples);
    await setImmediate(); // lets Ctrl-C in: a step never waits for anything
    signal.throwIfAborted();
  }
  return sum / examples;
}
