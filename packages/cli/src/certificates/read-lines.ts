import { CliError } from '../errors/cli-error.js';
import { streamFile } from '../files/stream-file.js';

/** A line, and its number from 1. */
export interface NumberedLine {
  readonly text: string;
  readonly number: number;
}

/**
 * Most bytes of a line; the longest line that is written has a few thousand numbers of a few thousand digits.
 */
const longest = 1 << 28;

/**
 * The lines of a JSON lines file, one by one: only a line feed ends a line.
 *
 * @throws CliError if a line is not UTF-8 text, or is too long.
 */
export async function* readLines(path: string): AsyncGenerator<NumberedLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let size = 0;
  let pieces: Uint8Array[] = [];
  const take = (): NumberedLine => {
    number++;
    const bytes = Buffer.concat(pieces);
    pieces = [];
    size = 0;
    try {
      return { text: decoder.decode(bytes), number };
    } catch (cause) {
      throw new CliError(`line ${number} is not UTF-8 text.`, { cause });
    }
  };
  const add = (piece: Uint8Array): void => {
    size += piece.length;
    if (size > longest) throw new CliError(`line ${number + 1} is longer than 256 MiB.`);
    pieces.push(piece);
  };
  for await (const chunk of streamFile(path)) {
    let begin = 0;
    for (let end: number; (end = chunk.indexOf(0x0a, begin)) >= 0; begin = end + 1) {
      add(chunk.subarray(begin, end));
      yield take();
    }
    add(chunk.subarray(begin));
  }
  if (size > 0) yield take();
}
