import { decimalNumber } from '@argmaxable/core';

/** A decimal number that is kept as float32: too large for that is no number either. */
export function float32(text: string): number | undefined {
  const value = decimalNumber(text);
  return value !== undefined && Number.isFinite(Math.fround(value)) ? value : undefined;
}

/** Plain digits, no sign, point or exponent: an integer from 0 to `below - 1`; undefined for all else. */
export function indexBelow(below: number, text: string): number | undefined {
  const index = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  return index < below ? index : undefined;
}
