import { ValueError } from '@argmaxable/core';
import { textPieces, type TextSource } from './source.js';

/** A line of a text, without its line break (LF or CR LF). */
export interface Line {
  /** Its number, from 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a text, one at a time, so that a file of any size takes the memory of one piece. */
export async function* linesOf(source: TextSource): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const piece of textPieces(source)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      number++;
      yield { number, text: withoutReturn(line) };
    }
  }
  if (rest !== '') yield { number: number + 1, text: withoutReturn(rest) };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The `ValueError` of a place in a text: which line (and column, from 1), what stands there, what should. */
export function textError(
  place: { line: number; column?: number },
  given: string,
  expected: string,
  advice?: string,
): ValueError {
  const where =
    place.column === undefined ? `line ${place.line}` : `line ${place.line}, column ${place.column}`;
  return new ValueError(where, given.length > 60 ? `${given.slice(0, 60)}...` : given, expected, advice);
}
