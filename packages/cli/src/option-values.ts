import { decimalNumber } from '@argmaxable/core';
import { InvalidArgumentError } from 'commander';

/*
 * The values of options, for Commander. They are read strictly: text that JavaScript would convert to a
 * number, such as '', ' 5 ' and '0x10', is refused.
 */

/** Reads an option's value as an integer of at least `min`. */
export function integer(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < min) {
      throw new InvalidArgumentError(`It must be an integer, ${min} or more.`);
    }
    return value;
  };
}

/** Reads one more value of an option that takes several integers of at least `min`. */
export function integers(min: number): (text: string, before: number[] | undefined) => number[] {
  return (text, before) => [...(before ?? []), integer(min)(text)];
}

/** Reads an option's value as a finite decimal number above 0, or of at least 0. */
export function number(range: 'above 0' | '0 or more'): (text: string) => number {
  return (text) => {
    const value = decimalNumber(text);
    if (value === undefined || value < 0 || (range === 'above 0' && value === 0)) {
      throw new InvalidArgumentError(`It must be a number, ${range}.`);
    }
    return value;
  };
}

/** Reads one more value of an option that takes several numbers. */
export function numbers(
  range: Parameters<typeof number>[0],
): (text: string, before: number[] | undefined) => number[] {
  return (text, before) => [...(before ?? []), number(range)(text)];
}

/** Reads 'i/m'. */
export function shard(text: string): string {
  const [, i, m] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!(i >= 1 && i <= m)) {
    throw new InvalidArgumentError("It must be i/m with i from 1 to m, such as '1/4'.");
  }
  return text;
}

/** The entries that have a value. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
