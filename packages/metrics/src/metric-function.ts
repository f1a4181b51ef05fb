import { identify, register, saveByName, type Scores, type Targets } from '@argmaxable/core';
import { type Scalar, scalar, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { LayersModel, metrics as tfjsMetrics } from '@tensorflow/tfjs-layers';
import { Batch } from './batch.js';
import { Metric, type MetricClass, type MetricJSON, type MetricOptions } from './metric.js';

/**
 * A metric as `model.compile` takes it: the value of one batch. tfjs averages that over the batches of an epoch, which
 * for most metrics is not the value over the epoch; `MultiLabelEvaluation` gives that one. Saved models keep it.
 */
export interface CompiledMetric {
  (yTrue: Tensor, yPred: Tensor): Scalar;
  /** A new streaming metric of the same kind and options. */
  readonly streaming: () => Metric;
}

/**
 * A metric's function. With targets and scores it gives their value; without, what `model.compile` takes.
 *
 * @example
 * import { hammingLoss } from '@argmaxable/metrics';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * hammingLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 0.666...
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: [hammingLoss({ threshold: 0.5 })] });
 */
export interface MetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
> {
  /** The metric over the examples given. Throws as `update` of the streaming form does, and without examples. */
  (yTrue: Targets, yPred: Scores, ...options: Given): number;
  /** The metric for `model.compile`. */
  (...options: Given): CompiledMetric;
}

/** A `MetricFunction` that has a value for each label too. */
export interface LabelMetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
> extends MetricFunction<Options, Given> {
  /** The value of each label: [n]. */
  readonly perLabel: (yTrue: Targets, yPred: Scores, ...options: Given) => Float64Array;
}

/** A `MetricFunction` that looks at the k labels of highest score. */
export interface MetricAtKFunction<Options extends MetricOptions & { readonly k: number }> {
  /** The metric over the examples given. Throws as `update` of the streaming form does, and without examples. */
  (yTrue: Targets, yPred: Scores, options: Options): number;
  /** The metric for `model.compile`: `f1AtK(8)` is short for `f1AtK({ k: 8 })`. */
  (options: Options | number): CompiledMetric;
}

/** A metric in its forms. */
export interface MetricEntry {
  readonly name: string;
  readonly Class: MetricClass<never>;
  readonly function: MetricFunction<never> | MetricAtKFunction<never>;
  /** The compile form of given options. */
  readonly compiled: (options: object) => CompiledMetric;
  /** The streaming form that `toJSON` wrote. */
  readonly fromJSON: (json: MetricJSON) => Metric;
}

/** Every metric there is, for tests and tools that go through all of them. */
export const allMetrics: MetricEntry[] = [];

/** The function of a metric whose value of each label is of interest too. */
export function labelMetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
>(Class: MetricClass<Options, Metric & { perLabel(): Float64Array }>): LabelMetricFunction<Options, Given> {
  return Object.assign(metricFunction<Options, MetricFunction<Options, Given>>(Class), {
    perLabel: (yTrue: Targets, yPred: Scores, ...[options]: Given): Float64Array =>
      filled(new Class(options ?? ({} as Options)), yTrue, yPred).perLabel(),
  });
}

/** Makes a metric's function from its streaming class, and lets models compiled with it be saved and loaded. */
export function metricFunction<Options extends MetricOptions, F = MetricFunction<Options>>(
  Class: MetricClass<Options>,
): F {
  const name = Class.metricName;
  const factory = { name, package: '@argmaxable/metrics', make: compiled };

  function compiled(options: object): CompiledMetric {
    const streaming = (): Metric => new Class(options as Options);
    const metric = streaming();
    const valueOfBatch = (yTrue: Tensor, yPred: Tensor): Scalar =>
      tidy(() => scalar(filled(streaming(), yTrue as Tensor2D, yPred as Tensor2D).result()));
    Object.defineProperty(valueOfBatch, 'name', { value: metric.key });
    return identify(Object.assign(valueOfBatch, { streaming }), factory, metric.options);
  }

  const ofData = (...given: unknown[]): number | CompiledMetric => {
    if (given.length < 2) return compiled(typeof given[0] === 'number' ? { k: given[0] } : (given[0] ?? {}));
    const [yTrue, yPred, options = {} as Options] = given as [Targets, Scores, Options?];
    return filled(new Class(options), yTrue, yPred).result();
  };
  Object.defineProperty(ofData, 'name', { value: name });
  register(factory);
  const fromJSON = (json: MetricJSON): Metric => Metric.fromJSON.call(Class as never, json);
  allMetrics.push({ name, Class: Class, function: ofData as never, compiled, fromJSON });
  return ofData as F;
}

/** A metric that has seen these examples, and sees no more: it need not copy them. */
function filled<M extends Metric>(metric: M, yTrue: Targets, yPred: Scores): M {
  metric.updateBatch(Batch.read(yTrue, yPred, metric.options.targets ?? 'auto', true));
  return metric;
}

saveByName(LayersModel, tfjsMetrics);
