import { checkOneOf, checkOptions, checkString, ValueError, type VerdictCounts } from '@argmaxable/core';
import { colorNames, type Look } from '../palette.js';
import { type DecidedSet, type MeasuredSet, verdicts } from '../verdicts.js';

/** Checks that a plot is an object with an id and the named parts, and that its id is valid in SVG. */
export function checkPlot<T extends { readonly id: string }>(
  owner: string,
  plot: T,
  parts: readonly (keyof T & string)[],
): T {
  const { id } = checkOptions(owner, plot, ['id', ...parts]);
  if (!/^[A-Za-z][\w-]*$/.test(checkString('id', id))) {
    throw new ValueError('id', id, "a letter and then letters, digits, '-' and '_'");
  }
  return plot;
}

/** Checks an array of objects; `check` gets each object and its name for messages. */
export function checkEach<T extends object>(
  argument: string,
  values: readonly T[],
  check: (place: string, value: T) => void,
): readonly T[] {
  if (!Array.isArray(values)) throw new ValueError(argument, values, 'an array');
  for (const [i, value] of values.entries()) {
    const place = `${argument}[${i}]`;
    if (typeof value !== 'object' || value === null) throw new ValueError(place, value, 'an object');
    check(place, value as T);
  }
  return values as readonly T[];
}

/** Checks label sets without their radii. */
export function checkDecided<T extends DecidedSet>(argument: string, sets: readonly T[]): readonly T[] {
  return checkEach(argument, sets, (place, { active, verdict }) => {
    if (!Number.isSafeInteger(active) || active < 0) {
      throw new ValueError(`${place}.active`, active, 'an integer, 0 or more');
    }
    checkOneOf(`${place}.verdict`, verdict, verdicts);
  });
}

/** Checks label sets and their radii. */
export function checkMeasured(argument: string, sets: readonly MeasuredSet[]): readonly MeasuredSet[] {
  checkDecided(argument, sets);
  const wrong = sets.findIndex(({ radius }) => typeof radius !== 'number');
  if (wrong >= 0) throw new ValueError(`${argument}[${wrong}].radius`, sets[wrong].radius, 'a number');
  return sets;
}

/** Checks counts of verdicts. */
export function checkCounts(argument: string, counts: VerdictCounts): VerdictCounts {
  if (typeof counts !== 'object' || counts === null) {
    throw new ValueError(argument, counts, 'an object of counts: { argmaxable, unargmaxable, undecided }');
  }
  for (const verdict of verdicts) {
    const count = counts[verdict];
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new ValueError(`${argument}.${verdict}`, count, 'an integer, 0 or more');
    }
  }
  return counts;
}

const symbols = ['circle', 'square', 'triangle', 'diamond'] as const;

/** Checks the look of a model. */
export function checkLook(argument: string, look: Look): Look {
  checkOptions(argument, look, ['color', 'symbol', 'dash']);
  checkOneOf(`${argument}.color`, look.color, colorNames);
  checkOneOf(`${argument}.symbol`, look.symbol, symbols);
  if (look.dash !== undefined) checkString(`${argument}.dash`, look.dash);
  return look;
}
