import { checkInteger, isPlainObject, type Scores, type Targets, ValueError } from '@argmaxable/core';
import { Batch, type Predictions } from '../batch/batch.js';
import { optionsFromJson, optionsToJson } from './json-options.js';
import type { MetricOptions, OptionReader } from './option-reader.js';
import type { Scoring } from './scoring.js';
import { addState, readState, type State, type StateJSON, writeState } from './state.js';
import { warnOnce } from './warn-once.js';

/** The definition of a metric, for `defineMetric`. */
export interface MetricDefinition<
  Name extends string,
  Given extends MetricOptions,
  Options extends MetricOptions,
  S extends State,
  Sets extends boolean,
> {
  /** lowerCamelCase; the class has the same name with a capital. See `Factory` of @argmaxable/core. */
  readonly name: Name;
  /** Checks the options and fills in the defaults. */
  readonly options: OptionReader<Given, Options>;
  /** The short name under which the value goes into a training history: 'f1@8', 'macroPrecision'. */
  key(options: Options): string;
  /** What the metric keeps of the examples, and how its value is computed from that. */
  readonly score: Scoring<Options, S, Sets>;
}

/**
 * The result of `toJSON` of a metric: plain data. NaN and infinities, which JSON does not have, are the words
 * 'NaN', 'Infinity', '-Infinity'.
 */
export interface MetricJSON {
  readonly metric: string;
  readonly options: object;
  readonly examples: number;
  /** Null before the first example. */
  readonly numLabels: number | null;
  readonly state: StateJSON | null;
}

/** Options as an argument, which is optional if every option is optional. */
export type OptionsArgument<Options> =
  Partial<Options> extends Options ? [options?: Options] : [options: Options];

/** Constructor of a streaming metric. */
export interface MetricClass<Options extends MetricOptions, M extends Metric = Metric> {
  new (...options: OptionsArgument<Options>): M;
  /** The metric's name, which is also that of its function: 'f1AtK'. */
  readonly metricName: string;
  /**
   * Makes the metric that `toJSON` wrote.
   *
   * @throws ValueError for another metric's JSON, and for anything that `toJSON` does not write, such as
   *   options that are not allowed and numbers that no examples can give.
   */
  fromJSON(json: MetricJSON): M;
}

/**
 * A metric that gets examples batch by batch. Its value is exact over all examples and does not depend on the
 * batches.
 *
 * Unless its description says otherwise, it keeps only sums, so its memory does not grow with the number of
 * examples. An `update` or `merge` that throws changes nothing.
 *
 * @example
 * import { F1Score } from '@argmaxable/metrics';
 * const metric = new F1Score({ average: 'micro' });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // targets and scores, for each batch
 * metric.result(); // 0.5
 * const other = F1Score.fromJSON(JSON.parse(JSON.stringify(metric))); // as from another worker
 * metric.merge(other).result(); // 0.5, now of two examples
 * metric.reset();
 */
export abstract class Metric<
  Options extends MetricOptions = MetricOptions,
  P extends Predictions = Scores,
  Name extends string = string,
