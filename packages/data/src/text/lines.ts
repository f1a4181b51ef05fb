import { textPieces, type TextSource } from './source.js';
import { lineTooLong } from './text-error.js';

/** A line of a text, without its line break (LF or CR LF). */
export interface Line {
  /** Its number, from 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * Yields the lines of a text one at a time, so that a file of any size takes only the memory of one piece and
 * one line.
 *
 * @throws ValueError for a line of more than `maxLength` characters, before it is read to its end.
 */
export async function* linesOf(source: TextSource, maxLength: number): AsyncGenerator<Line> {
  let number = 1;
  let parts: string[] = []; // of the present line, whose end is not read yet
  let length = 0;
  const add = (part: string): void => {
    length += part.length;
    if (length > maxLength) throw lineTooLong(number, parts[0] ?? part, maxLength);
    parts.push(part);
  };
  for await (const piece of textPieces(source, maxLength)) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      add(piece.slice(start, end));
      yield { number: number++, text: withoutReturn(parts.join('')) };
      parts = [];
      length = 0;
      start = end + 1;
    }
    if (start < piece.length) add(piece.slice(start));
  }
  if (length > 0) yield { number, text: withoutReturn(parts.join('')) };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
