import { fileSettings } from './data/file.js';
import type { DataSettings } from './data/load-data.js';
import type { WordNetSettings } from './data/wordnet.js';
import type { GridOptions } from './figure.js';
import type { Head } from './heads.js';
import type { TrainingCell } from './train-and-verify.js';

/** The part of a cell that does not change over a grid of heads, rates and seeds. */
export type SharedSettings = Omit<TrainingCell, 'head' | 'rate' | 'seed'> & {
  readonly rates: readonly number[];
};

/** All heads at all rates, with the first seed. */
export function grid(heads: readonly Head[], shared: SharedSettings): TrainingCell[] {
  const { rates, ...settings } = shared;
  return heads.flatMap((head) => rates.map((rate): TrainingCell => ({ ...settings, head, rate, seed: 1 })));
}

/** Rates that are tried first, epochs and batches. */
export const trainingOf = ({ quick, full }: GridOptions): Omit<SharedSettings, 'data' | 'order'> => ({
  rates: quick || full ? [0.01, 0.03] : [0.003, 0.01, 0.03, 0.06, 0.12],
  epochs: quick ? 1 : 6,
  batchSize: full ? 256 : 128,
});

/** WordNet in a size, or a file. */
export function dataOf({ quick, full, encoder = 'leaky', ...file }: GridOptions): DataSettings {
  const embeddingSize = quick ? 16 : full ? 256 : 128;
  const { data } = file;
  if (data !== undefined) return fileSettings({ ...file, data, encoder }, embeddingSize);
  const of = (labels: number, examples: number, heldOut: number): WordNetSettings => {
    return { kind: 'wordnet', labels, examples, heldOut, validation: heldOut, embeddingSize, encoder };
  };
  if (quick) return of(40, 500, 50);
  return full ? of(8921, 82_191, 5000) : of(2000, 20_000, 2000);
}
