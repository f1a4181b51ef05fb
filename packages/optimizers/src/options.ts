import { checkOptions, ValueError } from '@argmaxable/core';

/**
 * The given options, and the defaults of the others.
 *
 * @throws ValueError for an unknown option.
 */
export function readOptions<T extends object>(owner: string, options: Partial<T>, defaults: T): T {
  const given = Object.entries(checkOptions(owner, options, Object.keys(defaults)));
  return { ...defaults, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

/** Returns `value` if it is a number from 0 to below 1; throws a `ValueError` otherwise. */
export function checkShare(argument: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw new ValueError(argument, value, 'a number from 0 to below 1');
}
