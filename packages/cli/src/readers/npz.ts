import { within } from '../cli-error.js';
import { readNpy } from './npy.js';
import type { StoredTensor } from './stored-tensor.js';
import { readZip } from './zip.js';

/** Reads the arrays of NumPy's .npz: a zip archive of .npy files, as `savez` and `savez_compressed` write it. */
export function readNpz(bytes: Uint8Array): StoredTensor[] {
  const tensors: StoredTensor[] = [];
  for (const { name, read } of readZip(bytes)) {
    if (!name.endsWith('.npy')) continue;
    const tensor = name.slice(0, -'.npy'.length);
    tensors.push(within(`array '${tensor}'`, () => readNpy(read(), tensor)));
  }
  return tensors;
}
