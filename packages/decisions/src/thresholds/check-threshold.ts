import { ValueError } from '@argmaxable/core';

/**
 * Returns a threshold: a number, Infinity (nothing is above it) or -Infinity. -0 becomes 0, because JSON does
 * not distinguish them.
 */
export function checkThreshold(argument: string, value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new ValueError(argument, value, 'a number, Infinity or -Infinity');
  }
  return value + 0;
}

/** A threshold in JSON, which has no infinities: they are written as words. */
export function thresholdToJSON(threshold: number): number | string {
  return Number.isFinite(threshold) ? threshold : String(threshold);
}

/** Reads what `thresholdToJSON` wrote; anything else is returned unchanged, and the rule refuses it. */
export function thresholdFromJSON(value: unknown): number {
  return (value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value) as number;
}
