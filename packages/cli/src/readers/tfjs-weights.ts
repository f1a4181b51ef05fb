import { fileSystem } from '@argmaxable/node';
import { io, type Tensor } from '@tensorflow/tfjs-core';
import { CliError } from '../cli-error.js';
import * as types from './number-type.js';
import { type StoredTensor, storedTensor } from './stored-tensor.js';

/** The floating-point weights that a tfjs model.json names, of layers and graph models alike. Needs a tfjs backend. */
export async function readTfjsWeights(path: string): Promise<StoredTensor[]> {
  const { weightSpecs, weightData } = await fileSystem(path).load();
  if (!weightSpecs || !weightData) throw new CliError('this model.json has no weights.');
  const tensors = io.decodeWeights(io.CompositeArrayBuffer.join(weightData), weightSpecs);
  return Object.entries(tensors)
    .map(([name, tensor]) => toStored(name, tensor))
    .filter((tensor) => tensor !== null);
}

function toStored(name: string, tensor: Tensor): StoredTensor | null {
  const { dtype, shape } = tensor;
  const values = dtype === 'float32' ? tensor.dataSync() : null;
  tensor.dispose();
  return (
    values &&
    storedTensor({
      ...{ name, shape, typeName: dtype, isFloat: true, type: types.float32, firstAxisFastest: false },
      data: new DataView(values.buffer, values.byteOffset, values.byteLength),
      littleEndian: new Uint8Array(Uint16Array.of(1).buffer)[0] === 1,
    })
  );
}
