import { ValueError } from '@argmaxable/core';

/** Returns a threshold: a number, Infinity (nothing is above it) or -Infinity; as JSON also the words for these. */
export function checkThreshold(argument: string, value: unknown): number {
  const threshold = value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value;
  if (typeof threshold !== 'number' || Number.isNaN(threshold)) {
    throw new ValueError(argument, value, 'a number, Infinity or -Infinity');
  }
  return threshold;
}

/** A threshold as JSON has it, which knows no infinities. */
export function thresholdToJSON(threshold: number): number | string {
  return Number.isFinite(threshold) ? threshold : String(threshold);
}
