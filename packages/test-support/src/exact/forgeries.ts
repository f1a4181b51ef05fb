import { type Random } from '@argmaxable/core';
import {
  decideExactly,
  type Fraction,
  fraction,
  isRightAt,
  type ExactQuestion,
  exactRows,
  ruleOut,
} from './oracle.js';
import { isLess, isWiderThan, exactRadius } from './thinness.js';

/*
 * Certificates that prove nothing, or should not, and what exact arithmetic says of those that a checker
 * accepts. Nothing is imported from `src`, so that programs can try the packages as built.
 */

/** A certificate as it comes from a file, and which label set it is presented for. */
export interface Forgery {
  readonly kind: (typeof forgeryKinds)[number];
  readonly labels: readonly number[];
  readonly certificate: unknown;
}

export const forgeryKinds = [
  'random witness',
  'random multipliers',
  'one number changed',
  'rows swapped',
  'a row twice',
  'an odd number',
  'another set',
  'another size',
  'no certificate',
] as const;

/** What a checker says. */
export type Answer =
  | { readonly valid: true; readonly verdict: 'argmaxable' | 'unargmaxable'; readonly bound: number }
  | { readonly valid: false };

type Numbers = (number | string | null)[];
interface Plain {
  kind: 'witness' | 'multipliers';
  x: Numbers;
  rows: Numbers;
  against?: Numbers;
  values: Numbers;
}

/**
 * A forgery of some kind.
 *
 * @param honest Certificates of the same classifier, as JSON, for any of its label sets; there may be none.
 */
export function forgery(
  random: Random,
  question: ExactQuestion,
  labels: readonly number[],
  honest: readonly object[],
): Forgery {
  const pick = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)];
  const kind = pick(forgeryKinds);
  const n = question.weights.length;
  const made = (certificate: unknown, forSet = labels): Forgery => ({ kind, labels: forSet, certificate });
  const given =
    honest.length > 0 && random.next() < 0.8 ? pick(honest) : randomCertificate(random, question, labels);
  const copy = JSON.parse(JSON.stringify(given)) as Plain;
  const lists =
    copy.kind === 'witness' ? [copy.x] : [copy.values, copy.values, copy.rows, copy.against ?? copy.rows];
  const list = pick(lists);
  const place = Math.floor(random.next() * list.length); // of a list that may be empty
  switch (kind) {
    case 'random witness':
    case 'random multipliers':
      return made(
        randomCertificate(random, question, labels, kind === 'random witness' ? 'witness' : 'multipliers'),
      );
    case 'one number changed':
      list[place] = changed(random, list[place], n);
      return made(copy);
    case 'rows swapped': {
      const other = Math.floor(random.next() * list.length);
      [list[place], list[other]] = [list[other], list[place]];
      return made(copy);
    }
    case 'a row twice':
      if (copy.kind === 'multipliers') {
        const m = Math.floor(random.next() * copy.rows.length);
        copy.rows.push(copy.rows[m]);
        copy.against?.push(copy.against[m]);
        copy.values.push(pick([copy.values[m], 1, 0]));
      } else {
        copy.x.push(copy.x[0]);
      }
      return made(copy);
    case 'an odd number':
      list[place] = pick<number | string | null>(odd);
      return made(copy);
    case 'another set':
      return made(
        copy,
        Array.from({ length: n }, (_, i) => i).filter(() => random.next() < 0.5),
      );
    case 'another size': {
      const factor = 10 ** Math.round((2 * random.next() - 1) * 300);
      const scale = (value: number | string | null) => (typeof value === 'number' ? value * factor : value);
      if (copy.kind === 'witness') copy.x = copy.x.map(scale);
      else copy.values = copy.values.map(scale);
      return made(copy);
    }
    case 'no certificate':
      return made(
        pick<unknown>([
          null,
          undefined,
          7,
          '',
          [],
          {},
          { ...copy, kind: pick(['x', '', null]) },
          { ...copy, version: 3 },
        ]),
      );
  }
}

