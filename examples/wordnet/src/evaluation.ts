import { batchesOf } from '@argmaxable/examples-common';
import { AccuracyScore, F1AtK, F1Score } from '@argmaxable/metrics';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inputsOf, type Split } from './dataset.js';
import type { Scores } from './result.js';

/** Examples scored at once: what keeps the logits of 8921 labels small. */
const BATCH = 256;

/** The scores over a whole split. */
export function evaluate(model: LayersModel, split: Split): Scores {
  const f1At10 = new F1AtK({ k: 10 });
  const microF1 = new F1Score({ average: 'micro' });
  const exact = new AccuracyScore();
  for (const rows of batchesOf([...split.tokens.keys()], BATCH)) {
    const logits = predict(model, split, rows);
    const targets = split.labelSets.select(rows);
    f1At10.update(targets, logits);
    microF1.update(targets, logits);
    exact.update(targets, logits);
    logits.dispose();
  }
  return { f1At10: f1At10.result(), microF1: microF1.result(), exact: exact.result() };
}

/** Logits [rows, n] of the examples `rows`. The caller disposes them. */
export function predict(model: LayersModel, split: Split, rows: readonly number[]): Tensor2D {
  const inputs = inputsOf(split, rows);
  const logits = model.predict(inputs) as Tensor2D;
  inputs.dispose();
  return logits;
}

/**
 * The labels that the model predicts for each of the examples `rows`: those with a logit above 0, ascending.
 */
export function predictedLabels(model: LayersModel, split: Split, rows: readonly number[]): number[][] {
  const predicted: number[][] = [];
  for (const batch of batchesOf(rows, BATCH)) {
    const logits = predict(model, split, batch);
    const scores = logits.dataSync();
    logits.dispose();
    const n = scores.length / batch.length;
    for (let i = 0; i < batch.length; i++) {
      const own = scores.subarray(i * n, (i + 1) * n);
      predicted.push([...own.keys()].filter((label) => own[label] > 0));
    }
  }
  return predicted;
}
