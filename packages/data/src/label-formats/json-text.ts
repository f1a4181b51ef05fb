import { checkInteger, parseJson } from '@argmaxable/core';
import { textError } from '../text/text-error.js';

export interface NestingLimit {
  /** How deep arrays and objects may be nested, 1 to 1000; 100 by default. */
  maxNesting?: number;
}

export function readMaxNesting({ maxNesting = 100 }: NestingLimit): number {
  return checkInteger('maxNesting', maxNesting, { min: 1, max: 1000 });
}

/**
 * Parses a JSON text that starts in `line`.
 *
 * @throws ValueError for text that is not JSON, and, before it is parsed, for text that is nested deeper than
 *   `maxNesting`.
 */
export function readJson(text: string, line: number, maxNesting: number): unknown {
  try {
    return parseJson(text, { depth: maxNesting });
  } catch (error) {
    const { message } = error as SyntaxError;
    if (message.startsWith('its brackets are nested ')) {
      const expected = `JSON of at most ${maxNesting} nested arrays and objects`;
      throw textError({ line }, text, expected, 'Raise maxNesting if this is intended.');
    }
    if (message.startsWith('it holds ')) {
      throw textError({ line }, text, 'JSON of fewer values', `${message}.`);
    }
    // Some engines give the position in some of their messages.
    const position = /at position (\d+)/.exec(message)?.[1];
    throw textError(position === undefined ? { line } : placeOf(text, Number(position), line), text, 'JSON');
  }
}

/**
 * Whether the outermost object of a JSON text has a field more than once; `JSON.parse` uses the last one
 * without a message.
 *
 * @param text JSON of an object.
 */
export function hasTwice(text: string, field: string): boolean {
  const quoted = JSON.stringify(field);
  if (text.indexOf(quoted) === text.lastIndexOf(quoted)) return false;
  let [depth, found] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      depth++;
    } else if (character === '}' || character === ']') {
      depth--;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && text.slice(at, end) === quoted && /^\s*:/.test(text.slice(end, end + 1000))) found++;
      at = end - 1;
    }
  }
  return found > 1;
}

/** Finds the position after the string that starts at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function placeOf(text: string, position: number, firstLine: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: firstLine + before.length - 1, column: before.at(-1)!.length + 1 };
}
