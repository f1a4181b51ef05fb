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

/**
 * A metric as `model.compile` takes it, the name of a metric that needs no options, or a streaming metric.
 */
export type MetricLike = CompiledMetric | string | Metric;

/**
 * Several streaming metrics of the same examples, which are checked, ranked and compared only once.
 *
 * @throws ValueError for an empty list, for anything in it that is not a metric, and for two metrics of the
 *   same key.
 *
 * @example
 * import { f1AtK, f1Score, MetricCollection, precisionAtK } from '@argmaxable/metrics';
 * const micro = f1Score({ average: 'micro' });
 * const metrics = new MetricCollection([precisionAtK(1), f1AtK(2), micro, 'hammingLoss']);
 * metrics.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metrics.result(); // { 'precision@1': 1, 'f1@2': 0.5, microF1: 0.5, hammingLoss: 0.666... }
 */
export class MetricCollection {
  /** The metrics, in the order given. Streaming metrics are the given objects, not copies. */
  readonly metrics: readonly Metric[];
  private readonly format;
  private readonly largestK: number;

  /**
   * @param options `targets`: how int32 tensors of targets are read; it replaces the option of the single
   * metrics.
   */
  constructor(metrics: readonly MetricLike[], options: MetricOptions = {}) {
    if (!Array.isArray(metrics) || metrics.length === 0) {
      throw new ValueError('metrics', metrics, 'an array of one metric or more, such as [f1AtK(8)]');
    }
    this.metrics = Array.from(metrics as readonly MetricLike[], toStreaming);
    const keys = this.metrics.map(({ key }) => key);
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) {
      throw new ValueError('metrics', twice, 'a list of metrics with different keys');
    }
    const { targets = 'auto' } = checkOptions('MetricCollection', options, ['targets']);
    this.format = checkOneOf('targets', targets, targetFormats);
    this.largestK = Math.max(
      ...this.metrics.map(({ options }) => ('k' in options ? (options.k as number) : 0)),
    );
  }

  /**
   * Adds examples to all metrics, or to none if one of the metrics refuses them; arguments and errors are
   * those of `Metric.update`. Predictions may be `LabelSets` if all metrics take them.
   */
  update(yTrue: Targets, yPred: Predictions): void {
    this.updateBatch(Batch.read(yTrue, yPred, this.format));
  }

  /** The same as `update`, with examples that are already checked. @internal */
  updateBatch(batch: Batch): void {
    // Check for all metrics first, so that a batch that one of them refuses is added to none.
    for (const metric of this.metrics) metric.checkBatch(batch);
    // The result for the largest k contains those for smaller k as its beginning.
    if (this.largestK > 0) batch.topLabels(this.largestK);
    for (const metric of this.metrics) metric.updateBatch(batch);
  }

  /**
   * Returns the value of every metric, by key.
   *
   * @throws ValueError if there were no examples.
   */
  result(): Record<string, number> {
    return Object.fromEntries(this.metrics.map((metric) => [metric.key, metric.result()]));
  }

  /** Removes all examples from all metrics. */
  reset(): void {
    for (const metric of this.metrics) metric.reset();
  }

  /**
   * Adds the examples of another collection of the same metrics.
   *
   * @returns This collection.
   * @throws ValueError for other metrics.
   */
  merge(other: MetricCollection): this {
    if (!(other instanceof MetricCollection) || other.metrics.length !== this.metrics.length) {
      throw new ValueError('other', other, `a collection of the same ${this.metrics.length} metrics`);
    }
    // Check for all metrics first, so that if one of them refuses, none is merged.
    this.metrics.forEach((metric, i) => metric.checkMerge(other.metrics[i]));
    this.metrics.forEach((metric, i) => metric.merge(other.metrics[i]));
    return this;
  }

  /** Returns the `toJSON` of every metric, in order. */
  toJSON(): MetricJSON[] {
    return this.metrics.map((metric) => metric.toJSON());
  }

  /**
   * Makes the collection that `toJSON` wrote.
   *
   * @throws ValueError for anything that `toJSON` does not write.
   */
  static fromJSON(json: readonly MetricJSON[], options: MetricOptions = {}): MetricCollection {
    if (!Array.isArray(json)) {
      throw new ValueError('json', json, 'the result of toJSON() of a MetricCollection');
    }
    return new MetricCollection(Array.from(json as readonly unknown[], fromJSON), options);
  }
}

/** Converts any form of a metric to a streaming metric. */
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
  if (!entry) throw new ValueError(`json[${i}]`, metric, 'the result of toJSON() of a metric');
  return entry.fromJSON(json as unknown as MetricJSON);
}
