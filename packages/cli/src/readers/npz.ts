import { CliError, within } from '../errors/cli-error.js';
import type { ByteSource } from './byte-source.js';
import { type NpyHead, readNpy, readNpyHead } from './npy.js';
import { type ReadBudget, readBudget } from './read-budget.js';
import type { TensorEntry } from './tensor-file.js';
import { readZip, type ZipEntry } from './zip.js';

/**
 * The arrays of NumPy's .npz: a zip archive of .npy files, as `savez` and `savez_compressed` write it. Each
 * is unpacked when it is read, and before that no more of it than its header.
 */
export async function readNpz(source: ByteSource, budget: ReadBudget = readBudget()): Promise<TensorEntry[]> {
  const files = (await readZip(source, budget)).filter(({ name }) => name.endsWith('.npy'));
  const entries: TensorEntry[] = [];
  for (const file of files) {
    const name = file.name.slice(0, -'.npy'.length);
    const part = `array '${name}'`;
    const { shape, typeName, isFloat } = await within(part, () => headOf(file));
    const read = () => within(part, async () => readNpy(await file.read(), name));
    entries.push({ name, shape, typeName, isFloat, read });
  }
  return entries;
}

async function headOf({ start, read }: ZipEntry): Promise<NpyHead> {
  const bytes = await start();
  try {
    return readNpyHead(bytes);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    await read(); // says so where the archive is damaged
    throw error;
  }
}
