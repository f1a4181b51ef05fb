import { batchesOf } from '@argmaxable/examples-common';
import { threshold } from '@argmaxable/decisions';
import { toJsonNumber } from '@argmaxable/core';
import { BSLOutput, LabelScale } from '@argmaxable/layers';
import { AveragePrecisionScore, F1Score } from '@argmaxable/metrics';
import { dispose, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { type DataSettings, loadData } from '../data/load-data.js';
import type { Part, StudyData } from '../data/study-data.js';
import type { RunContext } from '../figure.js';
import { train } from '../training.js';
import { fixedThreshold, lossOf, type LossSettings } from './settings.js';

/** One training with one loss. */
export interface LossCell {
  readonly data: DataSettings;
  readonly loss: LossSettings;
  /** Columns of the bottlenecked output layer, beside the one of the prior. */
  readonly width: number;
  readonly rate: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of starting weights and the order of examples; the split is the same for all. */
  readonly seed: number;
}

const averages = ['macro', 'micro', 'weighted'] as const;

/** F1 by each average. */
export type F1s = Readonly<Record<(typeof averages)[number], number>>;

/** Scores on the held-out part, and what settings are chosen by; null where training went to infinity. */
export type LossResult = LossScores | null;

export interface LossScores {
  /** Micro-F1 on the validation part at the threshold that was fitted on it. */
  readonly validation: number;
  readonly threshold: number | string;
  readonly fixed: F1s;
  readonly fitted: F1s;
  /** Mean over labels of average precision, over those that an example has. */
  readonly meanAveragePrecision: number;
}

/** Trains the model of a cell, and scores it. */
export async function trainWithLoss(cell: LossCell, context: RunContext): Promise<LossResult> {
  const { loss, rate, epochs, batchSize, seed } = cell;
  const data = await loadData(cell.data);
  const model = modelOf(data, cell);
  try {
    const last = await train(model, data.train, lossOf(loss), { rate, epochs, batchSize, seed }, context);
    if (Number.isNaN(last)) return null;
    context.step('scoring');
    return scoresOf(model, data, fixedThreshold(loss));
  } finally {
    model.dispose();
  }
}

/** The same model for all losses, started at the labels' prior; behind it comes what a loss needs. */
function modelOf(data: StudyData, { loss: { end }, width, seed }: LossCell): LayersModel {
  const output = new BSLOutput({
    ...{ units: data.numLabels, features: width, priorBias: true, expectedActive: data.meanActive },
    projectionInitializer: initializers.glorotUniform({ seed: seed + 100 }),
    kernelInitializer: initializers.glorotUniform({ seed: seed + 200 }),
  });
  const behind = end === undefined ? [] : [endOf(end)];
  return sequential({ layers: [...data.encoder(seed), output, ...behind] });
}

function endOf(end: NonNullable<LossSettings['end']>): layers.Layer {
  if (end.kind === 'softplus') return layers.activation({ activation: 'softplus' });
  return new LabelScale({ beta: end.beta, eta: end.eta });
}

function scoresOf(model: LayersModel, data: StudyData, fixed: number): LossScores {
  const [validation, heldOut] = [data.validation, data.heldOut].map((part) => predictions(model, part));
  try {
    const fitted = threshold.fit(data.validation.labelSets, validation).threshold;
    const f1s = (at: number): F1s => {
      const [macro, micro, weighted] = averages.map((average) => f1(data.heldOut, heldOut, at, average));
      return { macro, micro, weighted };
    };
    const precision = new AveragePrecisionScore({ average: 'macro' });
    precision.update(data.heldOut.labelSets, heldOut);
    return {
      validation: f1(data.validation, validation, fitted, 'micro'),
      threshold: toJsonNumber(fitted),
      ...{ fixed: f1s(fixed), fitted: f1s(fitted), meanAveragePrecision: precision.result() },
    };
  } finally {
    dispose([validation, heldOut]);
  }
}

function f1(part: Part, scores: Tensor2D, at: number, average: keyof F1s): number {
  const metric = new F1Score({ average, threshold: at });
  metric.update(part.labelSets, scores);
  return metric.result();
}

/** What the model gives for all examples of a part, [examples, n]. The caller disposes it. */
function predictions(model: LayersModel, part: Part): Tensor2D {
  const n = part.labelSets.numLabels;
  const all = new Float32Array(part.size * n);
  const order = Array.from({ length: part.size }, (_, row) => row);
  for (const rows of batchesOf(order, 256)) {
    const inputs = part.inputs(rows);
    const scores = model.predict(inputs) as Tensor2D;
    all.set(scores.dataSync(), rows[0] * n);
    dispose([inputs, scores]);
  }
  return tensor2d(all, [part.size, n]);
}
