import { shapeText } from '@argmaxable/core';
import type { TensorEntry, TensorFile } from '@argmaxable/data';
import { CliError } from '../errors/cli-error.js';
import { listTensors } from './list-tensors.js';
import { biasName, isClassifierName, isOfTokens, labelsByName } from './tensor-names.js';

/** A matrix, and why it was chosen if it is not the only one. */
export interface ChosenMatrix {
  readonly matrix: TensorEntry;
  readonly why: string | null;
}

/**
 * The classifier's matrix in a file. It is the first of these that exists: the one that the user names; the
 * one with the name of a classifier; the only one with two axes; the only one with the right number of
 * labels.
 *
 * @param numLabels How many labels there are, if that is known.
 * @throws CliError if there is no candidate or more than one, and if its numbers are not floating-point
 *   numbers.
 */
export async function chooseMatrix(
  file: TensorFile,
  tensor: string | undefined,
  numLabels: number | null,
): Promise<ChosenMatrix> {
  const chosen =
    tensor === undefined
      ? await choose(file, numLabels)
      : { matrix: await findTensor(file, tensor, '--tensor'), why: null };
  checkMatrix(chosen.matrix);
  return chosen;
}

/** @throws CliError if there is no tensor with this name. */
export async function findTensor(file: TensorFile, name: string, option: string): Promise<TensorEntry> {
  const [found] = await file.entries([name]);
  if (found) return found;
  throw new CliError(
    `there is no tensor '${name}' for ${option}; tensors: ${listTensors(await file.entries())}.`,
  );
}

async function choose(file: TensorFile, numLabels: number | null): Promise<ChosenMatrix> {
  const called = await file.entries(file.names.filter(isClassifierName));
  const heads = outermost(withLabels(called.filter(hasTwoAxes), numLabels));
  if (heads.length === 1) {
    const isAlone = file.names.every((name) => [heads[0].name, biasName(heads[0].name)].includes(name));
    return { matrix: heads[0], why: isAlone ? null : 'which has the name of a classifier' };
  }
  const all = await file.entries();
  const matrices = all.filter((entry) => hasTwoAxes(entry) && (entry.isFloat || isQuantised(entry)));
  if (matrices.length === 1) return { matrix: matrices[0], why: null };
  const fitting = matrices.filter((entry) => labelsOf(entry) === numLabels && !isOfTokens(entry.name));
  if (heads.length === 0 && fitting.length === 1) {
    return { matrix: fitting[0], why: `the only matrix of ${numLabels} labels` };
  }
  throw noChoice(all, heads.length > 0 ? heads : matrices);
}

function hasTwoAxes({ shape }: TensorEntry): boolean {
  return shape.length === 2;
}

function labelsOf({ name, shape }: TensorEntry): number {
  return shape[labelsByName(name) === 'columns' ? 1 : 0];
}

/** The matrices with the right number of labels; all if there is none. */
function withLabels(matrices: readonly TensorEntry[], numLabels: number | null): readonly TensorEntry[] {
  const fitting = matrices.filter((entry) => labelsOf(entry) === numLabels);
  return fitting.length > 0 ? fitting : matrices;
}

/** A head of two layers has its projection as its last part. */
function outermost(matrices: readonly TensorEntry[]): readonly TensorEntry[] {
  const projections = matrices.filter(({ name }) => /[./]out_proj[./]/.test(name));
  return projections.length > 0 ? projections : matrices;
}

/** Whether its numbers are codes of quantised weights, and not counts or indices. */
function isQuantised({ typeName }: TensorEntry): boolean {
  return /^([iu]1|[IU][48]|F[468](_\w+)?)$/.test(typeName);
}

function noChoice(all: readonly TensorEntry[], candidates: readonly TensorEntry[]): CliError {
  if (candidates.length > 0) {
    const count = `there are ${candidates.length} matrices here`;
    return new CliError(`${count}; choose one with --tensor: ${listTensors(candidates)}.`);
  }
  const other = all.find(hasTwoAxes);
  return new CliError(
    'there is no matrix of floating-point numbers here' +
      (other ? `: ${whatItIs(other)}` : `; tensors: ${listTensors(all)}.`),
  );
}

function checkMatrix(matrix: TensorEntry): void {
  if (!hasTwoAxes(matrix)) {
    const shape = shapeText(matrix.shape);
    throw new CliError(`the tensor '${matrix.name}' has shape ${shape}; the matrix must have two axes.`);
  }
  if (!matrix.isFloat) throw new CliError(`the tensor ${whatItIs(matrix)}`);
}

function whatItIs({ name, typeName }: TensorEntry): string {
  return `'${name}' is of type ${typeName}: quantised weights need their scales; save them as float32.`;
}
