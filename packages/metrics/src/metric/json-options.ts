import { fromJsonNumber, isPlainObject, toJsonNumber, ValueError } from '@argmaxable/core';

/** Converts options to a form that JSON can hold: numbers that it cannot hold become words. */
export function optionsToJson(options: object): Record<string, unknown> {
  const written = (value: unknown): unknown => (typeof value === 'number' ? toJsonNumber(value) : value);
  return mapped(options, written);
}

/**
 * Converts the result of `optionsToJson` back. It does not check the values; the metric does.
 *
 * @throws ValueError for anything other than an object.
 */
export function optionsFromJson(argument: string, options: unknown): object {
  if (!isPlainObject(options)) throw new ValueError(argument, options, 'an object of options');
  return mapped(options, fromJsonNumber);
}

/** Applies `map` to options, which are single values or lists of them; omits options that are undefined. */
function mapped(options: object, map: (value: unknown) => unknown): Record<string, unknown> {
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? value.map(map) : map(value)]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
