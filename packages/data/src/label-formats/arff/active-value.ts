/**
 * Pairs of values; the second means that a label is active. Neither case nor the order in which an attribute
 * lists them matters; '1.0' is the same as '1'.
 */
const pairs: ReadonlyArray<readonly [inactive: string, active: string]> = [
  ['0', '1'],
  ['-1', '1'],
  ['false', 'true'],
  ['f', 't'],
  ['no', 'yes'],
  ['n', 'y'],
  ['off', 'on'],
  ['absent', 'present'],
  ['negative', 'positive'],
  ['neg', 'pos'],
];

/** The pairs as messages show them. */
export const pairsText = pairs.map(([inactive, active]) => `{${inactive},${active}}`).join(', ');

/**
 * Decides which values of a nominal attribute mean that a label is active; undefined if this is not clear:
 * values of no pair, of two pairs, or more than two values. A single value of a pair is also clear.
 */
export function activeByValue(values: readonly string[]): ReadonlyMap<string, boolean> | undefined {
  const words = values.map(normal);
  if (values.length === 0 || values.length > 2 || new Set(words).size < words.length) return undefined;
  const pair = pairs.find((pair) => words.every((word) => pair.includes(word)));
  return pair && new Map(values.map((value, i) => [value, words[i] === pair[1]]));
}

function normal(value: string): string {
  const word = value.trim().toLowerCase();
  const [, sign, digit] = /^([+-]?)([01])(?:\.0*)?$/.exec(word) ?? [];
  return digit === undefined ? word : digit === '0' ? '0' : `${sign === '-' ? '-' : ''}1`;
}
