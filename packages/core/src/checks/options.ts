import { ValueError } from '../errors.js';
import { didYouMean } from './nearest.js';

/**
 * Returns `options` if it is a plain object and every name in it is one of `allowed`; throws a `ValueError`
 * that lists the allowed names, and suggests the nearest, otherwise. An option that is undefined counts as
 * not given.
 */
export function checkOptions<T extends object>(owner: string, options: T, allowed: readonly string[]): T {
  if (!isPlainObject(options)) {
    throw new ValueError(`options of ${owner}`, options, `an object, such as { ${allowed[0] ?? ''} }`);
  }
  const unknown = Object.keys(options).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    const list = allowed.length === 0 ? 'none: it takes no options' : `among ${allowed.join(', ')}`;
    throw new ValueError(`options of ${owner}`, unknown, list, didYouMean(unknown, allowed));
  }
  return options;
}

/**
 * Whether a value is an object as `{}` and `JSON.parse` make them, of any realm; false for arrays, maps,
 * tensors and other instances.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}
