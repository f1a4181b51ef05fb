import {
  checkOneOf,
  type Scores,
  type TargetFormat,
  targetFormats,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { Batch } from './batch.js';
import { addState, readState, type State, type StateJSON, writeState } from './state.js';

/** Options that every metric has. */
export interface MetricOptions {
  /** How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat` of @argmaxable/core. */
  readonly targets?: TargetFormat;
}

/** What `toJSON` of a metric gives: plain data. */
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
 * Unless its description says otherwise it keeps sums only, so that its memory does not grow with the number of examples.
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
export abstract class Metric<Options extends MetricOptions = MetricOptions, S extends State = State> {
  /** All parameters, given or default. */
  readonly options: Readonly<Options>;
  private state?: S;
  private labels?: number;
  private seen = 0;

  protected constructor(options: Options) {
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

  /** Refuses, before anything is added, a batch that does not suit the options or the examples before. @internal */
  checkBatch({ numLabels }: Batch): void {
    this.checkWidth('yPred', numLabels);
  }

  /** Number of examples since the start or the last `reset`. */
  get examples(): number {
    return this.seen;
  }

  /**
   * Adds examples.
   *
   * @param yTrue Targets [batch, n]: `LabelSets`, a multi-hot or sparse tensor, rows, or a flat typed array.
   * @param yPred Scores [batch, n]: a tensor, rows, or a flat Float32Array or Float64Array. Tensors stay the caller's.
   * @throws ValueError for shapes that differ, among themselves or from earlier ones, a wrong dtype, labels out of
   *   range, or a NaN score. Nothing is added then.
   */
  update(yTrue: Targets, yPred: Scores): void {
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
   * Adds what another metric of the same kind and options saw, as if this one had seen it too. `other` stays as it is.
   *
   * @returns This metric.
   * @throws ValueError for another metric, other options, or another number of labels.
   */
  merge(other: this): this {
    const [mine, theirs] = [this.description(), other instanceof Metric ? other.description() : 'no metric'];
    if (mine !== theirs)
      throw new ValueError('other', theirs, `the same metric with the same options: ${mine}`);
    if (other.state && other.labels !== undefined) {
      this.checkWidth('other', other.labels);
      this.labels = other.labels;
      // A copy, in case `other` is this metric itself.
      addState((this.state ??= this.empty(other.labels)), readState(other.state, writeState(other.state)));
      this.seen += other.seen;
    }
    return this;
  }

  /** Options and everything seen, as plain data for `JSON.stringify`; `fromJSON` of the class turns it back. */
  toJSON(): MetricJSON {
    const { options, seen: examples } = this;
    return {
      metric: this.metricName,
      options: { ...options },
      examples,
      numLabels: this.labels ?? null,
      state: this.state ? writeState(this.state) : null,
    };
  }

  /**
   * The metric that `toJSON` wrote.
   *
   * @throws ValueError if it was another metric's.
   */
  static fromJSON<O extends MetricOptions, M extends Metric>(this: MetricClass<O, M>, json: MetricJSON): M {
    if (json?.metric !== this.metricName) {
      throw new ValueError('json', json?.metric, `what toJSON() of ${this.metricName} gave`);
    }
    const metric: Metric = new this(json.options as O);
    if (json.state && json.numLabels !== null) {
      metric.labels = json.numLabels;
      metric.state = readState(metric.empty(json.numLabels), json.state);
      metric.seen = json.examples;
    }
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

  private get metricName(): string {
    return (this.constructor as unknown as MetricClass<MetricOptions>).metricName;
  }

  private description(): string {
    return `${this.metricName}(${JSON.stringify(this.options)})`;
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
