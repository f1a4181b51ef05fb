/** Numbers are shorter; the bound keeps the expression from running along a line of any length. */
const longestNumber = 400;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A decimal number in any notation: sign, point, exponent; undefined for other text, NaN and infinities among
 * it.
 */
export function decimalNumber(text: string): number | undefined {
  if (text.length > longestNumber || !decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The same for numbers that are kept as float32: too large for that is no number either. */
export function float32(text: string): number | undefined {
  const value = decimalNumber(text);
  return value !== undefined && Number.isFinite(Math.fround(value)) ? value : undefined;
}

/** Plain digits, no sign, point or exponent: an integer from 0 to `below - 1`; undefined for all else. */
export function indexBelow(below: number, text: string): number | undefined {
  const index = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  return index < below ? index : undefined;
}
