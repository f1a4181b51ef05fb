import { about, CliError } from '../errors/cli-error.js';
import { streamFile } from './stream-file.js';

/** Bytes of a text: no string can be longer. */
const longestText = 2 ** 29 - 24;

/** A file's text; it must be UTF-8. */
export async function readText(path: string): Promise<string> {
  return about(path, async () => {
    const bytes = await readBytes(path, longestText);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new Error('the file is not UTF-8 text.', { cause });
    }
  });
}

/**
 * A file's bytes, also of a pipe or a device, which may have no end.
 *
 * @param look Is given the first piece, some thousands of bytes where there are as many; throws for what is
 * not worth reading on.
 * @throws CliError for more than `most`.
 */
export async function readBytes(
  path: string,
  most: number,
  look: (start: Uint8Array) => void = () => undefined,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of streamFile(path)) {
    if (length === 0) look(piece);
    pieces.push(piece);
    length += piece.length;
    if (length > most) {
      throw new CliError(`this goes on after ${most} bytes, which is the most that is read.`);
    }
  }
  return Buffer.concat(pieces, length);
}
