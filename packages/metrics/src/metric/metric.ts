import {
  checkInteger,
  checkOneOf,
  isPlainObject,
  type Scores,
  type TargetFormat,
  targetFormats,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { Batch, type Predictions } from '../batch/batch.js';
import { readOptions, writeOptions } from './json-numbers.js';
import { addState, readState, type State, type StateJSON, writeState } from './state.js';

/** Options that every metric has. */
export interface MetricOptions {
  /**
   * How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of
   * @argmaxable/core.
   */
  readonly targets?: TargetFormat;
}

/**
 * What `toJSON` of a metric gives: plain data. NaN and infinities, which JSON lacks, are words: 'NaN',
 * 'Infinity', '-Infinity'.
 */
export interface MetricJSON {
  readonly metric: string;
  readonly options: object;
  readonly examples: number;
  /** Null before the first example. */
  readonly numLabels: number | null;
  readonly state: StateJSON | null;
}

/** Constructor of a streaming metric. */
export interface MetricClass<Options extends MetricOptions, M extends Metric = Metric> {
  new (options: Options): M;
  /** The metric's name, which is also that of its function: 'f1AtK'. */
  readonly metricName: string;
}

/**
 * A metric that is fed batch by batch and is exact over all examples, whatever the batches were.
 *
 * Unless its description says otherwise it keeps sums only, so that its memory does not grow with the number
 * of examples. What throws changes nothing: an `update` or `merge` is done whole or not at all.
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
  S extends State = State,
  P extends Predictions = Scores,
> {
  /** All parameters, given or default. A `threshold` is there only if it was given. */
  readonly options: Readonly<Options>;
  private state?: S;
  private labels?: number;
  private seen = 0;

  protected constructor(options: Options) {
    if (!isPlainObject(options)) throw new ValueError('options', options, 'an object of options');
    checkOneOf('targets', options.targets, targetFormats);
    this.options = Object.freeze(options);
  }

  /** The short name under which the value goes into a training history: 'f1@8', 'macroPrecision'. */
  abstract get key(): string;

  /** The state before the first example. */
  protected abstract empty(numLabels: number): S;

  /** Adds a batch to the state. */
  protected abstract accumulate(state: S, batch: Batch): void;

  /** The metric's value. `examples` is 1 or more. */
  protected abstract evaluate(state: S, examples: number): number;

  /**
   * Whether label sets may stand for scores: for metrics of label sets. Others need scores, and refuse label
   * sets.
   */
  protected get takesLabelSets(): boolean {
    return false;
  }

  /**
   * Why the scores have to be logits, as a clause behind 'which'; undefined where they need not be.
   * `model.compile` then refuses a model that is known to end in probabilities. @internal
   */
  get wantsLogits(): string | undefined {
    return undefined;
  }

  /**
   * Refuses a number of labels that does not suit the examples before; subclasses, one that does not suit the
   * options.
   */
  protected checkNumLabels(numLabels: number): void {
    this.checkWidth('yPred', numLabels);
  }

  /**
   * Refuses a state, of JSON, that no examples lead to. Its forms, its lengths, and that no sum is below 0,
   * are checked.
   */
  protected abstract checkState(state: S, examples: number, numLabels: number): void;

  /**
   * Refuses, before anything is added, a batch that does not suit the options or the examples before.
   * @internal
   */
  checkBatch({ numLabels, predicted }: Batch): void {
    if (predicted && !this.takesLabelSets) {
      throw new ValueError(
        'yPred',
        predicted,
        `the scores of all labels, as a tensor, rows or a flat array, for ${this.metricName}`,
        'Label sets do not tell which of their labels has the higher score. Metrics of label sets, such as f1Score, take them.',
      );
    }
    this.checkNumLabels(numLabels);
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
   *   caller's. For metrics of label sets also `LabelSets`: what is predicted, as decision rules give it.
   * @throws ValueError for shapes that differ, among themselves or from earlier ones, a wrong dtype, labels
   *   out of range, a NaN score, or label sets where scores are needed. Nothing is added then.
   */
  update(yTrue: Targets, yPred: P): void {
    this.updateBatch(Batch.read(yTrue, yPred, this.options.targets ?? 'auto'));
  }

  /** `update` with examples that are checked already and that other metrics share. @internal */
  updateBatch(batch: Batch): void {
    this.checkBatch(batch);
    this.labels = batch.numLabels;
    this.accumulate((this.state ??= this.empty(batch.numLabels)), batch);
    this.seen += batch.size;
  }

  /**
   * The metric's value over all examples since the start or the last `reset`.
   *
   * @throws ValueError if there were none.
   */
  result(): number {
    return this.evaluate(this.seenState(), this.seen);
  }

  /** Forgets all examples. */
  reset(): void {
    this.state = this.labels = undefined;
    this.seen = 0;
  }

  /**
   * Adds what another metric of the same kind and options saw, as if this one had seen it too. `other` stays
   * as it is.
   *
   * @returns This metric.
   * @throws ValueError for another metric, other options, or another number of labels.
   */
  merge(other: this): this {
    this.checkMerge(other);
    if (other.state && other.labels !== undefined) {
      this.labels = other.labels;
      addState((this.state ??= this.empty(other.labels)), other.state);
      this.seen += other.seen;
    }
    return this;
  }

  /**
   * Options and everything seen, as plain data for `JSON.stringify`; `fromJSON` of the class turns it back.
   */
  toJSON(): MetricJSON {
    const { options, seen: examples } = this;
    return {
      metric: this.metricName,
      options: writeOptions(options),
      examples,
      numLabels: this.labels ?? null,
      state: this.state ? writeState(this.state) : null,
    };
  }

  /**
   * The metric that `toJSON` wrote.
   *
   * @throws ValueError if it was another metric's, or for anything that `toJSON` does not write: options that
   *   are not allowed, numbers that no examples lead to.
   */
  static fromJSON<O extends MetricOptions, M extends Metric>(this: MetricClass<O, M>, json: MetricJSON): M {
    const allowed = `what toJSON() of ${this.metricName} gave`;
    if (!isPlainObject(json)) throw new ValueError('json', json, allowed);
    if (json.metric !== this.metricName) throw new ValueError('json', json.metric, allowed);
    const metric: Metric = new this(readOptions('json.options', json.options) as O);
    const examples = checkInteger('json.examples', json.examples, { min: 0, max: Number.MAX_SAFE_INTEGER });
    if (examples === 0) {
      for (const name of ['numLabels', 'state'] as const) {
        if (json[name] !== null) throw new ValueError(`json.${name}`, json[name], 'null without examples');
      }
      return metric as M;
    }
    const numLabels = checkInteger('json.numLabels', json.numLabels, { min: 1, max: 2 ** 31 - 1 });
    metric.checkNumLabels(numLabels);
    const state = readState(metric.empty(0), json.state, numLabels);
    metric.checkState(state, examples, numLabels);
    [metric.labels, metric.state, metric.seen] = [numLabels, state, examples];
    return metric as M;
  }

  /** The state, for results. */
  protected seenState(): S {
    if (!this.state) {
      throw new ValueError(
        'number of examples',
        0,
        '1 or more for a result',
        'Call update(yTrue, yPred) first.',
      );
    }
    return this.state;
  }

  /** The state, where there is one. */
  protected get stateSoFar(): S | undefined {
    return this.state;
  }

  /** The metric's name, which is also that of its function: 'f1AtK'. */
  protected get metricName(): string {
    return (this.constructor as unknown as MetricClass<MetricOptions>).metricName;
  }

  /** What two metrics have in common that can be merged. A threshold that is not given is 0. */
  private description(): string {
    return `${this.metricName}(${JSON.stringify(writeOptions(this.comparableOptions()))})`;
  }

  /** The options, with the defaults that `options` leaves out. */
  protected comparableOptions(): Options {
    return this.options;
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
