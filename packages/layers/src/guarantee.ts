import { checkInteger, isArrayLike, ValueError } from '@argmaxable/core';

/** What an output layer can predict by construction, with any trained weights. */
export interface Guarantee {
  /** The theorem: about the truncated DFT matrix (DFT), about the simplex frame (ETF), or none (BSL). */
  readonly theorem: 'truncatedDft' | 'simplex' | 'none';
  /** Every set of 1 to this many active labels is reachable; 0 when not even single labels are guaranteed. */
  readonly maxActive: number;
  /** The guarantee as a sentence. */
  readonly statement: string;
  /**
   * Whether the theorem covers this label set, given by its active labels in any order. `false` does not mean
   * unreachable.
   *
   * @throws ValueError if it is not an array of labels of the layer, each once.
   */
  readonly covers: (labels: ArrayLike<number>) => boolean;
}

/**
 * The labels of a set in ascending order.
 *
 * @throws ValueError naming `labels` if it is not an array, for a label that is not an integer from 0 to
 *   units - 1, and for a repeated label.
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
