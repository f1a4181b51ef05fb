import { rangeFromJson, type About, type ModelRange, type RangeJson, type Rule } from '@argmaxable/verify';
import { CliError } from '../cli-error.js';
import { parse } from './parse.js';

/** What the first line of a certificates file says that its proofs are about. */
export interface ReadHead {
  /** 1: about features in a box, before there were ranges. 2: as `CertificatesHead` has it. */
  readonly version: 1 | 2;
  /** How many lines follow. */
  readonly sets: number;
  readonly hash: unknown;
  /** Undefined in version 1, which knew no projection. */
  readonly projectionHash: unknown;
  readonly about: About;
  readonly range: Pick<ModelRange, 'featureRange'> | { readonly box: number };
  readonly rule: Rule;
  readonly thresholds?: readonly number[];
  /** Radii below count as none; null where that is as fine as solvers tell. */
  readonly eps: number | null;
}

const rules = ['sign', 'topK', 'argmax'] as const satisfies Rule[];
const abouts = ['model', 'classifier'] as const satisfies About[];

/**
 * Reads the first line of a certificates file. It is believed in nothing but what it says the proofs are about.
 *
 * @throws CliError for a line that is none, and one whose fields are not what they have to be.
 */
export function readHead(text: string | undefined): ReadHead {
  const head = text === undefined ? undefined : parse(text);
  const settings = isRecord(head) ? head.settings : undefined;
  if (!isRecord(head) || head.format !== 'argmaxable-certificates' || !isRecord(settings)) {
    throw new CliError(
      'line 1 must say that these are certificates, as "argmaxable verify --certificates" writes it.',
    );
  }
  const { version, sets, hash, projectionHash } = head;
  if (version !== 1 && version !== 2) {
    throw wrong('version', version, '1 or 2, which this argmaxable reads');
  }
  const { rule, thresholds, eps } = settings;
  const isFirst = version === 1;
  if (!isCount(sets)) throw wrong('sets', sets, 'how many lines follow');
  if (!isOneOf(rules, rule)) throw wrong('settings.rule', rule, rules.join(', '));
  if (thresholds !== undefined && !isNumbers(thresholds)) {
    throw wrong('settings.thresholds', thresholds, 'a number for each label');
  }
  if (!(eps === null && !isFirst) && !isRadius(eps)) throw wrong('settings.eps', eps, 'a number, 0 or more');
  return {
    ...{ version, sets, hash, projectionHash, rule, eps },
    ...(thresholds === undefined ? {} : { thresholds }),
    ...(isFirst ? firstRange(settings) : secondRange(settings)),
  };
}

function firstRange({ box }: Fields): Pick<ReadHead, 'about' | 'range'> {
  if (!isRadius(box) || box === 0) throw wrong('settings.box', box, 'a number above 0');
  return { about: 'classifier', range: { box } };
}

function secondRange({ about, featureRange }: Fields): Pick<ReadHead, 'about' | 'range'> {
  if (!isOneOf(abouts, about)) throw wrong('settings.about', about, abouts.join(', '));
  try {
    return { about, range: { featureRange: rangeFromJson(featureRange as RangeJson) } };
  } catch (cause) {
    throw new CliError(`line 1: settings.${(cause as Error).message}`, { cause });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOneOf<T extends string>(allowed: readonly T[], value: unknown): value is T {
  return (allowed as readonly unknown[]).includes(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRadius(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}

function wrong(field: string, value: unknown, allowed: string): CliError {
  return new CliError(`line 1: ${field} must be ${allowed}; got ${JSON.stringify(value) ?? 'none'}.`);
}
