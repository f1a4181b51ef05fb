import type { Tensor } from '@tensorflow/tfjs-core';
import { shapeText } from '../checks/index.js';
import { ValueError } from '../errors.js';
import { isSparse, type TargetFormat } from '../target-format.js';
import type { OutputEntry } from './output-entries.js';

type TfjsMetric = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** An output with a loss for several labels. */
export interface MultiLabelOutput {
  readonly name: string;
  /** Number of labels. */
  readonly width: number;
  /** How the loss reads int32 targets. */
  readonly format: TargetFormat;
}

/**
 * Refuses the names whose metric tfjs chooses by the loss. tfjs does not know our losses, and would choose
 * metrics of one class per example: for several labels 'accuracy' would be how often the label with the
 * highest score is the first of the true ones.
 */
export function checkMetricName(metric: OutputEntry, { name, width }: MultiLabelOutput): void {
  if (typeof metric !== 'string' || width === 1 || !Object.hasOwn(oneClassNames, metric)) return;
  throw new ValueError(
    'metrics',
    metric,
    `unambiguous; tfjs takes this name for '${oneClassNames[metric]}', which is for one label per example, beside the loss of output '${name}'`,
    `Take ${adviceFor(metric)}; or '${oneClassNames[metric]}', if that is meant.`,
  );
}

const oneClassNames: Readonly<Record<string, string>> = {
  accuracy: 'categoricalAccuracy',
  acc: 'categoricalAccuracy',
  crossentropy: 'categoricalCrossentropy',
  ce: 'categoricalCrossentropy',
};

/**
 * A metric of tfjs that refuses what it cannot be computed from: sparse targets, at every call; and, at the
 * first call, scores if it reads probabilities or decisions.
 *
 * @param key Its name in tfjs.
 */
export function guarded(metric: TfjsMetric, key: string, output: MultiLabelOutput): TfjsMetric {
  let isFirst = true;
  return (yTrue, yPred) => {
    if (isSparse(yTrue, output.width, output.format)) {
      throw new ValueError(
        'metrics',
        key,
        `of those that read sparse targets, here int32 of shape ${shapeText(yTrue.shape)}, beside the loss of output '${output.name}'`,
        `Take ${adviceFor(key)}; or give multi-hot targets.`,
      );
    }
    if (isFirst) checkScores(key, yPred, output);
    isFirst = false;
    return metric(yTrue, yPred);
  };
}

function checkScores(key: string, yPred: Tensor, { name }: MultiLabelOutput): void {
  const reads = readsDecisions.includes(key)
    ? 'decisions, 0 or 1'
    : readsProbabilities.includes(key)
      ? 'probabilities'
      : undefined;
  if (reads === undefined) return;
  const isRead = (value: number) =>
    readsDecisions.includes(key) ? value === 0 || value === 1 : value >= 0 && value <= 1;
  // Only once, because reading values back stalls a GPU. NaN is not checked here: the loss shows it.
  const odd = yPred.dataSync<'float32'>().find((value) => !isRead(value) && !Number.isNaN(value));
  if (odd === undefined) return;
  throw new ValueError(
    'metrics',
    key,
    `of those that read scores, such as ${odd} of output '${name}'; tfjs's ${key} reads ${reads}`,
    `Take ${adviceFor(key)}.`,
  );
}

const readsDecisions = ['precision', 'recall'];

const readsProbabilities = [
  'accuracy', // of one label: binaryAccuracy
  'acc',
  'crossentropy',
  'ce',
  'binaryAccuracy',
  'binaryCrossentropy',
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
];

function adviceFor(key: string): string {
  return advice[key] ?? 'the loss itself, which can be a metric too';
}

const accuracies =
  'hammingScore() (labels that are right), accuracyScore() (label sets that are) or precisionAtK(1) (top labels that are) of @argmaxable/metrics';
const topLabel = 'precisionAtK(1) of @argmaxable/metrics';

const advice: Readonly<Record<string, string>> = {
  accuracy: accuracies,
  acc: accuracies,
  binaryAccuracy: 'hammingScore() of @argmaxable/metrics',
  categoricalAccuracy: topLabel,
  sparseCategoricalAccuracy: topLabel,
  precision: 'precisionScore() of @argmaxable/metrics',
  recall: 'recallScore() of @argmaxable/metrics',
};
