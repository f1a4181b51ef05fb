import {
  isArrayLike,
  isNumberArray,
  isTensor,
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
export type ClassifierMatrix = Exclude<Features, Float32Array | Float64Array>;

/**
 * Checks features and converts them to one form.
 *
 * @param size Number of rows, if it is known: it gives the width of a flat array.
 * @throws ValueError that names `argument`, for another rank, rows of unequal length, no row, no column, and
 *   values that are not finite, or so large or all so small that float64 cannot hold their fourth powers.
 */
export function readFeatures(argument: string, matrix: Features, size?: number): ScoreMatrix {
  const flat = isNumberArray(matrix) && size !== undefined && size > 0;
  if (flat && matrix.length % size !== 0) {
    const allowed = `a multiple of ${size} numbers, as many rows as there are examples`;
    throw new ValueError(argument, `a flat array of ${matrix.length} numbers`, allowed);
  }
  const read = readScores(matrix, flat ? matrix.length / size || undefined : undefined, argument);
  const { values, numLabels: columns } = read;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
    if (size <= largest) continue;
    const place = `${argument}[${Math.floor(i / columns)}][${i % columns}]`;
    const allowed = Number.isFinite(values[i]) ? `from -${largest} to ${largest}` : 'a finite number';
    throw new ValueError(place, values[i], allowed, 'Did training diverge?');
  }
  if (most > 0 && most < least) {
    throw new ValueError(argument, `numbers up to ${most}`, `with some of ${least} or more`, 'Scale them.');
  }
  return read;
}

/**
 * The range of values whose fourth powers float64 can hold; the norm of a Gram matrix needs these powers. It
 * is far wider than the range of float32.
 */
const [least, largest] = [1e-60, 1e60];

/** Checks label sets in any form of `Targets`, and converts them to `LabelSets`. */
export function readCollapseSets(
  labelSets: Targets,
  { numLabels, targets }: Pick<CollapseOptions, 'numLabels' | 'targets'>,
): LabelSets {
  const width = numLabels ?? widthOf(labelSets);
  if (labelSets instanceof LabelSets && labelSets.numLabels !== width) {
    throw new ValueError('labelSets', `sets of ${labelSets.numLabels} labels`, `sets of ${width} labels`);
  }
  return readTargets(labelSets, width, targets, 'labelSets');
}

/** Returns the number of labels if the targets themselves show it. */
function widthOf(labelSets: Targets): number {
  if (labelSets instanceof LabelSets) return labelSets.numLabels;
  if (isTensor(labelSets)) {
    if (labelSets.rank === 2 && labelSets.dtype !== 'int32') return labelSets.shape[1]!;
  } else if (Array.isArray(labelSets)) {
    const [first] = labelSets as unknown[];
    if (isArrayLike(first)) return first.length;
    if (labelSets.length > 0) throw new ValueError('labelSets[0]', first, 'a row of 0 and 1');
  } else if (!isNumberArray(labelSets)) {
    throw new ValueError('labelSets', labelSets, 'LabelSets, a tensor, rows, or a flat array of 0 and 1');
  }
  throw new ValueError(
    'numLabels',
    undefined,
    'given for label sets that do not show it: int32 tensors, flat arrays, no rows',
    'Or give LabelSets.',
  );
}
