import { checkOneOf } from '@argmaxable/core';
import type { RankedPositives } from '../batch/ranked-positives.js';
import { defineMetric } from '../metric/define-metric.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import {
  averageOf,
  checkZeroDivision,
  type ZeroDivisionOption,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';
import { ofLabelRankings } from './label-rankings-score.js';

/**
 * The recalls r at which the interpolated precision `P(r) = max of the precisions at recall r or more` is
 * averaged. 'voc2010': at every recall that occurs, which gives the area under P; 'voc2007': at 0, 0.1, ...,
 * 1; 'coco': at 0, 0.01, ..., 1.
 */
export type Interpolation = (typeof interpolations)[number];

const interpolations = ['voc2010', 'voc2007', 'coco'] as const;

/** Options of interpolated mAP. */
export interface MeanAveragePrecisionOptions extends MetricOptions, ZeroDivisionOption {
  /** 'voc2010' (default), 'voc2007' or 'coco'; see `Interpolation`. */
  readonly interpolation?: Interpolation;
}

/** The scoring, exported so that several metrics can share one ranking. */
export const meanAveragePrecisionOfRankings = ofLabelRankings<Required<MeanAveragePrecisionOptions>>({
  label(ranked, { interpolation, zeroDivision }) {
    if (ranked.numPositives === 0) return zeroDivision;
    const precisions = interpolated(ranked);
    switch (interpolation) {
      case 'voc2010':
        return area(ranked, precisions);
      case 'voc2007':
        return meanAt(10, ranked, precisions);
      case 'coco':
        return meanAt(100, ranked, precisions);
    }
  },
  all: (_rankings, _options, values) => averageOf(values()),
});

const metric = defineMetric({
  name: 'meanAveragePrecision',
  options: optionReader<MeanAveragePrecisionOptions>({
    interpolation: (interpolation = 'voc2010') => checkOneOf('interpolation', interpolation, interpolations),
    zeroDivision: (zeroDivision = NaN) => checkZeroDivision(zeroDivision),
  }),
  key({ interpolation, zeroDivision }) {
    const kind = interpolation === 'voc2010' ? '' : `@${interpolation}`;
    return `mAP${kind}${zeroDivisionSuffix({ zeroDivision }, NaN)}`;
  },
  score: meanAveragePrecisionOfRankings,
});

/**
 * Interpolated mAP: the mean over labels of average precision in which the precision at recall r is the
 * highest at recall r or more, as in the VOC and COCO challenges. From 0 to 1.
 *
 * A label without positives has no recall and counts as `zeroDivision`. The default, NaN, leaves it out of
 * the mean. Without interpolation it is `AveragePrecisionScore`. Streaming form of `meanAveragePrecision`.
 * Its memory grows by n numbers per example, because every score is needed at the end. `perLabel()` returns
 * the value of each label. Source: Everingham et al. 2010 (VOC); Lin et al. 2014 (COCO).
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { MeanAveragePrecision } from '@argmaxable/metrics';
 * const metric = new MeanAveragePrecision({ interpolation: 'voc2007' });
 * metric.update([[1, 0], [0, 0], [1, 0]], [[2, -1], [1, 3], [-1, 0]]); // for each batch
 * metric.result(); // 0.848...
 */
export const MeanAveragePrecision = metric.Class;
export type MeanAveragePrecision = InstanceType<typeof MeanAveragePrecision>;

/**
 * Interpolated mAP, as a number or for `model.compile`; see `MeanAveragePrecision`.
 *
 * @example
 * import { meanAveragePrecision } from '@argmaxable/metrics';
 * const [yTrue, yPred] = [[[1, 0], [0, 0], [1, 0]], [[2, -1], [1, 3], [-1, 0]]];
 * meanAveragePrecision(yTrue, yPred); // 0.833...: label 1 has no positives
 * meanAveragePrecision.perLabel(yTrue, yPred, { zeroDivision: 0 }); // [0.833..., 0]
 * const metrics = [meanAveragePrecision({ interpolation: 'coco' })]; // for model.compile({ metrics })
 */
export const meanAveragePrecision = metric.function;

/** Computes for each threshold the highest precision at this or a lower threshold. */
function interpolated({ positives, ranks }: RankedPositives): Float64Array {
  const precisions = positives.map((count, j) => count / ranks[j]);
  for (let j = precisions.length - 2; j >= 0; j--) precisions[j] = Math.max(precisions[j], precisions[j + 1]);
  return precisions;
}

function area({ positives, numPositives }: RankedPositives, precisions: Float64Array): number {
  const steps = precisions.map((precision, j) => precision * (positives[j] - (positives[j - 1] ?? 0)));
  return steps.reduce((sum, step) => sum + step, 0) / numPositives;
}

/** Computes the mean of the interpolated precision at the recalls 0, 1/parts, ..., 1. */
function meanAt(parts: number, ranked: RankedPositives, precisions: Float64Array): number {
  const { positives, numPositives } = ranked;
  let sum = 0;
  for (let part = 0, j = 0; part <= parts; part++) {
    // In integers, so that a recall of 3/10 is equal to 0.3.
    while (positives[j] * parts < part * numPositives) j++;
    sum += precisions[j];
  }
  return sum / (parts + 1);
}
