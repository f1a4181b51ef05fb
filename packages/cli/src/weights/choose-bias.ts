import { shapeText } from '@argmaxable/core';
import type { TensorEntry } from '@argmaxable/data';
import { about, CliError } from '../errors/cli-error.js';
import { findTensor } from './choose-matrix.js';
import { readArray } from '../files/read-array.js';
import type { TensorsOnDisk } from './open-tensors.js';
import type { Origin } from './origin.js';
import { biasName } from './tensor-names.js';

/** A vector that can be the bias. */
export interface BiasVector {
  readonly name: string;
  readonly length: number;
  readonly read: () => Promise<Float64Array>;
  /** The place of one of its numbers. */
  readonly origin: (index: number) => Promise<Origin>;
}

/**
 * The bias that the user names: a tensor of the file, or, for a file of one array, another .npy file.
 *
 * @throws CliError if it does not exist, or is not a vector of floating-point numbers.
 */
export async function namedBias(file: TensorsOnDisk, name: string): Promise<BiasVector> {
  const isAlone = file.names.length === 1 && file.names[0] === '';
  if (!isAlone) return vectorOf(await findTensor(file, name, '--bias'), name, originIn(file, name));
  const origin = () => Promise.resolve({ path: name, tensor: '' });
  return about(name, async () => {
    const array = await readArray(name);
    return vectorOf({ ...array, read: () => Promise.resolve(array) }, name, origin);
  });
}

function originIn(file: TensorsOnDisk, tensor: string): BiasVector['origin'] {
  return async (index) => ({ path: await file.fileOf(tensor, index), tensor });
}

function vectorOf(entry: TensorEntry, name: string, origin: BiasVector['origin']): BiasVector {
  const vector = asVector(entry, name, origin);
  if (vector) return vector;
  throw new CliError(
    `the bias '${name}' is ${entry.typeName} of shape ${shapeText(entry.shape)}; ` +
      'it must be a vector of floating-point numbers.',
  );
}

/** The vector whose name fits the bias of this matrix, or null. */
export async function biasBeside(file: TensorsOnDisk, matrix: TensorEntry): Promise<BiasVector | null> {
  const name = biasName(matrix.name);
  const [entry] = name === null || !file.names.includes(name) ? [] : await file.entries([name]);
  return entry ? asVector(entry, entry.name, originIn(file, entry.name)) : null;
}

/** [n, 1] and [1, n] are vectors too. */
function asVector(
  { shape, isFloat, read }: TensorEntry,
  name: string,
  origin: BiasVector['origin'],
): BiasVector | null {
  const long = shape.filter((length) => length !== 1);
  if (!isFloat || shape.length === 0 || long.length > 1 || long[0] === 0) return null;
  const axis = shape.findIndex((length) => length !== 1);
  const length = long[0] ?? 1;
  const readAll = async (): Promise<Float64Array> => {
    const { at } = await read();
    const values = Float64Array.from({ length }, (_, i) => at(...shape.map((_, j) => (j === axis ? i : 0))));
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) return values;
    const { path } = await origin(wrong);
    throw new CliError(`bias[${wrong}] must be a finite number; got ${values[wrong]} in '${name}'.`, {
      path,
    });
  };
  return { name, length, read: readAll, origin };
}
