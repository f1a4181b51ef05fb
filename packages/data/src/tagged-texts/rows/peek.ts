import { ahead } from './ahead.js';

/** How a text begins, and the whole text, its beginning included. */
export interface Peeked {
  readonly start: string;
  readonly all: AsyncGenerator<string>;
}

/** How much of a text is looked at. */
const longestLook = 2 ** 16;

/** Reads a text up to the end of its first line that is not blank, or as much as is looked at. */
export async function peeked(pieces: AsyncIterable<string>): Promise<Peeked> {
  let start = '';
  const { all } = await ahead(pieces, (piece) => {
    start += piece.slice(0, longestLook);
    return start.length >= longestLook || hasWholeLine(start);
  });
  return { start: start.slice(0, longestLook), all };
}

function hasWholeLine(start: string): boolean {
  const begin = start.search(/\S/);
  return begin >= 0 && start.includes('\n', begin);
}

/** The first line that is not blank, or what of it is in the piece. */
export function firstLineOf(start: string): string {
  return /\S[^\r\n]*/.exec(start)?.[0] ?? '';
}
