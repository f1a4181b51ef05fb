import { ValueError } from './errors.js';

export interface Range {
  min?: number;
  max?: number;
}

/** Returns `value` if it is an integer within the range (bounds included); throws a `ValueError` otherwise. */
export function checkInteger(argument: string, value: unknown, range: Range = {}, advice?: string): number {
  if (!Number.isInteger(value) || !within(value as number, range)) {
    throw new ValueError(argument, value, `an integer${describeRange(range)}`, advice);
  }
  return value as number;
}

/** Returns `value` if it is a finite number within the range (bounds included); throws a `ValueError` otherwise. */
export function checkNumber(argument: string, value: unknown, range: Range = {}, advice?: string): number {
  if (!Number.isFinite(value) || !within(value as number, range)) {
    throw new ValueError(argument, value, `a finite number${describeRange(range)}`, advice);
  }
  return value as number;
}

/** Returns `value` if it is true or false; throws a `ValueError` otherwise. */
export function checkBoolean(argument: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ValueError(argument, value, 'true or false');
  return value;
}

/** Returns `value` if it is one of `allowed`; throws a `ValueError` that lists them otherwise. */
export function checkOneOf<T extends string>(argument: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    throw new ValueError(argument, value, `one of ${allowed.map((choice) => `'${choice}'`).join(', ')}`);
  }
  return value as T;
}

/** Returns `options` if every name in it is one of `allowed`; throws a `ValueError` that lists them otherwise. */
export function checkOptions<T extends object>(owner: string, options: T, allowed: readonly string[]): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ValueError(`options of ${owner}`, options, `an object, such as { ${allowed[0] ?? ''} }`);
  }
  const unknown = Object.keys(options).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    const list = allowed.length === 0 ? 'none: it takes no options' : `among ${allowed.join(', ')}`;
    throw new ValueError(`options of ${owner}`, unknown, list);
  }
  return options;
}

function within(value: number, { min = -Infinity, max = Infinity }: Range): boolean {
  return value >= min && value <= max;
}

function describeRange({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  if (max !== undefined) return `, ${max} or less`;
  return '';
}
