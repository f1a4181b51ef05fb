import { type MetricAtKFunction, metricFunction } from '../metric/metric-function.js';
import { type AtKOptions, checkAtKOptions, MeanAtK, type TopK } from './metric-at-k.js';

/**
 * Precision@k: `hits / k`, the part of the k labels of highest score that is active, averaged over examples.
 * From 0 to 1.
 *
 * Streaming form of `precisionAtK`; its memory does not grow.
 * Source: the extreme classification repository of Bhatia et al. 2016.
 *
 * @throws ValueError for k below 1 or not an integer; `update` for k above the number of labels.
 *
 * @example
 * import { PrecisionAtK } from '@argmaxable/metrics';
 * const metric = new PrecisionAtK({ k: 2 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class PrecisionAtK extends MeanAtK<AtKOptions> {
  static readonly metricName: string = 'precisionAtK';
  protected override readonly shortName = 'precision';

  constructor(options: AtKOptions) {
    super(checkAtKOptions('PrecisionAtK', options));
  }

  protected override exampleValue({ numHits }: TopK): number {
    return numHits / this.options.k;
  }
}

/**
 * Precision@k, as a number or for `model.compile`; see `PrecisionAtK`.
 *
 * @example
 * import { precisionAtK } from '@argmaxable/metrics';
 * precisionAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.5
 * const metrics = [precisionAtK(2)]; // for model.compile({ metrics })
 */
export const precisionAtK = metricFunction<AtKOptions, MetricAtKFunction<AtKOptions>>(PrecisionAtK, 'k');
