import { decimalNumber } from '@argmaxable/core';

/**
 * Reads a decimal number that is kept as float32; undefined for other text, and for a number that is too
 * large for float32.
 */
export function float32(text: string): number | undefined {
  const value = decimalNumber(text);
  return value !== undefined && Number.isFinite(Math.fround(value)) ? value : undefined;
}

/**
 * Reads an integer from 0 to `below - 1`, written only with digits, without sign, point or exponent;
 * undefined for any other text.
 */
export function indexBelow(below: number, text: string): number | undefined {
  const index = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  return index < below ? index : undefined;
}
