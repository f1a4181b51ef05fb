import { extname } from 'node:path';
import { about, CliError } from './cli-error.js';
import { readNpy } from './readers/npy.js';
import { readNpz } from './readers/npz.js';
import { readBytes } from './readers/read-bytes.js';
import { readSafetensors } from './readers/safetensors.js';
import { shapeText, type StoredTensor } from './readers/stored-tensor.js';
import { readTfjsWeights } from './readers/tfjs-weights.js';

/** Which tensors of a file are the classifier. */
export interface MatrixOptions {
  /** Name of the matrix; the only one with two axes by default. */
  readonly tensor?: string;
  /** Name of the bias vector; for an .npy matrix another .npy file. No bias by default. */
  readonly bias?: string;
  /** Whether the matrix is [features, labels], as Keras keeps it, and not [labels, features]. */
  readonly transpose?: boolean;
}

/** W [labels, features] row by row, and b. */
export interface WeightMatrix {
  readonly weights: { readonly values: Float64Array; readonly shape: readonly [number, number] };
  readonly bias: Float64Array | null;
}

/** The file types that hold weight matrices. */
export const matrixFiles: readonly string[] = ['.npy', '.npz', '.safetensors'];

/** Reads a weight matrix from a file of one or more tensors. */
export async function readWeightMatrix(path: string, options: MatrixOptions): Promise<WeightMatrix> {
  const tensors = await readTensors(path);
  return about(path, async () => {
    const matrix = chooseMatrix(tensors, options.tensor);
    const bias = options.bias === undefined ? null : await readBias(path, tensors, options.bias);
    const weights = toRows(matrix, options.transpose ?? false);
    if (bias && bias.length !== weights.shape[0]) throw misfit(matrix, bias.length, weights.shape);
    return { weights, bias };
  });
}

async function readTensors(path: string): Promise<StoredTensor[]> {
  if (extname(path).toLowerCase() === '.json') return about(path, () => readTfjsWeights(path));
  const bytes = await readBytes(path);
  return about(path, () => {
    switch (extname(path).toLowerCase()) {
      case '.npy':
        return [readNpy(bytes)];
      case '.npz':
        return readNpz(bytes);
      default:
        return readSafetensors(bytes);
    }
  });
}

function chooseMatrix(tensors: readonly StoredTensor[], name: string | undefined): StoredTensor {
  const matrices = tensors.filter(({ shape, isFloat }) => shape.length === 2 && isFloat);
  if (name === undefined) {
    if (matrices.length === 1) return matrices[0];
    throw new CliError(
      matrices.length === 0
        ? `there is no matrix of floating-point numbers here; tensors: ${list(tensors)}.`
        : `there are ${matrices.length} matrices here; choose one with --tensor: ${list(matrices)}.`,
    );
  }
  const chosen = find(tensors, name, '--tensor');
  if (chosen.shape.length !== 2) {
    throw new CliError(
      `the tensor '${name}' has shape ${shapeText(chosen.shape)}; the matrix must have two axes.`,
    );
  }
  if (!chosen.isFloat) {
    throw new CliError(
      `the tensor '${name}' is of type ${chosen.typeName}; weights must be floating-point numbers.`,
    );
  }
  return chosen;
}

async function readBias(path: string, tensors: readonly StoredTensor[], name: string): Promise<Float64Array> {
  const inFile = extname(path).toLowerCase() !== '.npy';
  const bias = inFile
    ? find(tensors, name, '--bias')
    : await about(name, async () => readNpy(await readBytes(name)));
  // [n, 1] and [1, n] are vectors too.
  const axis = bias.shape.findIndex((length) => length !== 1);
  if (
    bias.shape.length === 0 ||
    bias.shape.some((length, i) => length !== 1 && i !== axis) ||
    !bias.isFloat
  ) {
    throw new CliError(
      `the bias '${name}' is ${bias.typeName} of shape ${shapeText(bias.shape)}; ` +
        'it must be a vector of floating-point numbers.',
    );
  }
  const place = bias.shape.map(() => 0);
  return Float64Array.from({ length: axis < 0 ? 1 : bias.shape[axis] }, (_, i) => {
    if (axis >= 0) place[axis] = i;
    return bias.at(...place);
  });
}

function find(tensors: readonly StoredTensor[], name: string, option: string): StoredTensor {
  const found = tensors.find((tensor) => tensor.name === name);
  if (found) return found;
  throw new CliError(`there is no tensor '${name}' for ${option}; tensors: ${list(tensors)}.`);
}

/** Tensors that an error names. */
const named = 20;

function list(tensors: readonly StoredTensor[]): string {
  const shown = tensors.slice(0, named).map(({ name, shape }) => `${name && `${name} `}${shapeText(shape)}`);
  const rest = tensors.length > named ? ` and ${tensors.length - named} more` : '';
  return tensors.length === 0 ? 'none' : shown.join(', ') + rest;
}

function toRows({ shape, at }: StoredTensor, transpose: boolean): WeightMatrix['weights'] {
  const [rows, columns] = transpose ? [shape[1], shape[0]] : shape;
  const values = new Float64Array(rows * columns);
  for (let i = 0, place = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, place++) values[place] = transpose ? at(j, i) : at(i, j);
  }
  return { values, shape: [rows, columns] };
}

function misfit({ shape }: StoredTensor, biases: number, [labels]: readonly [number, number]): CliError {
  const advice = shape.includes(biases) ? ' Is --transpose missing, or too much?' : '';
  return new CliError(
    `the bias has ${biases} values and the matrix, ${shapeText(shape)}, ${labels} labels; ` +
      `there must be as many.${advice}`,
  );
}
