import { checkInteger } from '@argmaxable/core';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import { checkZeroDivision, type ZeroDivisionOption, zeroDivisionSuffix } from '../metric/zero-division.js';

/** Options of a metric at k. */
export interface AtKOptions extends MetricOptions {
  /**
   * How many labels are predicted, 1 or more: those of highest score; of equal scores the lower index comes
   * first.
   */
  readonly k: number;
}

/** Options of a metric at k that divides by the number of active labels, which may be 0. */
export interface ActiveAtKOptions extends AtKOptions, ZeroDivisionOption {}

export type CheckedActiveAtKOptions = Required<ActiveAtKOptions>;

const atKChecks = { k: (k: unknown) => checkInteger('k', k, { min: 1 }) };

export const activeAtKChecks = { ...atKChecks, zeroDivision: checkZeroDivision };

export const atKOptions = optionReader<AtKOptions>(atKChecks);

export const activeAtKOptions = optionReader<ActiveAtKOptions>(activeAtKChecks);

/** The key of a metric at k: 'f1@8' for the name 'f1'. */
export function keyAtK(name: string, options: AtKOptions & ZeroDivisionOption): string {
  return `${name}@${options.k}${zeroDivisionSuffix(options)}`;
}
