import { checkOptions } from './options.js';
import { checkInteger, checkString } from './values.js';

/** An object of JSON whose fields are still to be checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What JSON from outside may hold. */
export interface JsonLimits {
  /** How deep arrays and objects may be nested; 1000 by default. */
  readonly depth?: number;
  /** How many arrays, objects and values there may be; 20 million by default. */
  readonly values?: number;
}

/**
 * `JSON.parse` for text from outside. Its brackets and values are counted first, because a few megabytes of
 * brackets would take gigabytes of memory.
 *
 * @throws SyntaxError, as `JSON.parse` does, for text that is not JSON, is nested deeper or holds more than
 * allowed; ValueError for wrong arguments.
 */
export function parseJson(text: string, limits: JsonLimits = {}): unknown {
  checkString('text', text, 'a string of JSON');
  const { depth = 1000, values = 20_000_000 } = checkOptions('parseJson', limits, ['depth', 'values']);
  checkInteger('depth', depth, { min: 0 });
  checkInteger('values', values, { min: 0 });
  const found = measure(text);
  if (found.depth > depth) {
    throw new SyntaxError(`its brackets are nested ${found.depth} deep; at most ${depth} are read`);
  }
  if (found.values > values) {
    throw new SyntaxError(`it holds ${found.values} values; at most ${values} are read`);
  }
  return JSON.parse(text) as unknown;
}

/**
 * Counts brackets and commas outside of strings: at least as many as there are values, not counting the value
 * that holds all others.
 */
function measure(text: string): { depth: number; values: number } {
  let [at, depth, values, quoted] = [0, 0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      quoted = !quoted;
    } else if (quoted) {
      if (code === backslash) i++;
    } else if (code === openBracket || code === openBrace) {
      values++;
      if (++at > depth) depth = at;
    } else if (code === closeBracket || code === closeBrace) {
      at--;
    } else if (code === comma) {
      values++;
    }
  }
  return { depth, values };
}

const [quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace] = Array.from(
  '"\\,[]{}',
  (character) => character.charCodeAt(0),
);
