import { fromJsonNumber, isPlainObject, toJsonNumber, ValueError } from '@argmaxable/core';

/** Options as JSON can hold them: with words for numbers that it cannot hold. */
export function optionsToJson(options: object): Record<string, unknown> {
  const written = (value: unknown): unknown => (typeof value === 'number' ? toJsonNumber(value) : value);
  return mapped(options, written);
}

/**
 * Turns what `optionsToJson` wrote back. The values are checked by whoever takes the options.
 *
 * @throws ValueError for something else than an object.
 */
export function optionsFromJson(argument: string, options: unknown): object {
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
