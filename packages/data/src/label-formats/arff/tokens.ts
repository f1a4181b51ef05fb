import type { Line } from '../../text/lines.js';
import { textError } from '../../text/text-error.js';

/** A word, quoted or not, or a mark of punctuation. */
export interface Token {
  readonly kind: 'word' | ',' | '{' | '}';
  /** The text without quotes and backslashes. */
  readonly text: string;
  readonly quoted: boolean;
  /** Where it starts and ends in its line, counted from 0. */
  readonly at: number;
  readonly end: number;
}

/**
 * Splits a line of ARFF into tokens as Weka does. Words end at spaces, commas and braces; within quotes,
 * single or double, all of these are text; % outside quotes starts a comment. A quote in the middle of a word
 * is a character of the word, and so is a quote after a backslash. Within quotes a backslash escapes: \n, \r,
 * \t, \b, \f, \u1234, octal \12, else the character after it.
 *
 * @throws ValueError for a quote that does not end, and for text directly after a closing quote.
 */
export function tokensOf({ number: line, text }: Line): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === percent) break;
    if (code <= space) {
      at++;
      continue;
    }
    const token = isPunctuation(code)
      ? punctuation(text[at] as ',' | '{' | '}', at)
      : code === singleQuote || code === doubleQuote
        ? quotedWord(text, at, line)
        : plainWord(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

const [space, percent, comma, openBrace, closeBrace, singleQuote, doubleQuote, backslash] = Array.from(
  ' %,{}\'"\\',
  (character) => character.charCodeAt(0),
);

function isPunctuation(code: number): boolean {
  return code === comma || code === openBrace || code === closeBrace;
}

/** Whether a character ends a word. White space is every character up to the space, as in Weka. */
function endsWord(code: number): boolean {
  return code <= space || code === percent || isPunctuation(code);
}

function punctuation(kind: ',' | '{' | '}', at: number): Token {
  return { kind, text: kind, quoted: false, at, end: at + 1 };
}

function plainWord(text: string, at: number): Token {
  let end = at;
  let escaped = false;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (endsWord(code)) break;
    if (code !== backslash) continue;
    const next = text.charCodeAt(end + 1);
    if (next !== singleQuote && next !== doubleQuote) continue;
    escaped = true;
    end++;
  }
  const word = text.slice(at, end);
  return { kind: 'word', text: escaped ? word.replace(/\\(['"])/g, '$1') : word, quoted: false, at, end };
}

function quotedWord(text: string, at: number, line: number): Token {
  const quote = text[at];
  let end = at + 1;
  let escaped = false;
  while (end < text.length && text[end] !== quote) {
    const escape = text[end] === '\\';
    escaped ||= escape;
    end += escape ? 2 : 1;
  }
  if (end >= text.length) {
    const place = { line, column: at + 1 };
    throw textError(place, text.slice(at), `a text whose quote ends: ${quote}`, 'Is the line cut off?');
  }
  const word = text.slice(at + 1, end);
  end++;
  if (end < text.length && !endsWord(text.charCodeAt(end))) {
    const advice = `Write \\${quote} for a quote in a text.`;
    throw textError({ line, column: end + 1 }, text.slice(at), 'a space or comma after the quote', advice);
  }
  return { kind: 'word', text: escaped ? unescape(word) : word, quoted: true, at, end };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(u[\da-f]{4}|[0-3][0-7]{2}|[0-7]{1,2}|.)/gis, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(parseInt(escape.slice(1), 16));
    if (/^[0-7]+$/.test(escape)) return String.fromCharCode(parseInt(escape, 8));
    return Object.hasOwn(escapes, escape) ? escapes[escape] : escape;
  });
}
