import type { JsonObject } from '@argmaxable/core';
import {
  rangeFromJson,
  type About,
  type ModelRange,
  type RangeJson,
  type Rule,
  type VerifyOptions,
} from '@argmaxable/verify';
import { CliError } from '../errors/cli-error.js';
import { checkFields, isRecord, parseLine, shownJson } from './parse.js';
import type { NumberedLine } from './read-lines.js';

/** What the proofs of a certificates file are about, from its first line. */
export interface ReadHead {
  /** 1: about features in a box, from before there were ranges. 2: the form of `CertificatesHead`. */
  readonly version: 1 | 2;
  /** Number of lines that follow. */
  readonly sets: number;
  readonly hash: string;
  /** Null if there is no projection; undefined in version 1, which had none. */
  readonly projectionHash: string | null | undefined;
  readonly about: About;
  readonly range: Pick<ModelRange, 'featureRange'> | { readonly box: number };
  readonly rule: Rule;
  readonly thresholds?: readonly number[];
  /** Radii below this count as none; null if only the resolution of the solvers limits them. */
  readonly eps: number | null;
}

const rules = ['sign', 'topK', 'argmax'] as const satisfies Rule[];
const abouts = ['model', 'classifier'] as const satisfies About[];
const modes = ['verdict', 'radius'] as const satisfies VerifyOptions['mode'][];

const fields = ['format', 'version', 'sets', 'hash', 'settings'];
/** The names of the settings in both versions. */
const settingsFields = ['eps', 'mode', 'gap', 'rule', 'thresholds', 'shard'];

/**
 * Reads the first line of a certificates file. Only its statement about what the proofs are about is used.
 *
 * @throws CliError if it is not such a line, or if a field is not valid.
 */
export function readHead(line: NumberedLine | undefined): ReadHead {
  const allowed = 'the first line of certificates, as "argmaxable verify --certificates" writes it';
  const head = parseLine(line ?? { text: '', number: 1 }, allowed);
  const { format, version, sets, hash, projectionHash, settings } = head;
  if (format !== 'argmaxable-certificates') throw wrong('format', format, '"argmaxable-certificates"');
  if (version !== 1 && version !== 2) {
    throw wrong('version', version, '1 or 2, which this argmaxable reads');
  }
  const isFirst = version === 1;
  checkFields('line 1', head, isFirst ? fields : [...fields, 'projectionHash']);
  if (!isCount(sets)) throw wrong('sets', sets, 'the number of lines that follow');
  if (!isHash(hash)) throw wrong('hash', hash, '64 hexadecimal digits');
  if (!isFirst && projectionHash !== null && !isHash(projectionHash)) {
    throw wrong('projectionHash', projectionHash, '64 hexadecimal digits, or null');
  }
  if (!isRecord(settings)) throw wrong('settings', settings, 'an object');
  const others = isFirst ? ['box'] : ['featureRange', 'about', 'tolerance', 'folded'];
  checkFields('line 1: settings', settings, [...settingsFields, ...others]);
  return {
    ...{ version, sets, hash },
    projectionHash: projectionHash as ReadHead['projectionHash'],
    ...readQuestion(settings, isFirst),
    ...(isFirst ? firstRange(settings) : secondRange(settings)),
  };
}

function readQuestion(settings: JsonObject, isFirst: boolean): Pick<ReadHead, 'rule' | 'thresholds' | 'eps'> {
  const { rule, thresholds, eps, mode, gap, shard } = settings;
  if (!isOneOf(rules, rule)) throw wrong('settings.rule', rule, rules.join(', '));
  if (thresholds !== undefined && !isNumbers(thresholds)) {
    throw wrong('settings.thresholds', thresholds, 'a number for each label');
  }
  if (!(eps === null && !isFirst) && !isRadius(eps)) throw wrong('settings.eps', eps, 'a number, 0 or more');
  if (!isOneOf(modes, mode)) throw wrong('settings.mode', mode, modes.join(', '));
  if (gap !== undefined && !isRadius(gap)) throw wrong('settings.gap', gap, 'a number, 0 or more');
  if (shard !== undefined && !isShard(shard)) {
    throw wrong('settings.shard', shard, 'an object with index and of, integers with 1 <= index <= of');
  }
  return { rule, eps, ...(thresholds === undefined ? {} : { thresholds }) };
}

function firstRange({ box }: JsonObject): Pick<ReadHead, 'about' | 'range'> {
  if (!isRadius(box) || box === 0) throw wrong('settings.box', box, 'a number above 0');
  return { about: 'classifier', range: { box } };
}

function secondRange({
  about,
  featureRange,
  tolerance,
  folded,
}: JsonObject): Pick<ReadHead, 'about' | 'range'> {
  if (!isOneOf(abouts, about)) throw wrong('settings.about', about, abouts.join(', '));
  if (!isRadius(tolerance)) throw wrong('settings.tolerance', tolerance, 'a number, 0 or more');
  if (folded !== undefined && !isTexts(folded)) throw wrong('settings.folded', folded, 'a list of strings');
  if (isRecord(featureRange)) {
    checkFields('line 1: settings.featureRange', featureRange, ['words', 'lower', 'upper']);
    const { words } = featureRange;
    if (words !== undefined && typeof words !== 'string') {
      throw wrong('settings.featureRange.words', words, 'a string');
    }
  }
  try {
    return { about, range: { featureRange: rangeFromJson(featureRange as RangeJson) } };
  } catch (cause) {
    throw new CliError(`line 1: settings.${(cause as Error).message}`, { cause });
  }
}

function isOneOf<T extends string>(allowed: readonly T[], value: unknown): value is T {
  return (allowed as readonly unknown[]).includes(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isRadius(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isShard(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false;
  const { index, of } = value;
  return isCount(index) && isCount(of) && index >= 1 && index <= of;
}

function wrong(field: string, value: unknown, allowed: string): CliError {
  return new CliError(`line 1: ${field} must be ${allowed}; got ${shownJson(value)}.`);
}
