import type { About, ModelRange, Rule, Settings } from '@argmaxable/verify';
import { CliError } from '../errors/cli-error.js';
import { parseFeatureRange } from '../question/feature-range.js';
import { parseThresholds, type Thresholds } from '../question/thresholds.js';
import type { ReadHead } from './head.js';

/** What the proofs must be about, according to the user. */
export interface Pins {
  readonly rule?: Rule;
  readonly about?: About;
  readonly eps?: number | 'none';
  readonly thresholds?: Thresholds;
  readonly range?: ModelRange;
}

/** The options of `check-certificates` for it. */
export interface PinOptions {
  readonly rule?: Rule;
  readonly about?: About;
  readonly eps?: number | 'none';
  readonly thresholds?: string;
  readonly featureRange?: string;
  readonly box?: number;
}

/** @throws CliError for an invalid range or invalid thresholds. */
export async function readPins({ featureRange, box, thresholds, ...others }: PinOptions): Promise<Pins> {
  if (featureRange !== undefined && box !== undefined) {
    throw new CliError('--box replaces --feature-range: leave one of them out.');
  }
  const range =
    featureRange !== undefined
      ? { featureRange: await parseFeatureRange(featureRange) }
      : box !== undefined
        ? { box }
        : undefined;
  return {
    ...others,
    ...(range && { range }),
    ...(thresholds !== undefined && {
      thresholds: thresholds === 'none' ? 0 : await parseThresholds(thresholds),
    }),
  };
}

/**
 * Compares the first line with what the user requires. `checkPinnedRange` compares the range, because it
 * depends on the model.
 *
 * @throws CliError for proofs about another question.
 */
export function checkPins(head: ReadHead, { rule, about, eps, thresholds }: Pins): void {
  if (rule !== undefined && head.rule !== rule) throw otherThan('rule', head.rule, rule);
  if (about !== undefined && head.about !== about) throw otherThan('the', head.about, about, '--about');
  if (eps !== undefined && (head.eps ?? 'none') !== eps) throw otherThan('eps', head.eps ?? 'none', eps);
  if (thresholds === undefined) return;
  const given = head.thresholds ?? [0];
  const all = typeof thresholds === 'number' ? given.map(() => thresholds) : [...thresholds];
  // No thresholds are the same as zeros.
  const listed = head.thresholds ?? all.map(() => 0);
  const odd = listed.findIndex((value, label) => value !== all[label]);
  if (listed.length !== all.length) {
    throw otherThan('thresholds', `${listed.length} numbers`, `${all.length}`);
  }
  if (odd >= 0) throw otherThan(`threshold ${odd}`, listed[odd], all[odd], '--thresholds');
}

/** @throws CliError if the range of the proofs is not the one that the user gives. */
export function checkPinnedRange(
  path: string,
  given: Settings['featureRange'],
  pinned: Settings['featureRange'] | null,
  asked: ModelRange | undefined,
): void {
  if (pinned === null || isSameRange(given, pinned)) return;
  const option = asked?.box === undefined ? '--feature-range' : '--box';
  throw otherThan('feature range', given.words, pinned.words, option, path);
}

/** Whether two ranges have the same bounds; their descriptions may differ. */
export function isSameRange(one: Settings['featureRange'], other: Settings['featureRange']): boolean {
  const bounds = ({ lower, upper }: Settings['featureRange']) => JSON.stringify([lower, upper]);
  return bounds(one) === bounds(other);
}

function otherThan(
  what: string,
  given: unknown,
  pinned: unknown,
  option = `--${what}`,
  path?: string,
): CliError {
  const words = `line 1: these proofs are about ${what} ${String(given)}, but ${option} requires ${String(pinned)}.`;
  return new CliError(words, { path });
}
