import type { Scores, Targets } from '@argmaxable/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Predictions } from '../batch/batch.js';
import type { Metric, MetricClass, MetricJSON, OptionsArgument } from './metric.js';
import type { MetricOptions } from './option-reader.js';

/**
 * A metric as `model.compile` takes it: it computes the value of one batch. tfjs averages these values over
 * the batches of an epoch. For most metrics this is not the value over all examples of the epoch, which
 * `MultiLabelEvaluation` gives. Saved models keep the metric.
 */
export interface CompiledMetric {
  (yTrue: Tensor, yPred: Tensor): Scalar;
  /** A new streaming metric of the same kind and options. */
  readonly streaming: () => Metric;
}

/**
 * A metric's function. With targets and predictions it returns their value; without them, the metric for
 * `model.compile`. `P` is the type of predictions: scores; a metric of label sets also takes label sets.
 *
 * @example
 * import { hammingLoss } from '@argmaxable/metrics';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * hammingLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 0.666...
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: [hammingLoss({ threshold: 0.5 })] });
 */
export interface MetricFunction<Options extends MetricOptions, P extends Predictions = Scores> {
  /**
   * Computes the metric over the given examples. Throws as `update` of the streaming form does, and if there
   * are no examples.
   */
  (yTrue: Targets, yPred: P, ...options: OptionsArgument<Options>): number;
  /** Returns the metric for `model.compile`. */
  (...options: OptionsArgument<Options>): CompiledMetric;
}

/** A `MetricFunction` that also has a value for each label. */
export interface LabelMetricFunction<
  Options extends MetricOptions,
  P extends Predictions = Scores,
> extends MetricFunction<Options, P> {
  /** Computes the value of each label: [n]. */
  readonly perLabel: (yTrue: Targets, yPred: P, ...options: OptionsArgument<Options>) => Float64Array;
}

/** A `MetricFunction` of the k labels of highest score. */
export interface MetricAtKFunction<Options extends MetricOptions & { readonly k: number }> {
  /**
   * Computes the metric over the given examples. Throws as `update` of the streaming form does, and if there
   * are no examples.
   */
  (yTrue: Targets, yPred: Scores, options: Options): number;
  /** Returns the metric for `model.compile`; `f1AtK(8)` is short for `f1AtK({ k: 8 })`. */
  (options: Options | number): CompiledMetric;
}

/** All forms of a metric. */
export interface MetricForms<Class, Function> {
  readonly name: string;
  /** The streaming form. */
  readonly Class: Class;
  readonly function: Function;
  /** Returns the compile form for given options. */
  readonly compiled: (options: object) => CompiledMetric;
  /** Makes the streaming form that `toJSON` wrote. */
  readonly fromJSON: (json: MetricJSON) => Metric;
}

/** All forms of any metric. */
export type MetricEntry = MetricForms<MetricClass<never>, MetricFunction<never> | MetricAtKFunction<never>>;

/** All metrics of this package, for tests and tools that go through all of them. */
export const allMetrics: MetricEntry[] = [];
