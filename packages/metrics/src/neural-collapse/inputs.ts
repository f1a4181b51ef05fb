import {
  LabelSets,
  readScores,
  readTargets,
  type ScoreMatrix,
  type Scores,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import type { CollapseOptions } from './options.js';

/** Features of some examples: a tensor [size, d], rows of numbers, or one flat array, row after row. */
export type Features = Scores;

/** A classifier W, [K labels, d features]: a tensor, or rows of numbers. */
export type Classifier = Exclude<Features, Float32Array | Float64Array>;

/**
 * Checks features and brings them to one form.
 *
 * @param size Number of rows, where it is known: then a flat array tells its width.
 * @throws ValueError naming `argument` for another rank, rows of unequal length, no row, no column, or a value that is not finite.
 */
export function readMatrix(argument: string, matrix: Features, size?: number): ScoreMatrix {
  const flat = ArrayBuffer.isView(matrix) && size !== undefined && size > 0;
  if (flat && matrix.length % size !== 0) {
    const allowed = `a multiple of ${size} numbers, as many rows as there are examples`;
    throw new ValueError(argument, `a flat array of ${matrix.length} numbers`, allowed);
  }
  const read = readScores(matrix, flat ? matrix.length / size : undefined, argument);
  const columns = read.numLabels;
  const infinite = read.values.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) {
    const place = `${argument}[${Math.floor(infinite / columns)}][${infinite % columns}]`;
    throw new ValueError(place, read.values[infinite], 'a finite number', 'Did training diverge?');
  }
  return read;
}

/** Checks label sets, in any form of `Targets`, and brings them to `LabelSets`. */
export function readLabelSets(
  labelSets: Targets,
  { numLabels, targets }: Pick<CollapseOptions, 'numLabels' | 'targets'>,
): LabelSets {
  const width = numLabels ?? widthOf(labelSets);
  if (labelSets instanceof LabelSets && labelSets.numLabels !== width) {
    throw new ValueError('labelSets', `sets of ${labelSets.numLabels} labels`, `sets of ${width} labels`);
  }
  return readTargets(labelSets, width, targets);
}

/** The number of labels, where the targets themselves tell it. */
function widthOf(labelSets: Targets): number {
  if (labelSets instanceof LabelSets) return labelSets.numLabels;
  const isTensor = 'dataSync' in labelSets;
  if (isTensor && labelSets.rank === 2 && labelSets.dtype !== 'int32') return labelSets.shape[1]!;
  if (!isTensor && !ArrayBuffer.isView(labelSets) && labelSets.length > 0) return labelSets[0].length;
  throw new ValueError(
    'numLabels',
    undefined,
    'given where the label sets do not tell it: int32 tensors, flat arrays, no rows',
    'Or give LabelSets.',
  );
}
