import { ValueError } from '@argmaxable/core';

/**
 * Returns a threshold: a number, Infinity (nothing is above it) or -Infinity. 0 for -0, which JSON does not
 * tell from it.
 */
export function checkThreshold(argument: string, value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new ValueError(argument, value, 'a number, Infinity or -Infinity');
  }
  return value + 0;
}

/** A threshold as JSON has it, which knows no infinities: these are words there. */
export function thresholdToJSON(threshold: number): number | string {
  return Number.isFinite(threshold) ? threshold : String(threshold);
}

/** What `thresholdToJSON` wrote; anything else stays, for the rule to refuse. */
export function thresholdFromJSON(value: unknown): number {
  return (value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value) as number;
}