const odd = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  5e-324,
  -5e-324,
  1e308,
  -1,
  0.5,
  1e9,
  -1e-300,
  '1',
  'x',
  null,
] as const;

function changed(random: Random, value: number | string | null, n: number): number | string {
  if (typeof value === 'string') return String(BigInt(value) + 1n);
  const own = value ?? 0;
  if (Number.isInteger(own) && own >= 0 && own < n && random.next() < 0.5) return random.integer(n);
  const factors = [1 + 1e-9, 1 - 1e-3, 0.5, -1, 0, 1e-30, 1e30, 1e-200, 1e200, 1e-308];
  return own * factors[random.integer(factors.length)];
}

/** Certificates well-formed enough to be looked at: numbers of any size. */
function randomCertificate(
  random: Random,
  { weights, lower, ranked }: ExactQuestion,
  labels: readonly number[],
  kind: Plain['kind'] = random.next() < 0.5 ? 'witness' : 'multipliers',
): object {
  const head = { format: 'argmaxable-certificate', version: 2, kind };
  const most = random.next() < 0.5 ? 2 : 300;
  const number = () =>
    Math.round(4 * random.next()) * 10 ** Math.round((2 * random.next() - 1) * most) || random.next();
  if (kind === 'witness') return { ...head, x: lower.map(() => (random.next() < 0.5 ? -1 : 1) * number()) };
  const all = weights.map((_, i) => i).filter(() => random.next() < 0.6);
  const others = weights.map((_, i) => i).filter((i) => !labels.includes(i));
  const pairs = labels
    .flatMap((row) => others.map((against) => [row, against]))
    .filter(() => random.next() < 0.5);
  const rows = ranked ? pairs.map(([row]) => row) : all;
  const against = ranked ? { against: pairs.map(([, other]) => other) } : {};
  return { ...head, rows, ...against, values: rows.map(number) };
}

/** What is wrong with an answer, in words; null where exact arithmetic agrees. */
export function forgeryFlaw(
  question: ExactQuestion,
  { labels, certificate }: Forgery,
  answer: Answer,
  arithmetic: 'float64' | 'exact',
): string | null {
  if (!answer.valid) return null;
  const rows = exactRows(question, labels);
  const { x, rows: named, against, values } = certificate as Plain;
  if (answer.verdict === 'argmaxable') {
    if (!isRightAt(question, rows, (x as number[]).map(fraction))) return 'the point is not of the set';
  } else if (arithmetic === 'exact') {
    const totals = rows.map((): Fraction => ({ above: 0n, below: 1n }));
    named.forEach((label, m) => {
      const place = rows.findIndex(
        (row) => row.label === label && row.against === (against?.[m] ?? row.against),
      );
      const value = values[m];
      totals[place] =
        typeof value === 'string' ? { above: BigInt(value), below: 1n } : fraction(value as number);
    });
    if (!ruleOut(question, rows, totals)) return 'the multipliers do not rule the set out';
    if ('point' in decideExactly(question, rows)) return 'the set is within reach';
  } else if (isWiderThan(question, labels, 1e-10 * (1 + 1e-6))) {
    return 'the set is within reach, and not by a hair';
  }
  return boundFlaw(question, labels, answer, arithmetic);
}

function boundFlaw(
  question: ExactQuestion,
  labels: readonly number[],
  { verdict, bound }: Extract<Answer, { valid: true }>,
  arithmetic: 'float64' | 'exact',
): string | null {
  if (Number.isNaN(bound)) return 'the bound is no number';
  const radius = exactRadius(question, labels);
  if (radius === null) return null;
  const [least, most] = radius;
  if (verdict === 'argmaxable') {
    const isTooHigh = bound === Infinity || isLess(most, fraction(bound));
    return isTooHigh ? `the radius is below ${bound}` : null;
  }
  // In exact arithmetic 0 says no more than the verdict.
  if (arithmetic === 'exact' && bound === 0) return null;
  const isTooLow = bound === -Infinity || (bound < Infinity && isLess(fraction(bound), least));
  return isTooLow ? `the radius is above ${bound}` : null;
}
