import { fileSystem } from '@argmaxable/node';
import { io, type Tensor } from '@tensorflow/tfjs-core';
import { CliError } from '../errors/cli-error.js';
import * as types from './number-type.js';
import type { ReadBudget } from './read-budget.js';
import { storedTensor } from './stored-tensor.js';
import { inMemory, type TensorEntry, type TensorFile, tensorFile } from './tensor-file.js';
import { weightFile } from './tfjs-files.js';

/** The weights that a tfjs model.json names, of layers and graph models alike. Needs a tfjs backend. */
export async function readTfjsWeights(path: string, { bytes }: ReadBudget): Promise<TensorFile> {
  const { weightSpecs, weightData } = await fileSystem(path, { maxBytes: bytes }).load();
  if (!weightSpecs || !weightData) throw new CliError('this model.json has no weights.');
  const tensors = io.decodeWeights(io.CompositeArrayBuffer.join(weightData), weightSpecs);
  const entries = Object.entries(tensors).map(([name, tensor]) => toEntry(name, tensor));
  return tensorFile(entries, (name, index) => weightFile(path, name, index));
}

function toEntry(name: string, tensor: Tensor): TensorEntry {
  const { dtype, shape } = tensor;
  const values = dtype === 'float32' ? tensor.dataSync() : null;
  tensor.dispose();
  if (values === null) return unread(name, shape, dtype);
  const layout = {
    name,
    shape,
    typeName: dtype,
    isFloat: true,
    type: types.float32,
    firstAxisFastest: false,
  };
  return inMemory(
    storedTensor({
      ...layout,
      data: new DataView(values.buffer, values.byteOffset, values.byteLength),
      littleEndian: new Uint8Array(Uint16Array.of(1).buffer)[0] === 1,
    }),
  );
}

function unread(name: string, shape: readonly number[], typeName: string): TensorEntry {
  const read = () => Promise.reject(new CliError(`the tensor '${name}' is of type ${typeName}.`));
  return { name, shape, typeName, isFloat: false, read };
}
