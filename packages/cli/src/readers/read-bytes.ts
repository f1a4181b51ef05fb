import { readFile } from 'node:fs/promises';
import { about } from '../cli-error.js';

/** A file's bytes. */
export function readBytes(path: string): Promise<Uint8Array> {
  return about(path, () => readFile(path));
}

/** A file's text; it must be UTF-8. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  return about(path, () => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new Error('the file is not UTF-8 text.', { cause });
    }
  });
}
