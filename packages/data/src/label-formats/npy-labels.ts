import { checkOptions, LabelSets, shapeText } from '@argmaxable/core';
import type { Bytes } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits } from '../bytes/read-budget.js';
import { loadNpy, readNpyHead } from '../weight-formats/npy.js';
import type { LabelData } from './label-data.js';

/**
 * Reads label sets from a multi-hot array [examples, labels] in NumPy's .npy format: 1 if a label is active,
 * else 0, as numbers or Booleans.
 *
 * @param source The file's bytes.
 * @param options `maxBytes`; see {@link ByteLimits}.
 * @returns `labelSets`; `labelNames` and `features` are null.
 * @throws FormatError (as a rejection) as `loadNpy` does, for another shape, and for other numbers than 0 and
 *   1.
 *
 * @example
 * import { loadNpyLabels } from '@argmaxable/data';
 * const header = "{'descr': '|b1', 'fortran_order': False, 'shape': (1, 3), }\n";
 * const start = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0];
 * const bytes = Uint8Array.of(...start, ...new TextEncoder().encode(header), 1, 0, 1);
 * const { labelSets } = await loadNpyLabels(bytes);
 * labelSets.get(0); // Int32Array [0, 2]
 */
export async function loadNpyLabels(source: Bytes, options: ByteLimits = {}): Promise<LabelData> {
  checkOptions('loadNpyLabels', options, byteLimitNames);
  const { shape, at } = await loadNpy(source, options);
  const [examples, numLabels] = shape;
  if (shape.length !== 2 || examples === 0 || numLabels === 0) {
    throw new FormatError(
      `the array has shape ${shapeText(shape)}; label sets are multi-hot, [examples, labels], with one or more of each.`,
    );
  }
  const rows = function* (): Generator<number[]> {
    for (let i = 0; i < examples; i++) {
      const labels: number[] = [];
      for (let j = 0; j < numLabels; j++) {
        const value = at(i, j);
        if (value !== 0 && value !== 1) {
          throw new FormatError(`row ${i}, column ${j} is ${value}; multi-hot values are 0 or 1.`);
        }
        if (value === 1) labels.push(j);
      }
      yield labels;
    }
  };
  return { labelSets: LabelSets.from(rows(), numLabels), labelNames: null, features: null };
}

/** Finds the number of labels of an array from its first bytes; null if it has no second axis. */
export function labelsInNpyHead(start: Uint8Array): number | null {
  return readNpyHead(start).shape[1] ?? null;
}
