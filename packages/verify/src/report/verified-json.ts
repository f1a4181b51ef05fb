import { checkBoolean, checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import { record } from './json-record.js';
import type { Verified } from './report-data.js';

/** @throws ValueError for a value that is not valid as `verified` of a report. */
export function verifiedFromJson(json: unknown): Verified {
  const names = ['numLabels', 'numFeatures', 'numInputs', 'hasBias', 'hash', 'projectionHash'] as const;
  const given = checkOptions('verified', record('verified', json), names);
  const count = (name: string, value: unknown) =>
    checkInteger(`verified.${name}`, value, { min: 1, max: 2 ** 31 - 1 });
  const hash = (name: string, value: unknown): string | null => {
    if (value === null || (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value))) return value;
    throw new ValueError(`verified.${name}`, value, '64 hexadecimal digits, or null');
  };
  return {
    numLabels: count('numLabels', given.numLabels),
    numFeatures: count('numFeatures', given.numFeatures),
    numInputs: given.numInputs === null ? null : count('numInputs', given.numInputs),
    hasBias: checkBoolean('verified.hasBias', given.hasBias),
    hash: hash('hash', given.hash),
    projectionHash: hash('projectionHash', given.projectionHash),
  };
}
