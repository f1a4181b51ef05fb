import type { Batch } from '../batch/batch.js';
import type { Metric } from '../metric/metric.js';
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
import type { LabelValues, SetSummary, SetValues } from './values.js';

/** What the metrics of label sets share: where label sets are predicted there is no threshold. */
export type SetOptions = Pick<AveragedOptions, 'threshold' | 'zeroDivision'>;

/** The metrics of label sets, of one batch. Its errors are counted once for all of them. */
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

/** The same of each label. */
export function labelValues(
  batch: Batch,
  options: SetOptions,
  labelNames: readonly string[] | undefined,
): LabelValues[] {
  const metrics = setMetrics(options);
  for (const metric of Object.values(metrics)) metric.updateBatch(batch);
  const [precision, recall, f1, jaccard] = [
    metrics.precision.perLabel(),
    metrics.recall.perLabel(),
    metrics.f1.perLabel(),
    metrics.jaccard.perLabel(),
  ];
  return Array.from(batch.targets.labelCounts(), (support, label) => ({
    label,
    ...(labelNames && { name: labelNames[label] }),
    support,
    precision: precision[label],
    recall: recall[label],
    f1: f1[label],
    jaccard: jaccard[label],
  }));
}

/** The values of metrics of one batch, by name. */
export function results<Name extends string>(
  metrics: Record<Name, Metric>,
  batch: Batch,
): Record<Name, number> {
  const entries = Object.entries<Metric>(metrics).map(([name, metric]) => {
    metric.updateBatch(batch);
    return [name, metric.result()];
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}

function setMetrics(options: AveragedOptions) {
  return {
    precision: new PrecisionScore(options),
    recall: new RecallScore(options),
    f1: new F1Score(options),
    jaccard: new JaccardScore(options),
  };
}
