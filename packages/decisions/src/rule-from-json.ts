import { checkOneOf, checkOptions, ValueError } from '@argmaxable/core';
import { generalFMaximizer, type GeneralFMaximizerOptions } from './expected-f/general-f-maximizer.js';
import { plugInFMaximizer, type PlugInFMaximizerOptions } from './expected-f/plug-in-f-maximizer.js';
import type { DecisionRule } from './rule.js';
import { perLabelThresholds } from './thresholds/per-label-thresholds.js';
import { thresholdAveraging } from './thresholds/threshold-averaging.js';
import { threshold } from './thresholds/threshold.js';
import { topK } from './top-k.js';

/** The rules by the names that `toJSON` writes. Each checks the values of its parameters itself. */
const rules = {
  topK: (json: object) => topK(only<{ k: number }>('topK', json, 'k').k),
  threshold: (json: object) => threshold(only<Thresholded>('threshold', json, 'threshold').threshold),
  thresholdAveraging: (json: object) =>
    thresholdAveraging(only<Thresholded>('thresholdAveraging', json, 'threshold').threshold),
  perLabelThresholds: (json: object) =>
    perLabelThresholds(only<{ thresholds: number[] }>('perLabelThresholds', json, 'thresholds').thresholds),
  plugInFMaximizer: (json: PlugInFMaximizerOptions) => plugInFMaximizer(json),
  generalFMaximizer: (json: GeneralFMaximizerOptions) => generalFMaximizer(json),
} satisfies Record<string, (json: object) => DecisionRule>;

interface Thresholded {
  threshold: number;
}

/**
 * Restores a decision rule from what its `toJSON` returned: predictions are the same.
 *
 * @param json Plain data, such as `JSON.parse` returns.
 * @throws ValueError for the name of no rule, and for parameters that are unknown or out of range.
 *
 * @example
 * import { perLabelThresholds, ruleFromJSON } from '@argmaxable/decisions';
 * const text = JSON.stringify(perLabelThresholds([0.5, Infinity]));
 * ruleFromJSON(JSON.parse(text)).predict([[0.7, 0.9]]).get(0); // Int32Array [0]
 */
export function ruleFromJSON(json: unknown): DecisionRule {
  if (typeof json !== 'object' || json === null || !('rule' in json)) {
    throw new ValueError(
      'json',
      json,
      'an object with a rule, such as { rule: "topK", k: 5 }',
      'Parse text with JSON.parse.',
    );
  }
  const { rule: name, ...parameters } = json;
  const rule = checkOneOf('rule', name, Object.keys(rules) as (keyof typeof rules)[]);
  return rules[rule](parameters);
}

function only<T extends object>(rule: string, json: object, parameter: string & keyof T): T {
  return checkOptions(rule, json, [parameter]) as T;
}
