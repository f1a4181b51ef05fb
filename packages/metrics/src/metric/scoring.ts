import type { Batch } from '../batch/batch.js';
import type { State } from './state.js';

/**
 * What a metric keeps of the examples, and how its value is computed from that. `Sets` says whether
 * predictions may be label sets, as for metrics of label sets; other metrics need scores and refuse label
 * sets.
 */
export interface Scoring<Options, S extends State = State, Sets extends boolean = boolean> {
  readonly takesLabelSets: Sets;

  /** Makes the state before the first example. */
  empty(numLabels: number): S;

  /** Adds a batch to the state. */
  add(state: S, batch: Batch, options: Options): void;

  /** Computes the metric's value. `examples` is 1 or more. */
  value(state: S, options: Options, examples: number): number;

  /** Computes the value of each label: [n]. */
  perLabel?(state: S, options: Options): Float64Array;

  /**
   * Refuses a state from JSON that no examples can give. That its entries have the right types and lengths,
   * and that no sum is below 0, has been checked before.
   */
  checkState(state: S, options: Options, examples: number, numLabels: number): void;

  /** Refuses a number of labels that does not fit the options. */
  checkNumLabels?(numLabels: number, options: Options): void;

  /** Refuses a batch that does not fit the options, or the earlier examples if there were any. */
  checkBatch?(batch: Batch, options: Options, before: S | undefined): void;

  /** Refuses a state `other` that does not fit the earlier examples. */
  checkMerge?(other: S, before: S): void;

  /**
   * Why the scores must be logits, as a clause after 'which'; undefined if they may be other scores. If it is
   * defined, `model.compile` refuses a model that is known to end in probabilities.
   */
  wantsLogits?(options: Options): string | undefined;

  /** The warning to give, once, when a value is computed; undefined for none. */
  warning?(state: S): string | undefined;

  /**
   * Values of options that mean the same as leaving the option out: metrics that differ only in these can be
   * merged.
   */
  readonly implied?: Partial<Options>;
}

/** A scoring that also has a value for each label. */
export type LabelScoring<Options, S extends State = State, Sets extends boolean = boolean> = Scoring<
  Options,
  S,
  Sets
> &
  Required<Pick<Scoring<Options, S, Sets>, 'perLabel'>>;
