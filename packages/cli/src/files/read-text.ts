import { about, CliError } from '../errors/cli-error.js';
import { streamFile } from './stream-file.js';

/** Most bytes of a text: no string can be longer. */
const longestText = 2 ** 29 - 24;

/** The text of a file, a pipe or a device; it must be UTF-8. */
export async function readText(path: string): Promise<string> {
  return about(path, async () => {
    const bytes = await readBytes(path);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new Error('the file is not UTF-8 text.', { cause });
    }
  });
}

async function readBytes(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of streamFile(path)) {
    pieces.push(piece);
    length += piece.length;
    if (length > longestText) {
      throw new CliError(`this has more than ${longestText} bytes, which is the most that is read.`);
    }
  }
  return Buffer.concat(pieces, length);
}
