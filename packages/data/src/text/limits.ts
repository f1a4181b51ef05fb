import { checkInteger, mostLabels } from '@argmaxable/core';

/**
 * What a text may take before it is refused: a small or damaged file must not make a reader allocate much.
 */
export interface TextLimits {
  /**
   * Most labels there may be, 1 to 2^31 - 1; 10,000,000 by default. A label above them is refused where it
   * stands.
   */
  maxLabels?: number;
  /**
   * Most characters of a line (of an XML or JSON text as a whole), 1 to 500,000,000; 2^24 = 16,777,216 by
   * default.
   */
  maxLineLength?: number;
}

/** The names of `TextLimits`, for `checkOptions`. */
export const limitNames = ['maxLabels', 'maxLineLength'] as const;

/** V8 has no longer strings than 2^29 - 24. */
const longestText = 500_000_000;

/** The limits that hold, checked. */
export function readLimits({
  maxLabels = 10_000_000,
  maxLineLength = 2 ** 24,
}: TextLimits): Required<TextLimits> {
  return {
    maxLabels: checkInteger('maxLabels', maxLabels, { min: 1, max: mostLabels }),
    maxLineLength: checkInteger('maxLineLength', maxLineLength, { min: 1, max: longestText }),
  };
}

/** The option `numLabels`, where it is given: `maxLabels` holds for it, too. */
export function readNumLabels(numLabels: unknown, maxLabels: number): number | undefined {
  if (numLabels === undefined) return undefined;
  const advice = typeof numLabels === 'number' && numLabels > maxLabels ? adviceOnLabels : undefined;
  return checkInteger('numLabels', numLabels, { min: 1, max: maxLabels }, advice);
}

export const adviceOnLabels = 'Raise maxLabels if there are more.';
