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
