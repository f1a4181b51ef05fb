import type { Tensor, Tensor2D, TypedArray } from '@tensorflow/tfjs-core';
import {
  checkInteger,
  checkOneOf,
  checkTensor,
  isArrayLike,
  isNumberArray,
  isTensor,
  readNumbers,
  readNumberRows,
} from './checks/index.js';
import { ValueError } from './errors.js';
import { LabelSets } from './label-sets.js';
import { isSparse, type TargetFormat, targetFormats } from './target-format.js';

/**
 * Scores of every label for some examples: a tensor [size, n], rows of numbers, or one flat array, row after
 * row.
 */
export type Scores = Tensor | Float32Array | Float64Array | ReadonlyArray<ArrayLike<number>>;

/**
 * The label sets that are true of some examples: `LabelSets`; a tensor, multi-hot [size, n] or sparse (int32
 * indices padded with -1); rows of 0 and 1; or one flat array of 0 and 1, row after row.
 */
export type Targets = LabelSets | Tensor | TypedArray | ReadonlyArray<ArrayLike<number | boolean>>;

/**
 * Scores in one form: row-major [size, numLabels]. A view of what was given where that is possible: do not
 * write.
 */
export interface ScoreMatrix {
  readonly values: Float32Array | Float64Array;
  readonly size: number;
  readonly numLabels: number;
}

/** Examples with their scores and the label sets that are true of them. */
export interface ScoredExamples {
  readonly targets: LabelSets;
  readonly scores: ScoreMatrix;
}

/**
 * Checks scores and brings them to one form.
 *
 * @param scores See `Scores`; infinities are allowed, NaN is not.
 * @param numLabels Number of labels n; needed for a flat array; for other forms it is checked.
 * @param argument The argument's name in error messages.
 * @throws ValueError for another rank or width, rows of unequal length, no example, or a NaN.
 */
export function readScores(scores: Scores, numLabels?: number, argument = 'yPred'): ScoreMatrix {
  if (numLabels !== undefined) checkInteger('numLabels', numLabels, { min: 1 });
  const matrix = scoreMatrix(scores, numLabels, argument);
  if (matrix.values.length === 0) {
    throw new ValueError(argument, [matrix.size, matrix.numLabels], 'of one example and one label or more');
  }
  if (numLabels !== undefined && matrix.numLabels !== numLabels) {
    throw new ValueError(argument, [matrix.size, matrix.numLabels], `of ${numLabels} columns, one per label`);
  }
  const { values } = matrix;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      const [row, label] = [Math.floor(i / matrix.numLabels), i % matrix.numLabels];
      throw new ValueError(`${argument}[${row}][${label}]`, NaN, 'a number', 'Did training diverge?');
    }
  }
  return matrix;
}

/**
 * Checks targets and brings them to `LabelSets`.
 *
 * @param targets See `Targets`.
 * @param numLabels Number of labels n.
 * @param format How an int32 tensor is to be read; see `TargetFormat`.
 * @param argument The argument's name in error messages.
 * @throws ValueError for another rank or width, values other than 0 and 1, or label indices out of range or
 * repeated.
 */
export function readTargets(
  targets: Targets,
  numLabels: number,
  format: TargetFormat = 'auto',
  argument = 'yTrue',
): LabelSets {
  const sets = labelSets(targets, numLabels, format, argument);
  if (sets.numLabels !== numLabels) {
    throw new ValueError(argument, [sets.size, sets.numLabels], `label sets of ${numLabels} labels`);
  }
  return sets;
}

/**
 * Checks targets against scores and brings both to one form: what every metric and decision rule does first.
 *
 * @param yTrue See `Targets`.
 * @param yPred See `Scores`. The caller keeps tensors.
 * @param format How an int32 tensor is to be read; see `TargetFormat`.
 * @param names The arguments' names in error messages.
 * @throws ValueError as `readScores` and `readTargets` do, and for numbers of examples that differ.
 */
export function readExamples(
  yTrue: Targets,
  yPred: Scores,
  format: TargetFormat = 'auto',
  names = { yTrue: 'yTrue', yPred: 'yPred' },
): ScoredExamples {
  const numLabels = yTrue instanceof LabelSets ? yTrue.numLabels : rowLength(yTrue);
  const scores = readScores(yPred, numLabels, names.yPred);
  const targets = readTargets(yTrue, scores.numLabels, format, names.yTrue);
  if (targets.size !== scores.size) {
    const allowed = `as many examples as ${names.yTrue}, ${targets.size}`;
    throw new ValueError(names.yPred, `${scores.size} examples`, allowed);
  }
  return { targets, scores };
}

/**
 * The number of labels, if rows of targets show it; tensors may be sparse and flat arrays have no rows.
 */
function rowLength(yTrue: unknown): number | undefined {
  if (!Array.isArray(yTrue) || !isArrayLike(yTrue[0])) return undefined;
  return yTrue[0].length || undefined;
}

function scoreMatrix(scores: Scores, numLabels: number | undefined, argument: string): ScoreMatrix {
  if (isTensor(scores)) {
    checkTensor(argument, scores);
    if (scores.rank !== 2) throw new ValueError(argument, scores.shape, 'of shape [size, numLabels]');
    const [size, width] = scores.shape as [number, number];
    return { values: scores.dataSync<'float32'>(), size, numLabels: width };
  }
  if (isNumberArray(scores)) {
    if (numLabels === undefined || scores.length % numLabels !== 0) {
      throw new ValueError(
        argument,
        `a flat array of ${scores.length} numbers`,
        numLabels === undefined ? 'in rows or a tensor' : `a multiple of ${numLabels} numbers, one per label`,
        numLabels === undefined
          ? 'Or say how many labels there are: give numLabels, or the targets as LabelSets.'
          : '',
      );
    }
    const values = readNumbers(argument, scores, { nan: true, infinite: true });
    return { values, size: scores.length / numLabels, numLabels };
  }
  if (!Array.isArray(scores)) {
    throw new ValueError(argument, scores, 'a tensor, rows, or a flat Float32Array');
  }
  const { values, shape } = readNumberRows(argument, scores, { nan: true, infinite: true });
  return { values, size: shape[0], numLabels: shape[1] || (numLabels ?? 0) };
}

function labelSets(targets: Targets, numLabels: number, format: TargetFormat, argument: string): LabelSets {
  checkInteger('numLabels', numLabels, { min: 1 });
  checkOneOf('targets', format, targetFormats);
  if (targets instanceof LabelSets) return targets;
  if (isTensor(targets)) {
    checkTensor(argument, targets);
    if (targets.rank !== 2) throw new ValueError(argument, targets.shape, 'of shape [size, numLabels]');
    return isSparse(targets, numLabels, format, argument)
      ? LabelSets.fromPadded(targets as Tensor2D, numLabels)
      : LabelSets.fromMultiHot(targets as Tensor2D);
  }
  if (Array.isArray(targets)) return LabelSets.fromMultiHot(targets as ReadonlyArray<ArrayLike<number>>);
  if (!isNumberArray(targets)) {
    throw new ValueError(argument, targets, 'LabelSets, a tensor, rows, or a flat array of 0 and 1');
  }
  if (targets.length % numLabels !== 0) {
    throw new ValueError(
      argument,
      `a flat array of ${targets.length} numbers`,
      `a multiple of ${numLabels} numbers, one per label`,
    );
  }
  const rows = Array.from({ length: targets.length / numLabels }, (_, i) =>
    targets.subarray(i * numLabels, (i + 1) * numLabels),
  );
  return rows.length === 0 ? LabelSets.from([], numLabels) : LabelSets.fromMultiHot(rows);
}
