import type { Batch } from '../batch/batch.js';
import {
  AccuracyScore,
  type Average,
  type AveragedOptions,
  averages,
  F1Score,
  HammingLoss,
  JaccardScore,
  PrecisionScore,
  RecallScore,
} from '../label-sets/index.js';
import { rounded, table } from './markdown.js';
import { results } from './results.js';

/** Values of predicted label sets under one average. */
export interface SetValues {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly jaccard: number;
}

/** Values of predicted label sets. */
export interface SetSummary extends Readonly<Record<Average, SetValues>> {
  readonly hammingLoss: number;
  /** Subset accuracy. */
  readonly accuracy: number;
}

/** The options that the metrics of label sets share; for predicted label sets there is no threshold. */
export type SetOptions = Pick<AveragedOptions, 'threshold' | 'zeroDivision'>;

/** Computes the metrics of label sets of one batch; the errors are counted once for all metrics. */
export function setSummary(batch: Batch, { threshold, zeroDivision }: SetOptions): SetSummary {
  const values = averages.map((average): [Average, SetValues] => {
    const metrics = setMetrics({ average, threshold, zeroDivision });
    return [average, results(metrics, batch)];
  });
  return {
    ...(Object.fromEntries(values) as Record<Average, SetValues>),
    ...results(
      { hammingLoss: new HammingLoss({ threshold }), accuracy: new AccuracyScore({ threshold }) },
      batch,
    ),
  };
}

/** Makes the metrics of label sets that are averaged, by their names in `SetValues`. */
export function setMetrics(options: AveragedOptions) {
  return {
    precision: new PrecisionScore(options),
    recall: new RecallScore(options),
    f1: new F1Score(options),
    jaccard: new JaccardScore(options),
  };
}

/** The titles of the columns that `setCells` fills. */
export const setColumns = ['precision', 'recall', 'F1', 'Jaccard'];

export function setCells({ precision, recall, f1, jaccard }: SetValues): string[] {
  return [precision, recall, f1, jaccard].map(rounded);
}

export function setTable(title: string, summary: SetSummary): string {
  return table(
    [title, ...setColumns],
    averages.map((average) => [average, ...setCells(summary[average])]),
  );
}
