import { checkOptions } from '@argmaxable/core';
import { type Bytes, openBytes } from '../bytes/byte-source.js';
import { FormatError, inPart } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits, readBudget } from '../bytes/read-budget.js';
import { readZip, type ZipEntry } from '../bytes/zip.js';
import { type NpyHead, readNpy, readNpyHead } from './npy.js';
import { type TensorEntry, type TensorFile, tensorFile } from './tensor-file.js';

/**
 * Lists the arrays of NumPy's .npz: a zip archive of .npy files, as `savez` and `savez_compressed` write it.
 * An array is unpacked only when it is read; before that, only its header is.
 *
 * @param source The file's bytes.
 * @param options `maxBytes`; see {@link ByteLimits}.
 * @throws FormatError (as a rejection) for bytes that are not a whole zip archive, entries that share bytes,
 *   and files in it that do not start like an array; `read` throws it for an array that is damaged, has
 *   values that are not plain numbers, or unpacks to more than allowed. ValueError for a source of other
 *   things than bytes.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * import { loadNpz } from '@argmaxable/data';
 * async function kernelShape(path) {
 *   const [kernel] = await (await loadNpz(await readFile(path))).entries(['kernel']);
 *   const { shape, at } = await kernel.read();
 *   console.log(at(0, 0)); // the first number
 *   return shape;
 * }
 */
export async function loadNpz(source: Bytes, options: ByteLimits = {}): Promise<TensorFile> {
  checkOptions('loadNpz', options, byteLimitNames);
  const budget = readBudget(options);
  const files = await readZip(await openBytes(source, budget), budget);
  const entries: TensorEntry[] = [];
  for (const file of files.filter(({ name }) => name.endsWith('.npy'))) {
    const name = file.name.slice(0, -'.npy'.length);
    const part = `array '${name}'`;
    const { shape, typeName, isFloat } = await inPart(part, () => headOf(file));
    const read = () => inPart(part, async () => readNpy(await file.read(), name));
    entries.push({ name, shape, typeName, isFloat, read });
  }
  return tensorFile(entries);
}

async function headOf({ start, read }: ZipEntry): Promise<NpyHead> {
  const bytes = await start();
  try {
    return readNpyHead(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    await read(); // throws a better error if the archive is damaged
    throw error;
  }
}
