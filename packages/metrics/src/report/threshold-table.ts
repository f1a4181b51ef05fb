import type { Batch } from '../batch/batch.js';
import { averages } from '../label-sets/index.js';
import { rounded, table } from './markdown.js';
import { setSummary, type SetSummary } from './set-table.js';

/** The values of the label sets that scores and one threshold for all labels give. */
export interface ThresholdValues extends SetSummary {
  readonly threshold: number;
}

/** Computes the metrics of label sets for each threshold. */
export function thresholdValues(
  batch: Batch,
  thresholds: readonly number[],
  zeroDivision: number,
): ThresholdValues[] {
  return thresholds.map((threshold) => ({ threshold, ...setSummary(batch, { threshold, zeroDivision }) }));
}

export function thresholdTable(byThreshold: readonly ThresholdValues[]): string {
  return table(
    [
      'score > t, for all labels',
      'micro precision',
      'micro recall',
      ...averages.map((average) => `${average} F1`),
      'subset accuracy',
      'Hamming loss',
    ],
    byThreshold.map((values) => [
      `${values.threshold}`,
      ...[
        values.micro.precision,
        values.micro.recall,
        ...averages.map((average) => values[average].f1),
        values.accuracy,
        values.hammingLoss,
      ].map(rounded),
    ]),
  );
}
