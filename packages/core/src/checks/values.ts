import { ValueError } from '../errors.js';
import { didYouMean } from './nearest.js';

export interface NumberRange {
  min?: number;
  max?: number;
}

/**
 * Returns `value` if it is an integer within the range (bounds included); throws a `ValueError` otherwise.
 */
export function checkInteger(
  argument: string,
  value: unknown,
  range: NumberRange = {},
  advice?: string,
): number {
  if (!Number.isInteger(value) || !within(value as number, range)) {
    throw new ValueError(argument, value, `an integer${describeRange(range)}`, advice);
  }
  return value as number;
}

/**
 * As `checkInteger`, with the same parameters: returns `value` if it is a finite number within the range
 * (bounds included); throws a `ValueError` otherwise.
 */
export function checkNumber(
  argument: string,
  value: unknown,
  range: NumberRange = {},
  advice?: string,
): number {
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

/**
 * Returns `value` if it is a string; throws a `ValueError` otherwise. `allowed` says what it is for, such as
 * 'a path'.
 */
export function checkString(argument: string, value: unknown, allowed = 'a string'): string {
  if (typeof value !== 'string') throw new ValueError(argument, value, allowed);
  return value;
}

/** Returns `value` if it is a function; throws a `ValueError` otherwise. */
export function checkFunction<T>(argument: string, value: T): T {
  if (typeof value !== 'function') throw new ValueError(argument, value, 'a function');
  return value;
}

/** Returns `value` if it is one of `allowed`; throws a `ValueError` that lists them otherwise. */
export function checkOneOf<T extends string>(argument: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    const list = `one of ${allowed.map((choice) => `'${choice}'`).join(', ')}`;
    throw new ValueError(argument, value, list, didYouMean(value, allowed));
  }
  return value as T;
}

function within(value: number, { min = -Infinity, max = Infinity }: NumberRange): boolean {
  return value >= min && value <= max;
}

function describeRange({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  if (max !== undefined) return `, ${max} or less`;
  return '';
}