> {
  /** All options, with the defaults filled in. There is a `threshold` only if it was given. */
  readonly options: Readonly<Options>;
  private state?: State;
  private labels?: number;
  private seen = 0;

  /** `defineMetric` makes the classes. @internal */
  protected constructor(
    private readonly definition: MetricDefinition<Name, never, Options, State, boolean>,
    options: object,
  ) {
    this.options = definition.options(capitalized(definition.name), options as never);
  }

  /** The metric's name, which is also that of its function: 'f1AtK'. */
  get metricName(): Name {
    return this.definition.name;
  }

  /** The short name under which the value goes into a training history: 'f1@8', 'macroPrecision'. */
  get key(): string {
    return this.definition.key(this.options);
  }

  /**
   * Why the scores must be logits, as a clause after 'which'; undefined if they may be other scores. If it is
   * defined, `model.compile` refuses a model that is known to end in probabilities. @internal
   */
  get wantsLogits(): string | undefined {
    return this.score.wantsLogits?.(this.options);
  }

  /**
   * Refuses, before anything is added, a batch that does not fit the options or the earlier examples.
   * @internal
   */
  checkBatch(batch: Batch): void {
    if (batch.predicted && !this.score.takesLabelSets) {
      throw new ValueError(
        'yPred',
        batch.predicted,
        `the scores of all labels, as a tensor, rows or a flat array, for ${this.metricName}`,
        'Label sets do not say which of their labels has the higher score. Use a metric of label sets, such as f1Score.',
      );
    }
    this.checkNumLabels(batch.numLabels);
    this.score.checkBatch?.(batch, this.options, this.state);
  }

  /** Refuses another metric that cannot be merged into this one. @internal */
  checkMerge(other: this): void {
    const mine = this.description();
    const isSame = other instanceof Metric && other.description() === mine;
    if (!isSame) {
      const given: unknown = other instanceof Metric ? other.description() : other;
      throw new ValueError('other', given, `the same metric with the same options: ${mine}`);
    }
    if (other.labels !== undefined) this.checkWidth('other', other.labels);
    if (this.state && other.state) this.score.checkMerge?.(other.state, this.state);
  }

  /** Number of examples since the start or the last `reset`. */
  get examples(): number {
    return this.seen;
  }

  /**
   * Adds examples.
   *
   * @param yTrue Targets [batch, n]: `LabelSets`, a multi-hot or sparse tensor, rows, or a flat typed array.
   * @param yPred Scores [batch, n]: a tensor, rows, or a flat Float32Array or Float64Array. Tensors stay the
   *   caller's. Metrics of label sets also take `LabelSets`: the predicted sets, such as those of a decision
   *   rule.
   * @throws ValueError for shapes that differ from each other or from earlier ones, a wrong dtype, labels out
   *   of range, a NaN score, or label sets if the metric needs scores. Then nothing is added.
   */
  update(yTrue: Targets, yPred: P): void {
    this.updateBatch(Batch.read(yTrue, yPred, this.options.targets ?? 'auto'));
  }

  /** The same as `update`, with examples that are already checked and that other metrics share. @internal */
  updateBatch(batch: Batch): void {
    this.checkBatch(batch);
    this.labels = batch.numLabels;
    this.score.add((this.state ??= this.score.empty(batch.numLabels)), batch, this.options);
    this.seen += batch.size;
  }

  /**
   * Returns the metric's value over all examples since the start or the last `reset`.
   *
   * @throws ValueError if there were no examples.
   */
  result(): number {
    return this.score.value(this.stateForResult(), this.options, this.seen);
  }

  /** Removes all examples: the metric is as it was at the start. */
  reset(): void {
    this.state = this.labels = undefined;
    this.seen = 0;
  }

  /**
   * Adds the examples of another metric of the same kind and options. `other` does not change.
   *
   * @returns This metric.
   * @throws ValueError for another metric, other options, or another number of labels.
   */
  merge(other: this): this {
    this.checkMerge(other);
    if (other.state && other.labels !== undefined) {
      this.labels = other.labels;
      addState((this.state ??= this.score.empty(other.labels)), other.state);
      this.seen += other.seen;
    }
    return this;
  }

  /**
   * Returns the options and the state as plain data for `JSON.stringify`; `fromJSON` of the class makes the
   * metric again.
   */
  toJSON(): MetricJSON {
    const { options, seen: examples } = this;
    return {
      metric: this.metricName,
      options: optionsToJson(options),
      examples,
      numLabels: this.labels ?? null,
      state: this.state ? writeState(this.state) : null,
    };
  }

  /**
   * Makes the metric that `toJSON` wrote.
   *
   * @throws ValueError for another metric's JSON, and for anything that `toJSON` does not write, such as
   *   options that are not allowed and numbers that no examples can give.
   */
  static fromJSON<Options extends MetricOptions, M extends Metric>(
    this: MetricClass<Options, M>,
    json: MetricJSON,
  ): M {
    const allowed = `the result of toJSON() of ${this.metricName}`;
    if (!isPlainObject(json)) throw new ValueError('json', json, allowed);
    if (json.metric !== this.metricName) throw new ValueError('json', json.metric, allowed);
    const Class = this as unknown as new (options: object) => M;
    const made = new Class(optionsFromJson('json.options', json.options));
    const metric: Metric = made;
    const { score, options } = metric;
    const examples = checkInteger('json.examples', json.examples, { min: 0, max: Number.MAX_SAFE_INTEGER });
    if (examples === 0) {
      for (const name of ['numLabels', 'state'] as const) {
        if (json[name] !== null) throw new ValueError(`json.${name}`, json[name], 'null without examples');
      }
      return made;
    }
    const numLabels = checkInteger('json.numLabels', json.numLabels, { min: 1, max: 2 ** 31 - 1 });
    metric.checkNumLabels(numLabels);
    const state = readState(score.empty(0), json.state, numLabels);
    score.checkState(state, options, examples, numLabels);
    [metric.labels, metric.state, metric.seen] = [numLabels, state, examples];
    return made;
  }

  /** Returns the state for a result, after the warning that the state calls for, if any. @internal */
  protected stateForResult(): State {
    if (!this.state) {
      throw new ValueError(
        'number of examples',
        0,
        '1 or more for a result',
        'Call update(yTrue, yPred) first.',
      );
    }
    const warning = this.score.warning?.(this.state);
    if (warning !== undefined) warnOnce(this.metricName, warning);
    return this.state;
  }

  /** @internal */
  protected get score(): Scoring<Options> {
    return this.definition.score;
  }

  /** The text that is equal for two metrics that can be merged. */
  private description(): string {
    const options = { ...this.score.implied, ...this.options };
    return `${this.metricName}(${JSON.stringify(optionsToJson(options))})`;
  }

  /** Refuses a number of labels that does not fit the options or the earlier examples. */
  private checkNumLabels(numLabels: number): void {
    this.checkWidth('yPred', numLabels);
    this.score.checkNumLabels?.(numLabels, this.options);
  }

  private checkWidth(argument: string, numLabels: number): void {
    if (this.labels !== undefined && this.labels !== numLabels) {
      throw new ValueError(
        argument,
        `${numLabels} labels`,
        `of ${this.labels} labels, like the examples before`,
      );
    }
  }
}

/** A metric that also has a value for each label. */
export abstract class LabelMetric<
  Options extends MetricOptions = MetricOptions,
  P extends Predictions = Scores,
  Name extends string = string,
> extends Metric<Options, P, Name> {
  /**
   * Returns the value of each label: [n].
   *
   * @throws ValueError if there were no examples, or if with these options there are only values of examples.
   */
  perLabel(): Float64Array {
    return this.score.perLabel!(this.stateForResult(), this.options);
  }
}

/** Returns the name of a metric as the name of its class: 'F1AtK' for 'f1AtK'. */
export function capitalized(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
