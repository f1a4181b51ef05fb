import { within } from '../cli-error.js';
import { type NpyHead, readNpy, readNpyHead } from './npy.js';
import type { TensorEntry } from './tensor-file.js';
import { readZip, type ZipEntry } from './zip.js';

/**
 * The arrays of NumPy's .npz: a zip archive of .npy files, as `savez` and `savez_compressed` write it. Each is unpacked
 * when it is read, and before that no more of it than its header.
 */
export function readNpz(bytes: Uint8Array): TensorEntry[] {
  return readZip(bytes)
    .filter(({ name }) => name.endsWith('.npy'))
    .map(({ name: file, start, read }) => {
      const name = file.slice(0, -'.npy'.length);
      const part = `array '${name}'`;
      const { shape, typeName, isFloat } = within(part, () => headOf(start, read));
      const whole = () => Promise.resolve().then(() => within(part, () => readNpy(read(), name)));
      return { name, shape, typeName, isFloat, read: whole };
    });
}

function headOf(start: ZipEntry['start'], read: ZipEntry['read']): NpyHead {
  try {
    return readNpyHead(start());
  } catch (error) {
    read(); // says so where the archive is damaged
    throw error;
  }
}
