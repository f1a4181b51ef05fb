import { shapeText } from '@argmaxable/core';
import type { TensorEntry } from '@argmaxable/data';

/** Number of tensors that an error lists. */
const named = 20;

export function listTensors(tensors: readonly TensorEntry[]): string {
  const shown = tensors
    .slice(0, named)
    .map(({ name, shape, isFloat, typeName }) =>
      [...(name === '' ? [] : [name]), shapeText(shape), ...(isFloat ? [] : [typeName])].join(' '),
    );
  const rest = tensors.length > named ? ` and ${tensors.length - named} more` : '';
  return tensors.length === 0 ? 'none' : shown.join(', ') + rest;
}
