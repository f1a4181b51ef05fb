import {
  checkOneOf,
  checkOptions,
  isPlainObject,
  targetFormats,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { Batch, type Predictions } from '../batch/batch.js';
import { Metric, type MetricJSON } from './metric.js';
import { allMetrics, type CompiledMetric } from './metric-forms.js';
import type { MetricOptions } from './option-reader.js';

/** A metric as `model.compile` takes it, the name of one that needs no options, or a streaming metric. */
export type MetricLike = CompiledMetric | string | Metric;

/**
 * Several streaming metrics that see the same examples: they are checked, ranked and compared once for all.
 *
 * @throws ValueError for something that is no metric, no metric at all, or two of the same key.
 *
 * @example
 * import { f1AtK, f1Score, MetricCollection, precisionAtK } from '@argmaxable/metrics';
 * const micro = f1Score({ average: 'micro' });
 * const metrics = new MetricCollection([precisionAtK(1), f1AtK(2), micro, 'hammingLoss']);
 * metrics.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metrics.result(); // { 'precision@1': 1, 'f1@2': 0.5, microF1: 0.5, hammingLoss: 0.666... }
 */
export class MetricCollection {
  /** The metrics, in the order given. Those given as streaming metrics are the very same. */
  readonly metrics: readonly Metric[];
  private readonly format;
  private readonly largestK: number;

  /**
   * @param options `targets`: how int32 tensors of targets are read; the metrics' own option does not count
   * here.
   */
  constructor(metrics: readonly MetricLike[], options: MetricOptions = {}) {
    if (!Array.isArray(metrics) || metrics.length === 0) {
      throw new ValueError('metrics', metrics, 'an array of one metric or more, such as [f1AtK(8)]');
    }
    this.metrics = Array.from(metrics as readonly MetricLike[], toStreaming);
    const keys = this.metrics.map(({ key }) => key);
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) {
      throw new ValueError('metrics', twice, 'different from each other by their keys');
    }
    const { targets = 'auto' } = checkOptions('MetricCollection', options, ['targets']);
    this.format = checkOneOf('targets', targets, targetFormats);
    this.largestK = Math.max(
      ...this.metrics.map(({ options }) => ('k' in options ? (options.k as number) : 0)),
    );
  }

  /**
   * Adds examples to all metrics, or to none where one of them refuses them; arguments and errors are those
   * of `update` of a metric. `LabelSets` are predictions if all metrics take them.
   */
  update(yTrue: Targets, yPred: Predictions): void {
    this.updateBatch(Batch.read(yTrue, yPred, this.format));
  }

  /** `update` with examples that are checked already. @internal */
  updateBatch(batch: Batch): void {
    // All before any, so that a batch which does not suit one of them is added to none.
    for (const metric of this.metrics) metric.checkBatch(batch);
    // The smaller k are the beginning of the largest.
    if (this.largestK > 0) batch.topLabels(this.largestK);
    for (const metric of this.metrics) metric.updateBatch(batch);
  }

  /**
   * Every metric's value, by key.
   *
   * @throws ValueError if there were no examples.
   */
  result(): Record<string, number> {
    return Object.fromEntries(this.metrics.map((metric) => [metric.key, metric.result()]));
  }

  /** Forgets all examples. */
  reset(): void {
    for (const metric of this.metrics) metric.reset();
  }

  /**
   * Adds what another collection of the same metrics saw.
   *
   * @returns This collection.
   * @throws ValueError for other metrics.
   */
  merge(other: MetricCollection): this {
    if (!(other instanceof MetricCollection) || other.metrics.length !== this.metrics.length) {
      throw new ValueError('other', other, `a collection of the same ${this.metrics.length} metrics`);
    }
    // All before any, so that a collection of which one metric does not suit is merged by none.
    this.metrics.forEach((metric, i) => metric.checkMerge(other.metrics[i]));
    this.metrics.forEach((metric, i) => metric.merge(other.metrics[i]));
    return this;
  }

  /** Every metric's `toJSON`, in order. */
  toJSON(): MetricJSON[] {
    return this.metrics.map((metric) => metric.toJSON());
  }

  /**
   * The collection that `toJSON` wrote.
   *
   * @throws ValueError for something else.
   */
  static fromJSON(json: readonly MetricJSON[], options: MetricOptions = {}): MetricCollection {
    if (!Array.isArray(json)) throw new ValueError('json', json, 'what toJSON() of a MetricCollection gave');
    return new MetricCollection(Array.from(json as readonly unknown[], fromJSON), options);
  }
}

/** Whatever names a metric, as a streaming metric. */
function toStreaming(metric: MetricLike): Metric {
  if (metric instanceof Metric) return metric;
  const { streaming } = (typeof metric === 'function' ? metric : {}) as Partial<CompiledMetric>;
  if (typeof streaming === 'function') {
    const made: unknown = streaming();
    if (made instanceof Metric) return made as Metric;
  }
  const entry = allMetrics.find(({ name, function: f }) => name === metric || f === (metric as unknown));
  if (entry) return entry.compiled({}).streaming();
  const names = allMetrics.map(({ name }) => name).join(', ');
  const allowed = `metrics of this package, such as f1AtK(8), new F1AtK({ k: 8 }), or one of the names ${names}`;
  throw new ValueError('metrics', metric, allowed);
}

function fromJSON(json: unknown, i: number): Metric {
  const metric = isPlainObject(json) ? json.metric : json;
  const entry = isPlainObject(json) && allMetrics.find(({ name }) => name === metric);
  if (!entry) throw new ValueError(`json[${i}]`, metric, 'what toJSON() of a metric gave');
  return entry.fromJSON(json as unknown as MetricJSON);
}
