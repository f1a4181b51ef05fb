import { isPlainObject, ValueError } from '@argmaxable/core';

/** JSON has no infinities and no NaN: they are written as words. */
export type JsonNumber = number | 'Infinity' | '-Infinity' | 'NaN';

const words = ['Infinity', '-Infinity', 'NaN'];

/** A number as JSON can hold it; `fromJsonNumber` turns it back. */
export function toJsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

/** Turns a word of `toJsonNumber` back; anything else stays as it is, for whoever checks it. */
export function fromJsonNumber(value: unknown): unknown {
  return words.includes(value as string) ? Number(value) : value;
}

/** Options as JSON can hold them: with words for numbers that it cannot hold. */
export function writeOptions(options: object): Record<string, unknown> {
  const written = (value: unknown): unknown => (typeof value === 'number' ? toJsonNumber(value) : value);
  return mapped(options, written);
}

/**
 * Turns what `writeOptions` wrote back. The values are checked by whoever takes the options.
 *
 * @throws ValueError for something else than an object.
 */
export function readOptions(argument: string, options: unknown): object {
  if (!isPlainObject(options)) throw new ValueError(argument, options, 'an object of options');
  return mapped(options, fromJsonNumber);
}

/** Options are single values or lists of them; those that are not given are left out. */
function mapped(options: object, map: (value: unknown) => unknown): Record<string, unknown> {
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? value.map(map) : map(value)]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
