import type { Scores, Targets } from '@argmaxable/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Predictions } from '../batch/batch.js';
import type { Metric, MetricClass, MetricJSON, OptionsArgument } from './metric.js';
import type { MetricOptions } from './option-reader.js';

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
 * A metric's function. With targets and scores it gives their value; without, what `model.compile` takes. `P`
 * is what it takes as predictions: scores, or, of a metric of label sets, those too.
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
   * The metric over the examples given. Throws as `update` of the streaming form does, and without examples.
   */
  (yTrue: Targets, yPred: P, ...options: OptionsArgument<Options>): number;
  /** The metric for `model.compile`. */
  (...options: OptionsArgument<Options>): CompiledMetric;
}

/** A `MetricFunction` that has a value for each label too. */
export interface LabelMetricFunction<
  Options extends MetricOptions,
  P extends Predictions = Scores,
> extends MetricFunction<Options, P> {
  /** The value of each label: [n]. */
  readonly perLabel: (yTrue: Targets, yPred: P, ...options: OptionsArgument<Options>) => Float64Array;
}

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
export interface MetricForms<Class, Function> {
  readonly name: string;
  /** The streaming form. */
  readonly Class: Class;
  readonly function: Function;
  /** The compile form of given options. */
  readonly compiled: (options: object) => CompiledMetric;
  /** The streaming form that `toJSON` wrote. */
  readonly fromJSON: (json: MetricJSON) => Metric;
}

/** Any metric in its forms. */
export type MetricEntry = MetricForms<MetricClass<never>, MetricFunction<never> | MetricAtKFunction<never>>;

/** Every metric there is, for tests and tools that go through all of them. */
export const allMetrics: MetricEntry[] = [];
