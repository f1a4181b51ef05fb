import { checkInteger, ValueError } from '@argmaxable/core';

/** 1 for active labels, [n]. */
export function activeFlags(labels: ArrayLike<number>, numLabels: number): Uint8Array {
  const active = new Uint8Array(numLabels);
  for (let k = 0; k < labels.length; k++) {
    active[checkInteger(`labels[${k}]`, labels[k], { min: 0, max: numLabels - 1 })] = 1;
  }
  return active;
}

export function checkLength(name: string, values: ArrayLike<number>, length: number, what: string): void {
  if (values.length !== length) {
    throw new ValueError(name, `${values.length} values`, `${length} values, ${what}`);
  }
}
