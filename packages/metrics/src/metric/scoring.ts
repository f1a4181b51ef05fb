import type { Batch } from '../batch/batch.js';
import type { State } from './state.js';

/**
 * What a metric keeps of the examples, and how its value comes of that. `Sets` says whether label sets may
 * stand for scores: for metrics of label sets. Others need scores, and refuse label sets.
 */
export interface Scoring<Options, S extends State = State, Sets extends boolean = boolean> {
  readonly takesLabelSets: Sets;

  /** The state before the first example. */
  empty(numLabels: number): S;

  /** Adds a batch to the state. */
  add(state: S, batch: Batch, options: Options): void;

  /** The metric's value. `examples` is 1 or more. */
  value(state: S, options: Options, examples: number): number;

  /** The value of each label: [n]. */
  perLabel?(state: S, options: Options): Float64Array;

  /**
   * Refuses a state, of JSON, that no examples lead to. Its forms, its lengths, and that no sum is below 0,
   * are checked.
   */
  checkState(state: S, options: Options, examples: number, numLabels: number): void;

  /** Refuses a number of labels that does not suit the options. */
  checkNumLabels?(numLabels: number, options: Options): void;

  /** Refuses a batch that does not suit the options, or the examples before, if there were any. */
  checkBatch?(batch: Batch, options: Options, before: S | undefined): void;

  /** Refuses to add the state `other` to examples before. */
  checkMerge?(other: S, before: S): void;

  /**
   * Why the scores have to be logits, as a clause behind 'which'; undefined where they need not be.
   * `model.compile` then refuses a model that is known to end in probabilities.
   */
  wantsLogits?(options: Options): string | undefined;

  /** What to warn of, once, where a value is asked for; undefined where all is well. */
  warning?(state: S): string | undefined;

  /** What options mean that may be left out: with them or without, it is the same metric. */
  readonly implied?: Partial<Options>;
}

/** A scoring that has a value for each label too. */
export type LabelScoring<Options, S extends State = State, Sets extends boolean = boolean> = Scoring<
  Options,
  S,
  Sets
> &
  Required<Pick<Scoring<Options, S, Sets>, 'perLabel'>>;
