import type { Batch } from '../batch/batch.js';
import type { Metric } from '../metric/metric.js';

/** Computes the values of metrics of one batch, by name. */
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
