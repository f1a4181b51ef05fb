import { shapeText } from '@argmaxable/core';
import type { StoredTensor, TensorEntry } from '@argmaxable/data';
import { type BiasVector, biasBeside, namedBias } from './choose-bias.js';
import { chooseMatrix } from './choose-matrix.js';
import { CliError } from '../errors/cli-error.js';
import { type LabelCount, orient } from './orientation.js';
import type { ReadLimit, TensorsOnDisk } from './open-tensors.js';
import type { Origin } from './origin.js';
import { labelsByName } from './tensor-names.js';

/** The options for which tensors of a file are the classifier. */
export interface MatrixOptions extends ReadLimit {
  /** Name of the matrix. */
  readonly tensor?: string;
  /**
   * Name of the bias vector; for an .npy matrix another .npy file; false for no bias. By default it is the
   * vector that belongs to the matrix.
   */
  readonly bias?: string | false;
  /** Whether the matrix is [features, labels], as in Keras, instead of [labels, features]. */
  readonly transpose?: boolean;
}

/** What is known about the labels from other sources. */
export interface LabelKnowledge {
  readonly counts: () => Promise<readonly LabelCount[]>;
  readonly highestLabel: () => Promise<number | null>;
  /** The number of labels in the model's own description; null if it has none. */
  readonly numLabels: number | null;
}

/** W [labels, features] row by row, and b. */
export interface WeightMatrix {
  readonly weights: { readonly values: Float64Array; readonly shape: readonly [number, number] };
  readonly bias: Float64Array | null;
  /** The place of a number in its file, for errors about it. */
  readonly origin: (of: 'weights' | 'bias') => Promise<Origin>;
}

/**
 * Reads a weight matrix, and its bias, from a file of one or more tensors.
 *
 * @param note Called with what was assumed where the user gave no option.
 */
export async function readWeightMatrix(
  file: TensorsOnDisk,
  options: MatrixOptions,
  labels: LabelKnowledge,
  note: (text: string) => void,
): Promise<WeightMatrix> {
  const { matrix, why } = await chooseMatrix(file, options.tensor, labels.numLabels);
  if (why !== null) note(`reads '${matrix.name}', ${why}; --tensor names another`);
  checkFilled(matrix);
  const named = typeof options.bias === 'string';
  const bias = named ? await namedBias(file, options.bias) : await biasBeside(file, matrix);
  const { transpose, note: assumed } = await orient({
    name: matrix.name,
    shape: matrix.shape as [number, number],
    transpose: options.transpose,
    bias: bias && { count: bias.length, source: 'the bias' },
    ...labels,
  });
  if (assumed !== null) note(assumed);
  const [rows, columns] = matrix.shape;
  const numLabels = transpose ? columns : rows;
  if (named && bias && bias.length !== numLabels) throw misfit(matrix, bias.length, numLabels);
  const isUsed = bias !== null && (named || usesBeside(bias, matrix, numLabels, options.bias, note));
  const stored = await matrix.read();
  const fileOf = (index: number): Promise<string> => file.fileOf(matrix.name, index);
  const weights = await toRows(matrix.name, stored, transpose, fileOf);
  return {
    weights,
    bias: isUsed ? await bias.read() : null,
    origin: async (of) =>
      of === 'bias' && bias !== null ? bias.origin(0) : { path: await fileOf(0), tensor: matrix.name },
  };
}

/** @throws CliError for a matrix without numbers. */
function checkFilled({ name, shape }: TensorEntry): void {
  const empty = shape.indexOf(0);
  if (empty < 0) return;
  const labels = labelsByName(name) === 'columns' ? 1 : 0;
  throw new CliError(
    `the number of ${empty === labels ? 'labels' : 'features'} must be an integer, 1 or more; ` +
      `got 0, from a matrix of shape ${shapeText(shape)}.`,
  );
}

/** Whether the vector whose name fits the bias of the matrix is used as the bias. */
function usesBeside(
  { name, length }: BiasVector,
  matrix: TensorEntry,
  numLabels: number,
  asked: string | false | undefined,
  note: (text: string) => void,
): boolean {
  if (asked === false) return false;
  const fits = length === numLabels;
  note(
    fits
      ? `uses the bias '${name}' beside '${matrix.name}'; --no-bias leaves it out`
      : `leaves out '${name}': it has ${length} values, and there are ${numLabels} labels`,
  );
  return fits;
}

/** @throws CliError for a number that is not finite. */
async function toRows(
  name: string,
  { shape, at }: StoredTensor,
  transpose: boolean,
  fileOf: (index: number) => Promise<string>,
): Promise<WeightMatrix['weights']> {
  const [rows, columns] = transpose ? [shape[1], shape[0]] : shape;
  const values = new Float64Array(rows * columns);
  for (let i = 0, place = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, place++) {
      const value = transpose ? at(j, i) : at(i, j);
      if (!Number.isFinite(value)) {
        const path = await fileOf(transpose ? j * rows + i : place);
        throw notFinite(path, name, i, j, value, transpose);
      }
      values[place] = value;
    }
  }
  return { values, shape: [rows, columns] };
}

function notFinite(
  path: string,
  name: string,
  label: number,
  feature: number,
  value: number,
  transpose: boolean,
): CliError {
  const place = transpose ? `${feature}, ${label}` : `${label}, ${feature}`;
  const where = `${name && `'${name}' `}[${place}]`;
  return new CliError(
    `weights[${label}][${feature}] must be a finite number; got ${value} at ${where}. ` +
      'Was the training stable?',
    { path },
  );
}

function misfit({ shape }: TensorEntry, biases: number, labels: number): CliError {
  const advice = shape.includes(biases) ? ' Is --transpose missing, or given by mistake?' : '';
  return new CliError(
    `the bias has ${biases} values and the matrix, ${shapeText(shape)}, ${labels} labels; ` +
      `there must be as many.${advice}`,
  );
}
