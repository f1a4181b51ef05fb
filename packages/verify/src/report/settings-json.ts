import {
  checkNumber,
  checkOneOf,
  checkOptions,
  checkString,
  readNumbers,
  ValueError,
} from '@argmaxable/core';
import { rules } from '../input/rule.js';
import { shardFromJson } from '../input/shard.js';
import { modes } from '../input/verify-options.js';
import { record } from './json-record.js';
import { rangeFromJson, type RangeJson } from './range-json.js';
import type { Settings, Verified } from './report-data.js';

const settingNames = [
  'featureRange',
  'about',
  'eps',
  'tolerance',
  'mode',
  'gap',
  'rule',
  'thresholds',
  'folded',
  'shard',
] as const satisfies (keyof Settings)[];

export function settingsFromJson(json: unknown, { numLabels, numFeatures, numInputs }: Verified): Settings {
  const given = checkOptions('settings', record('settings', json), settingNames);
  const { eps, gap, thresholds, folded, shard } = given;
  const atLeast0 = (name: string, value: unknown) => checkNumber(`settings.${name}`, value, { min: 0 });
  return {
    featureRange: rangeOf(given.featureRange, numInputs ?? numFeatures),
    about: checkOneOf('settings.about', given.about, ['model', 'classifier']),
    eps: eps === null ? null : atLeast0('eps', eps),
    tolerance: atLeast0('tolerance', given.tolerance),
    mode: checkOneOf('settings.mode', given.mode, modes),
    rule: checkOneOf('settings.rule', given.rule, rules),
    ...(gap === undefined ? {} : { gap: atLeast0('gap', gap) }),
    ...(thresholds === undefined ? {} : { thresholds: thresholdsOf(thresholds, numLabels) }),
    ...(folded === undefined ? {} : { folded: textsOf(folded) }),
    ...(shard === undefined ? {} : { shard: shardFromJson(record('settings.shard', shard)) }),
  };
}

function rangeOf(json: unknown, inputs: number): RangeJson {
  const range = record('settings.featureRange', json) as unknown as RangeJson;
  checkString('settings.featureRange.words', range.words);
  const read = rangeFromJson(range) as { lower: number | number[]; upper: number | number[] };
  const endAt = (end: number | number[], j: number) => (typeof end === 'number' ? end : end[j]);
  for (const [name, end] of Object.entries(read)) {
    if (typeof end !== 'number' && end.length !== inputs) {
      const allowed = `one bound, or ${inputs}, one for each feature`;
      throw new ValueError(`settings.featureRange.${name}`, `${end.length} bounds`, allowed);
    }
  }
  const crossed = Array.from({
    length: typeof read.lower === 'number' && typeof read.upper === 'number' ? 1 : inputs,
  }).findIndex((_, j) => !(endAt(read.lower, j) <= endAt(read.upper, j)));
  if (crossed >= 0) {
    const bounds = `${endAt(read.lower, crossed)} and ${endAt(read.upper, crossed)}`;
    throw new ValueError('settings.featureRange', bounds, 'bounds with lower <= upper');
  }
  return { words: range.words, lower: range.lower, upper: range.upper };
}

function thresholdsOf(json: unknown, numLabels: number): number[] {
  const values = Array.from(readNumbers('settings.thresholds', json));
  if (values.length === numLabels) return values;
  throw new ValueError(
    'settings.thresholds',
    `${values.length} numbers`,
    `${numLabels} numbers, one per label`,
  );
}

function textsOf(json: unknown): string[] {
  if (!Array.isArray(json)) throw new ValueError('settings.folded', json, 'an array of strings');
  return (json as readonly unknown[]).map((text, i) => checkString(`settings.folded[${i}]`, text));
}
