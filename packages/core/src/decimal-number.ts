/** Numbers are shorter; the bound keeps the expression from running along a line of any length. */
const longestNumber = 400;

const notation = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A decimal number in any notation: sign, point, exponent; undefined for other text, NaN and infinities among
 * it.
 *
 * @example
 * import { decimalNumber } from '@argmaxable/core';
 * console.log(decimalNumber('-1.5e3'), decimalNumber('0x10')); // -1500 undefined
 */
export function decimalNumber(text: string): number | undefined {
  if (text.length > longestNumber || !notation.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
