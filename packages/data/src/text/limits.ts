import { checkInteger, mostLabels } from '@argmaxable/core';

/**
 * Limits beyond which a text is refused, so that a small or damaged file cannot make a reader allocate much
 * memory.
 */
export interface TextLimits {
  /** The most labels, 1 to 2^31 - 1; 10,000,000 by default. The first label beyond the limit is refused. */
  maxLabels?: number;
  /**
   * The most characters of a line (of the whole text for XML and JSON), 1 to 500,000,000; 2^24 = 16,777,216
   * by default.
   */
  maxLineLength?: number;
}

/** The names of `TextLimits`, for `checkOptions`. */
export const limitNames = ['maxLabels', 'maxLineLength'] as const;

/** The most characters that may be allowed; strings in V8 have at most 2^29 - 24. */
const longestText = 500_000_000;

/** Checks limits and fills in the defaults. */
export function readLimits({
  maxLabels = 10_000_000,
  maxLineLength = 2 ** 24,
}: TextLimits): Required<TextLimits> {
  return {
    maxLabels: checkInteger('maxLabels', maxLabels, { min: 1, max: mostLabels }),
    maxLineLength: checkInteger('maxLineLength', maxLineLength, { min: 1, max: longestText }),
  };
}

/** Checks the option `numLabels`, if it is given; it must not be above `maxLabels`. */
export function readNumLabels(numLabels: unknown, maxLabels: number): number | undefined {
  if (numLabels === undefined) return undefined;
  const advice = typeof numLabels === 'number' && numLabels > maxLabels ? adviceOnLabels : undefined;
  return checkInteger('numLabels', numLabels, { min: 1, max: maxLabels }, advice);
}

export const adviceOnLabels = 'Raise maxLabels if there are more.';
