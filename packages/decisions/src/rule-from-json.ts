import { checkOneOf, checkOptions, fromJsonNumber, isPlainObject, ValueError } from '@argmaxable/core';
import { generalFMaximizer, type GeneralFMaximizerOptions } from './expected-f/general-f-maximizer.js';
import { plugInFMaximizer, type PlugInFMaximizerOptions } from './expected-f/plug-in-f-maximizer.js';
import { mcut } from './mcut.js';
import { perExample } from './per-example.js';
import type { DecisionRule } from './rule.js';
import { perLabelThresholds } from './thresholds/per-label-thresholds.js';
import { thresholdAveraging } from './thresholds/threshold-averaging.js';
import { threshold } from './thresholds/threshold.js';
import { topK } from './top-k.js';

/** The rules by the names that `toJSON` writes. Each checks the values of its parameters itself. */
const ruleReaders = {
  topK: (json: object) => topK(only<{ k: number }>('topK', json, 'k').k),
  mcut: (json: object) => {
    checkOptions('mcut', json, []);
    return mcut();
  },
  threshold: (json: object) =>
    threshold(thresholdOfJson(only<Thresholded>('threshold', json, 'threshold').threshold)),
  thresholdAveraging: (json: object) =>
    thresholdAveraging(only<{ threshold: number }>('thresholdAveraging', json, 'threshold').threshold),
  perLabelThresholds: (json: object) => {
    const { thresholds } = only<{ thresholds: number[] }>('perLabelThresholds', json, 'thresholds');
    // Array.from, because map would skip holes.
    return perLabelThresholds(
      Array.isArray(thresholds) ? Array.from(thresholds, thresholdOfJson) : thresholds,
    );
  },
  perExample: (json: object) => {
    const options = checkOptions('perExample', json as Thresholded, ['threshold', 'min', 'max']);
    return perExample({ ...options, threshold: thresholdOfJson(options.threshold) });
  },
  plugInFMaximizer: (json: PlugInFMaximizerOptions) => plugInFMaximizer(json),
  generalFMaximizer: (json: GeneralFMaximizerOptions) => generalFMaximizer(json),
} satisfies Record<string, (json: object) => DecisionRule>;

/** An infinite threshold is written as a word. What is no number the rule refuses. */
const thresholdOfJson = fromJsonNumber as (value: unknown) => number;

interface Thresholded {
  threshold: number | string;
}

/**
 * Restores a decision rule from what its `toJSON` returned: the same parameters, infinite thresholds
 * included, and so the same predictions.
 *
 * @param json Plain data, such as `JSON.parse` returns.
 * @throws ValueError if it is not a plain object, for an unknown rule, and for parameters that are missing,
 *   unknown or out of range, or null, which JSON writes for NaN.
 *
 * @example
 * import { perLabelThresholds, ruleFromJSON } from '@argmaxable/decisions';
 * const text = JSON.stringify(perLabelThresholds([0.5, Infinity]));
 * ruleFromJSON(JSON.parse(text)).predict([[0.7, 0.9]]).get(0); // Int32Array [0]
 */
export function ruleFromJSON(json: unknown): DecisionRule {
  if (!isPlainObject(json) || !Object.hasOwn(json, 'rule')) {
    throw new ValueError(
      'json',
      json,
      'an object with a rule, such as { rule: "topK", k: 5 }',
      'Parse text with JSON.parse.',
    );
  }
  const { rule: name, ...parameters } = json;
  const rule = checkOneOf('rule', name, Object.keys(ruleReaders) as (keyof typeof ruleReaders)[]);
  return ruleReaders[rule](parameters);
}

/** The single parameter of a rule, which is required. */
function only<T extends object>(rule: string, json: object, parameter: string & keyof T): T {
  return checkOptions(rule, json, [parameter]) as T;
}
