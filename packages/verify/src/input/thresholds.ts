import { ValueError } from '@argmaxable/core';
import { readVector } from './numbers.js';
import type { Rule } from './rule.js';
import type { VerifyOptions } from './verify-options.js';

/** @throws ValueError for thresholds with a rule that does not use them. */
export async function readThresholds(
  thresholds: VerifyOptions['thresholds'],
  rule: Rule,
  numLabels: number,
): Promise<Float64Array | null> {
  if (thresholds === undefined) return null;
  if (rule !== 'sign') {
    throw new ValueError(
      'thresholds',
      thresholds,
      `left out: rule '${rule}' compares scores with one another`,
    );
  }
  return readVector(thresholds, 'thresholds', numLabels);
}
