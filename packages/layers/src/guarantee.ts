import { checkInteger, isArrayLike, ValueError } from '@argmaxable/core';

/** What an output layer can predict by construction, whatever its weights were trained to. */
export interface Guarantee {
  /** The theorem: of the truncated DFT matrix (DFT), of the simplex frame (ETF), or none (BSL). */
  readonly theorem: 'truncatedDft' | 'simplex' | 'none';
  /** Every set of 1 to this many active labels is reachable; 0 when not even single labels are guaranteed. */
  readonly maxActive: number;
  /** The guarantee as a sentence. */
  readonly statement: string;
  /**
   * Whether the theorem covers this label set, given by its active labels in any order. `false` says nothing:
   * the set may be reachable.
   *
   * @throws ValueError for what is no array of labels of the layer, each once.
   */
  readonly covers: (labels: ArrayLike<number>) => boolean;
}

/**
 * The labels of a set in ascending order.
 *
 * @throws ValueError naming `labels` for no array, a label that is no integer from 0 to units - 1, and one
 * that is there twice.
 */
export function checkLabels(labels: ArrayLike<number>, units: number): Int32Array {
  const allowed = `an array of labels, integers from 0 to ${units - 1}, each once`;
  if (!isArrayLike(labels) || labels.length > units) throw new ValueError('labels', labels, allowed);
  const checked = new Int32Array(labels.length);
  for (let j = 0; j < labels.length; j++) {
    checked[j] = checkInteger(`labels[${j}]`, labels[j], { min: 0, max: units - 1 });
  }
  checked.sort();
  const repeated = checked.findIndex((label, j) => label === checked[j - 1]);
  if (repeated >= 0) throw new ValueError('labels', `label ${checked[repeated]} twice`, allowed);
  return checked;
}
