import { checkInteger } from '@argmaxable/core';
import { textError } from '../text/text-error.js';

export interface JsonLimits {
  /** How deep arrays and objects may nest, 1 to 1000; 100 by default. */
  maxNesting?: number;
}

export function readMaxNesting({ maxNesting = 100 }: JsonLimits): number {
  return checkInteger('maxNesting', maxNesting, { min: 1, max: 1000 });
}

/**
 * The value of a JSON text that starts in `line`.
 *
 * @throws ValueError for another text, and for one that nests deeper than `maxNesting`, before it is parsed.
 */
export function parseJson(text: string, line: number, maxNesting: number): unknown {
  const tooDeep = placeBelow(text, maxNesting);
  if (tooDeep >= 0) {
    const expected = `JSON of at most ${maxNesting} nested arrays and objects`;
    throw textError(
      placeOf(text, tooDeep, line),
      text,
      expected,
      'Raise maxNesting if it is meant to be so.',
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The engine says where; not every one, nor every time.
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    const place = position === undefined ? { line } : placeOf(text, Number(position), line);
    throw textError(place, text, 'JSON');
  }
}

/** Where arrays and objects nest deeper than `depth`; -1 where they do not. */
function placeBelow(text: string, depth: number): number {
  let nested = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++nested > depth) return at;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        nested--;
    }
  }
  return -1;
}

/** Where the string ends that starts at `at`. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x5c) end++;
    else if (code === 0x22) return end;
  }
  return text.length;
}

function placeOf(text: string, position: number, firstLine: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: firstLine + before.length - 1, column: before.at(-1)!.length + 1 };
}
