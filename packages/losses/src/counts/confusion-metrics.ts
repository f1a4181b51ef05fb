/** The weight of each count in a sum. */
export type CellWeights = readonly [tp: number, fp: number, fn: number, tn: number];

/** A measure `good / all`, both sums of weighted counts; its loss is `(all - good) / all`. */
export interface Ratio {
  readonly good: CellWeights;
  readonly all: CellWeights;
}

export const confusionMetrics = [
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'npv',
  'jaccard',
  'fbeta',
] as const;

export type ConfusionMetric = (typeof confusionMetrics)[number];

/** The measure as a ratio of counts. `fbeta` is used only for the metric of that name. */
export function ratioOf(metric: ConfusionMetric, fbeta: number): Ratio {
  const squared = fbeta ** 2;
  const ratios: Record<ConfusionMetric, Ratio> = {
    accuracy: { good: [1, 0, 0, 1], all: [1, 1, 1, 1] },
    precision: { good: [1, 0, 0, 0], all: [1, 1, 0, 0] },
    recall: { good: [1, 0, 0, 0], all: [1, 0, 1, 0] },
    specificity: { good: [0, 0, 0, 1], all: [0, 1, 0, 1] },
    npv: { good: [0, 0, 0, 1], all: [0, 0, 1, 1] },
    jaccard: { good: [1, 0, 0, 0], all: [1, 1, 1, 0] },
    fbeta: { good: [1 + squared, 0, 0, 0], all: [1 + squared, 1, squared, 0] },
  };
  return ratios[metric];
}
