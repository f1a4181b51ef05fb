import type { Batch } from '../batch/batch.js';
import { averagePrecisionOfRankings } from '../ranking/average-precision-score.js';
import type { LabelRankings } from '../ranking/label-rankings.js';
import { rocAucOfRankings } from '../ranking/roc-auc-score.js';
import { nameCell, rounded, table } from './markdown.js';
import { setCells, setColumns, setMetrics, type SetOptions, type SetValues } from './set-table.js';

/** Values of one label. */
export interface LabelValues extends SetValues {
  readonly label: number;
  /** Absent if no names were given. */
  readonly name?: string;
  /** Number of examples in which the label is active. */
  readonly support: number;
}

/** Values of one label that has scores. */
export interface ScoredLabelValues extends LabelValues {
  /** NaN if there are no positives. */
  readonly averagePrecision: number;
  /** NaN if there are no positives or no negatives. */
  readonly rocAuc: number;
}

/** Computes the metrics of label sets for each label. */
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

/** Adds the metrics of rankings to the values of each label. */
export function scoredLabelValues(
  values: readonly LabelValues[],
  rankings: LabelRankings,
): ScoredLabelValues[] {
  const options = { average: 'macro', zeroDivision: NaN, targets: 'auto' } as const;
  const averagePrecision = averagePrecisionOfRankings.perLabelOfRankings(rankings, options);
  const rocAuc = rocAucOfRankings.perLabelOfRankings(rankings, options);
  return values.map((values, label) => ({
    ...values,
    averagePrecision: averagePrecision[label],
    rocAuc: rocAuc[label],
  }));
}

/**
 * The most labels that a table lists unless it is to list all. If there are more labels, half of the listed
 * ones have the best and half the worst F1.
 */
const mostShown = 20;

export function labelTable(
  perLabel: readonly (LabelValues | ScoredLabelValues)[],
  everyLabel: boolean,
): string {
  const isScored = 'averagePrecision' in perLabel[0];
  const columns = ['label', 'support', ...setColumns, ...(isScored ? ['average precision', 'ROC AUC'] : [])];
  const row = (values: LabelValues | ScoredLabelValues): string[] => [
    values.name === undefined ? `${values.label}` : nameCell(values.name),
    `${values.support}`,
    ...setCells(values),
    ...('averagePrecision' in values ? [values.averagePrecision, values.rocAuc].map(rounded) : []),
  ];
  if (everyLabel) {
    // The sort is stable: of equally frequent labels the lower index comes first.
    return table(columns, [...perLabel].sort((a, b) => b.support - a.support).map(row));
  }
  if (perLabel.length <= mostShown) return table(columns, perLabel.map(row));
  // Labels that are never active show nothing about the model.
  const ranked = perLabel.filter(({ support }) => support > 0).sort((a, b) => b.f1 - a.f1);
  const shown = Math.min(mostShown, ranked.length);
  const best = ranked.slice(0, Math.ceil(shown / 2));
  const worst = ranked.slice(ranked.length - Math.floor(shown / 2));
  return [
    `labels with the best and the worst F1, of the ${ranked.length} that are active in an example`,
    table(columns, [...best.map(row), columns.map(() => '...'), ...worst.map(row)]),
  ].join('\n\n');
}
