import { BSLOutput, LabelScale } from '@argmaxable/layers';
import { AveragePrecisionScore } from '@argmaxable/metrics';
import { batchesOf } from '@argmaxable/examples-common';
import { dispose, type Tensor2D, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { type DataSettings, loadData } from '../data/load-data.js';
import type { Part, StudyData } from '../data/study-data.js';
import type { RunContext } from '../figure.js';
import { mean } from '../groups.js';
import { train } from '../training.js';
import { fixedThreshold, lossOf, type LossSettings } from './settings.js';
import { bestThresholds, eachAverage, type F1s, f1sAbove, type Scored } from './thresholds.js';

/** One training with one loss. */
export interface LossCell {
  readonly data: DataSettings;
  readonly loss: LossSettings;
  /** Columns of the bottlenecked output layer, beside the one of the prior. */
  readonly width: number;
  readonly rate: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Of starting weights and the order of examples; the split is the same for all. */
  readonly seed: number;
}

/** Scores on the held-out part, and what settings are chosen by; null where training went to infinity. */
export type LossResult = LossScores | null;

export interface LossScores {
  /** Mean of the three F1 on the validation part, each at the threshold that is best for it there. */
  readonly validation: number;
  /** Of the steps, how many were taken when `validation` was best: the scores are of then. */
  readonly bestStep: number;
  readonly thresholds: F1s;
  readonly fixed: F1s;
  readonly fitted: F1s;
  /** Mean over labels of average precision, over those that an example has. */
  readonly meanAveragePrecision: number;
}

/** How often in a training the validation part is looked at. */
const looks = 10;

/** Trains the model of a cell, and scores it as it was when it was best on the validation part. */
export async function trainWithLoss(cell: LossCell, context: RunContext): Promise<LossResult> {
  const { loss, rate, steps, batchSize, seed } = cell;
  const data = await loadData(cell.data);
  const model = modelOf(data, cell);
  const best = new BestWeights<{ step: number; thresholds: F1s }>(model);
  const look = (step: number): void => {
    if (step % Math.ceil(steps / looks) !== 0 && step !== steps) return;
    const { thresholds, values } = bestThresholds(scoredBy(model, data.validation));
    best.offer(mean(Object.values(values)), { step, thresholds });
  };
  try {
    const settings = { rate, steps, batchSize, seed };
    if (Number.isNaN(await train(model, data.train, lossOf(loss), settings, context, look))) return null;
    context.step('scoring');
    const { value: validation, step: bestStep, thresholds } = best.restore();
    const heldOut = scoredBy(model, data.heldOut);
    const f1s = (thresholdOf: (average: keyof F1s) => number): F1s =>
      eachAverage((average) => f1sAbove(heldOut, [thresholdOf(average)])[0][average]);
    return {
      ...{ validation, bestStep, thresholds },
      fixed: f1s(() => fixedThreshold(loss)),
      fitted: f1s((average) => thresholds[average]),
      meanAveragePrecision: averagePrecision(heldOut),
    };
  } finally {
    model.dispose();
  }
}

/** The weights of a model when a value was highest. */
class BestWeights<Facts extends object> {
  private best: { value: number; weights: Float32Array[]; facts: Facts } | undefined;

  constructor(private readonly model: LayersModel) {}

  offer(value: number, facts: Facts): void {
    if (this.best && value <= this.best.value) return;
    // Copies: optimizers may write into the memory of weights.
    const weights = this.model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
    this.best = { value, weights, facts };
  }

  /** Gives the model these weights. */
  restore(): Facts & { value: number } {
    const { value, weights, facts } = this.best!;
    const tensors = this.model.getWeights().map(({ shape }, i) => tensor(weights[i], shape));
    this.model.setWeights(tensors);
    dispose(tensors);
    return { ...facts, value };
  }
}

/** The same model for all losses, started at the labels' prior; behind it comes what a loss needs. */
function modelOf(data: StudyData, { loss, width, seed }: LossCell): LayersModel {
  const output = new BSLOutput({
    ...{ units: data.numLabels, features: width, priorBias: true, expectedActive: data.meanActive },
    projectionInitializer: initializers.glorotUniform({ seed: seed + 100 }),
    kernelInitializer: initializers.glorotUniform({ seed: seed + 200 }),
  });
  return sequential({ layers: [...data.encoder(seed), output, ...endOf(loss)] });
}

function endOf({ end, tuned }: LossSettings): layers.Layer[] {
  switch (end) {
    case undefined:
      return [];
    case 'softplus':
      return [layers.activation({ activation: 'softplus' })];
    case 'labelScale':
      return [new LabelScale(tuned)];
  }
}

function averagePrecision({ labelSets, scores }: Scored): number {
  const metric = new AveragePrecisionScore({ average: 'macro' });
  const predictions = tensor2d(scores, [labelSets.size, labelSets.numLabels]);
  metric.update(labelSets, predictions);
  predictions.dispose();
  return metric.result();
}

/** What the model gives for all examples of a part. */
function scoredBy(model: LayersModel, part: Part): Scored {
  const n = part.labelSets.numLabels;
  const scores = new Float32Array(part.size * n);
  const order = Array.from({ length: part.size }, (_, row) => row);
  for (const rows of batchesOf(order, 256)) {
    const inputs = part.inputs(rows);
    const given = model.predict(inputs) as Tensor2D;
    scores.set(given.dataSync(), rows[0] * n);
    dispose([inputs, given]);
  }
  return { labelSets: part.labelSets, scores };
}
