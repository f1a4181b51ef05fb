import { identify, register, saveByName, type Scores, type Targets } from '@argmaxable/core';
import { type Scalar, scalar, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { LayersModel, metrics as tfjsMetrics } from '@tensorflow/tfjs-layers';
import { Batch, type Predictions } from '../batch/batch.js';
import { optionsFromJson, optionsToJson } from './json-options.js';
import {
  capitalized,
  LabelMetric,
  Metric,
  type MetricClass,
  type MetricDefinition,
  type MetricJSON,
} from './metric.js';
import {
  allMetrics,
  type CompiledMetric,
  type LabelMetricFunction,
  type MetricAtKFunction,
  type MetricEntry,
  type MetricForms,
  type MetricFunction,
} from './metric-forms.js';
import type { MetricOptions } from './option-reader.js';
import type { LabelScoring } from './scoring.js';
import type { State } from './state.js';

/** What a metric takes as predictions: scores; a metric of label sets also takes label sets. */
type PredictionsOf<Sets extends boolean> = Sets extends true ? Predictions : Scores;

/** The definition of a metric that also has a value for each label. */
interface LabelMetricDefinition<
  Name extends string,
  Given extends MetricOptions,
  Options extends MetricOptions,
  S extends State,
  Sets extends boolean,
> extends MetricDefinition<Name, Given, Options, S, Sets> {
  readonly score: LabelScoring<Options, S, Sets>;
}

/** The definition of a metric of the k labels of highest score; its options may be the number `k` alone. */
interface MetricAtKDefinition<
  Name extends string,
  Given extends MetricOptions & { readonly k: number },
  Options extends MetricOptions,
  S extends State,
> extends MetricDefinition<Name, Given, Options, S, false> {
  readonly shorthand: 'k';
}

/**
 * Makes a metric from its definition: the streaming class, and the function with its compile form. It also
 * registers the metric, so that models compiled with it can be saved and loaded, and adds it to `allMetrics`.
 * The overloads repeat the type parameters, because overloads cannot share them in TypeScript. The files of
 * metrics look alike, because each export needs a docstring of its own, which no function can write.
 */
export function defineMetric<
  Name extends string,
  Given extends MetricOptions & { readonly k: number },
  Options extends MetricOptions,
  S extends State,
>(
  definition: MetricAtKDefinition<Name, Given, Options, S>,
): MetricForms<MetricClass<Given, Metric<Options, Scores, Name>>, MetricAtKFunction<Given>>;
export function defineMetric<
  Name extends string,
  Given extends MetricOptions,
  Options extends MetricOptions,
  S extends State,
  Sets extends boolean,
>(
  definition: LabelMetricDefinition<Name, Given, Options, S, Sets>,
): MetricForms<
  MetricClass<Given, LabelMetric<Options, PredictionsOf<Sets>, Name>>,
  LabelMetricFunction<Given, PredictionsOf<Sets>>
>;
export function defineMetric<
  Name extends string,
  Given extends MetricOptions,
  Options extends MetricOptions,
  S extends State,
  Sets extends boolean,
>(
  definition: MetricDefinition<Name, Given, Options, S, Sets>,
): MetricForms<
  MetricClass<Given, Metric<Options, PredictionsOf<Sets>, Name>>,
  MetricFunction<Given, PredictionsOf<Sets>>
>;
export function defineMetric(definition: AnyDefinition): MetricEntry {
  const { name, shorthand } = definition;
  const Class = streamingClass(definition);
  const factory = {
    name,
    package: '@argmaxable/metrics',
    make: (options: object) => compiled(optionsFromJson(`options of ${name}`, options)),
  };

  function compiled(options: object): CompiledMetric {
    const metric = new Class(options);
    // From the checked options, which are frozen.
    const streaming = (): Metric => new Class(metric.options);
    const valueOfBatch = (yTrue: Tensor, yPred: Tensor): Scalar =>
      tidy(() => scalar(filled(streaming(), yTrue as Tensor2D, yPred as Tensor2D).result()));
    Object.defineProperty(valueOfBatch, 'name', { value: metric.key });
    const { wantsLogits } = metric;
    return identify(Object.assign(valueOfBatch, { streaming }), factory, optionsToJson(metric.options), {
      ...(wantsLogits !== undefined && { wantsLogits }),
    });
  }

  const ofData = (...given: unknown[]): number | CompiledMetric => {
    if (given.length < 2) {
      const [options = {}] = given;
      const isShort = shorthand !== undefined && typeof options === 'number';
      return compiled((isShort ? { [shorthand]: options } : options) as object);
    }
    const [yTrue, yPred, options] = given as [Targets, Predictions, object?];
    return filled(new Class(options), yTrue, yPred).result();
  };
  const perLabel = (yTrue: Targets, yPred: Predictions, options?: object): Float64Array =>
    (filled(new Class(options), yTrue, yPred) as LabelMetric).perLabel();
  Object.defineProperty(ofData, 'name', { value: name });

  const forms: MetricEntry = {
    name,
    Class,
    function: (definition.score.perLabel ? Object.assign(ofData, { perLabel }) : ofData) as never,
    compiled,
    fromJSON: (json: MetricJSON) => Class.fromJSON(json),
  };
  register(factory);
  allMetrics.push(forms);
  return forms;
}

type AnyDefinition = MetricDefinition<string, never, MetricOptions, State, boolean> & {
  readonly shorthand?: string;
};

function streamingClass(definition: AnyDefinition): MetricClass<object> {
  const Base: typeof Metric = definition.score.perLabel ? LabelMetric : Metric;
  class Streaming extends Base {
    static readonly metricName: string = definition.name;

    constructor(options: object = {}) {
      super(definition, options);
    }
  }
  Object.defineProperty(Streaming, 'name', { value: capitalized(definition.name) });
  return Streaming;
}

/** A metric after these examples. It gets no others, so it does not copy them. */
function filled<M extends Metric>(metric: M, yTrue: Targets, yPred: Predictions): M {
  metric.updateBatch(Batch.read(yTrue, yPred, metric.options.targets ?? 'auto', { lasting: true }));
  return metric;
}

saveByName(LayersModel, tfjsMetrics);
