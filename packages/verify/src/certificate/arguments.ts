import { checkInteger, checkOptions, isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import type { Multipliers } from './multipliers.js';

/** 1 for active labels, [n]. */
export function activeFlags(labels: ArrayLike<number>, numLabels: number, argument = 'labels'): Uint8Array {
  if (!isArrayLike(labels)) throw new ValueError(argument, labels, 'an array of label indices');
  const active = new Uint8Array(numLabels);
  for (let k = 0; k < labels.length; k++) {
    const label = checkInteger(`${argument}[${k}]`, labels[k], { min: 0, max: numLabels - 1 });
    if (active[label]) throw new ValueError(`${argument}[${k}]`, label, 'a label that no earlier entry has');
    active[label] = 1;
  }
  return active;
}

export function checkLength(name: string, values: ArrayLike<number>, length: number, what: string): void {
  if (values.length !== length) {
    throw new ValueError(name, `${values.length} values`, `${length} values, ${what}`);
  }
}

/** Checks the form of a caller's multipliers, not what they prove. */
export function checkMultipliers(multipliers: Multipliers, numLabels: number): Multipliers {
  const { rows, against, values } = checkOptions('multipliers', multipliers, ['rows', 'against', 'values']);
  const range = { min: 0, max: numLabels - 1 };
  const labels = (name: string, given: unknown): Int32Array => {
    if (!isArrayLike(given)) throw new ValueError(`multipliers.${name}`, given, 'an array of label indices');
    for (let m = 0; m < given.length; m++) checkInteger(`multipliers.${name}[${m}]`, given[m], range);
    return Int32Array.from(given as ArrayLike<number>);
  };
  const ofRows = labels('rows', rows);
  const others = against === undefined ? undefined : labels('against', against);
  const numbers = readNumbers('multipliers.values', values, { nan: true, infinite: true });
  checkLength('multipliers.values', numbers, ofRows.length, 'one per row');
  if (others) checkLength('multipliers.against', others, ofRows.length, 'one per row');
  return { rows: ofRows, ...(others ? { against: others } : {}), values: Float64Array.from(numbers) };
}
