/** A number as JSON can hold it, which has no infinities and no NaN: they are written as words. */
export type JsonNumber = number | 'Infinity' | '-Infinity' | 'NaN';

const words: readonly unknown[] = ['Infinity', '-Infinity', 'NaN'];

/** A number as JSON can hold it; `fromJsonNumber` turns it back. */
export function toJsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

/** Turns a word of `toJsonNumber` back; anything else is returned unchanged, for the caller to check. */
export function fromJsonNumber(value: unknown): unknown {
  return words.includes(value) ? Number(value) : value;
}
