import {
  checkOptions,
  checkString,
  isPlainObject,
  type JsonNumber,
  toJsonNumber,
  ValueError,
} from '@argmaxable/core';
import type { FeatureRange, ResolvedRange } from '../input/feature-range.js';

type JsonBound = Exclude<JsonNumber, 'NaN'>;

/** A range in reports and files: one bound for all features, or one for each. */
export interface RangeJson {
  readonly words: string;
  readonly lower: JsonBound | readonly JsonBound[];
  readonly upper: JsonBound | readonly JsonBound[];
}

export function rangeToJson({ words, lower, upper }: ResolvedRange): RangeJson {
  return { words, lower: toJson(lower), upper: toJson(upper) };
}

/**
 * A range for the option `featureRange`, from the range in a report or file.
 *
 * @throws ValueError for bounds that are neither numbers nor 'Infinity' or '-Infinity'.
 *
 * @example
 * import { rangeFromJson, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1], [-1]];
 * const { settings } = await verifyMatrix({ weights, featureRange: 'nonNegative' }, [[0]]);
 * rangeFromJson(JSON.parse(JSON.stringify(settings.featureRange))); // { lower: 0, upper: Infinity }
 */
export function rangeFromJson(json: RangeJson): FeatureRange {
  if (!isPlainObject(json)) {
    throw new ValueError('featureRange', json, 'an object with lower and upper bounds');
  }
  const { lower, upper, words } = checkOptions('featureRange', json, ['lower', 'upper', 'words']);
  if (words !== undefined) checkString('featureRange.words', words);
  return { lower: fromJson(lower), upper: fromJson(upper) };
}

function toJson(ends: Float64Array): RangeJson['lower'] {
  const bounds = Array.from(ends, (end) => toJsonNumber(end) as JsonBound);
  return bounds.every((bound) => bound === bounds[0]) ? bounds[0] : bounds;
}

function fromJson(bounds: RangeJson['lower'] | undefined): number | number[] {
  if (!Array.isArray(bounds) || bounds.length === 0) return boundOf(bounds);
  return Array.from(bounds as readonly unknown[], boundOf);
}

function boundOf(bound: unknown): number {
  if (bound === 'Infinity' || bound === '-Infinity') return Number(bound);
  if (typeof bound === 'number' && Number.isFinite(bound)) return bound;
  throw new ValueError('featureRange', bound, "a number, 'Infinity' or '-Infinity', or one for each feature");
}
