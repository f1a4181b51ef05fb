import type { LabelSets, Scores, Targets } from '@argmaxable/core';
import type { FitOptions } from './fit-options.js';

/**
 * A decision rule: from the scores of all labels to the label sets that are predicted. Immutable.
 *
 * @example
 * import { ruleFromJSON, topK } from '@argmaxable/decisions';
 * const rule = topK(2);
 * const text = JSON.stringify(rule); // '{"rule":"topK","k":2}'
 * ruleFromJSON(JSON.parse(text)).predict([[0.1, 0.9, 0.5]]).get(0); // Int32Array [1, 2]
 */
export interface DecisionRule {
  /**
   * Predicts one label set per example.
   *
   * @param scores Scores [size, n]: a tensor (not disposed), rows, or one flat array, row after row.
   *   Infinities are allowed unless the rule says otherwise.
   * @param numLabels Number of labels n: needed for a flat array; for other forms it is checked.
   * @throws ValueError for another rank or width, rows of unequal length, or a NaN.
   */
  predict(scores: Scores, numLabels?: number): LabelSets;

  /** The whole rule, as plain data that `JSON.stringify` writes and `ruleFromJSON` reads. */
  toJSON(): RuleJSON;
}

/**
 * Makes a rule: with given parameters when called, with parameters learnt from validation examples by `fit`.
 * The factories of rules are declared alike, each with the types of its own rule.
 */
export interface RuleFactory<
  Parameters extends unknown[],
  Rule extends DecisionRule,
  Options extends FitOptions,
> {
  (...parameters: Parameters): Rule;

  /**
   * Learns the rule's parameters from examples, which should not be those that the model was trained on.
   *
   * @param yTrue The label sets that are true of the examples: `LabelSets`, a tensor, rows or a flat array of
   *   0 and 1; see `Targets` of @argmaxable/core.
   * @param yPred Scores [size, n]; see `Scores` of @argmaxable/core. Tensors stay the caller's.
   * @param options `beta`, 1 by default; `targets`, 'auto' by default; and the options of the rule.
   * @throws ValueError for shapes that differ, another dtype than targets have, label indices out of range,
   *   NaN scores, no example, or an option unknown or out of range.
   */
  readonly fit: (yTrue: Targets, yPred: Scores, options?: Options) => Rule;
}

/** A rule as plain data: its name and its parameters. */
export interface RuleJSON {
  readonly rule: string;
  readonly [parameter: string]: unknown;
}
