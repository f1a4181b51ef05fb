import { loadNpy, type StoredTensor } from '@argmaxable/data';
import { anyBytes } from './file-bytes.js';

/** The array in an .npy file, a pipe or a device. */
export async function readArray(path: string, maxBytes?: number): Promise<StoredTensor> {
  return loadNpy(await anyBytes(path), { maxBytes });
}
