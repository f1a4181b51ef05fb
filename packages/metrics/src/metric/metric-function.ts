import { identify, register, saveByName, type Scores, type Targets } from '@argmaxable/core';
import { type Scalar, scalar, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { LayersModel, metrics as tfjsMetrics } from '@tensorflow/tfjs-layers';
import { Batch, type Predictions } from '../batch/batch.js';
import { readOptions, writeOptions } from './json-numbers.js';
import { Metric, type MetricClass, type MetricJSON, type MetricOptions } from './metric.js';

/**
 * A metric as `model.compile` takes it: the value of one batch. tfjs averages that over the batches of an
 * epoch, which for most metrics is not the value over the epoch; `MultiLabelEvaluation` gives that one. Saved
 * models keep it.
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
  P extends Predictions = Scores,
> {
  /**
   * The metric over the examples given. Throws as `update` of the streaming form does, and without examples.
   */
  (yTrue: Targets, yPred: P, ...options: Given): number;
  /** The metric for `model.compile`. */
  (...options: Given): CompiledMetric;
}

/** A `MetricFunction` of predicted label sets: of scores and a threshold, or of `LabelSets`. */
export type SetMetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
> = MetricFunction<Options, Given, Predictions>;

/** A `MetricFunction` that has a value for each label too. */
export interface LabelMetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
  P extends Predictions = Scores,
> extends MetricFunction<Options, Given, P> {
  /** The value of each label: [n]. */
  readonly perLabel: (yTrue: Targets, yPred: P, ...options: Given) => Float64Array;
}

/** A `SetMetricFunction` that has a value for each label too. */
export type LabelSetMetricFunction<
  Options extends MetricOptions,
  Given extends [Options?] = [options?: Options],
> = LabelMetricFunction<Options, Given, Predictions>;

/** A `MetricFunction` that looks at the k labels of highest score. */
export interface MetricAtKFunction<Options extends MetricOptions & { readonly k: number }> {
  /**
   * The metric over the examples given. Throws as `update` of the streaming form does, and without examples.
   */
  (yTrue: Targets, yPred: Scores, options: Options): number;
  /** The metric for `model.compile`: `f1AtK(8)` is short for `f1AtK({ k: 8 })`. */
  (options: Options | number): CompiledMetric;
}

/** A metric in its forms. */
export interface MetricEntry {
  readonly name: string;
  readonly Class: MetricClass<never>;
  readonly function: MetricFunction<never> | SetMetricFunction<never> | MetricAtKFunction<never>;
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
  P extends Predictions = Scores,
>(Class: MetricClass<Options, PerLabel>): LabelMetricFunction<Options, Given, P> {
  return Object.assign(metricFunction<Options, MetricFunction<Options, Given, P>>(Class), {
    perLabel: (yTrue: Targets, yPred: P, ...[options = {} as Options]: Given): Float64Array =>
      filled(new Class(options), yTrue, yPred).perLabel(),
  });
}

type PerLabel = Metric & { perLabel(): Float64Array };

/**
 * Makes a metric's function from its streaming class, and lets models compiled with it be saved and loaded.
 *
 * @param shorthand The option that a single number stands for: 'k' of `f1AtK(8)`.
 */
export function metricFunction<Options extends MetricOptions, F = MetricFunction<Options>>(
  Class: MetricClass<Options>,
  shorthand?: string,
): F {
  const name = Class.metricName;
  const make = (options: object): CompiledMetric => compiled(readOptions(`options of ${name}`, options));
  const factory = { name, package: '@argmaxable/metrics', make };

  function compiled(options: object): CompiledMetric {
    const metric = new Class(options as Options);
    // Of the checked options, which nobody can change any more.
    const streaming = (): Metric => new Class(metric.options as Options);
    const valueOfBatch = (yTrue: Tensor, yPred: Tensor): Scalar =>
      tidy(() => scalar(filled(streaming(), yTrue as Tensor2D, yPred as Tensor2D).result()));
    Object.defineProperty(valueOfBatch, 'name', { value: metric.key });
    const { wantsLogits } = metric;
    return identify(Object.assign(valueOfBatch, { streaming }), factory, writeOptions(metric.options), {
      ...(wantsLogits !== undefined && { wantsLogits }),
    });
  }

  const ofData = (...given: unknown[]): number | CompiledMetric => {
    if (given.length < 2) {
      const [options = {}] = given;
      const isShort = shorthand !== undefined && typeof options === 'number';
      return compiled((isShort ? { [shorthand]: options } : options) as object);
    }
    const [yTrue, yPred, options = {} as Options] = given as [Targets, Predictions, Options?];
    return filled(new Class(options), yTrue, yPred).result();
  };
  Object.defineProperty(ofData, 'name', { value: name });
  register(factory);
  const fromJSON = (json: MetricJSON): Metric => Metric.fromJSON.call(Class as never, json);
  allMetrics.push({ name, Class: Class, function: ofData as never, compiled, fromJSON });
  return ofData as F;
}

/** A metric that has seen these examples, and sees no more: it need not copy them. */
function filled<M extends Metric>(metric: M, yTrue: Targets, yPred: Predictions): M {
  metric.updateBatch(Batch.read(yTrue, yPred, metric.options.targets ?? 'auto', { lasting: true }));
  return metric;
}

saveByName(LayersModel, tfjsMetrics);
