import { isPlainObject } from '@argmaxable/core';
import { readJson } from '../../label-formats/json-text.js';
import { lineTooLong, textError } from '../../text/text-error.js';

/** The text of an object in a JSON array. */
export interface JsonPart {
  readonly text: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

interface ListLimits {
  /** The most characters of an object, and of all that is not in the array. */
  readonly maxLength: number;
  readonly maxNesting: number;
}

/**
 * Cuts a JSON array of objects into the texts of its objects, without a text in memory that is longer than
 * one object. The array is the whole text, or the first array among the fields of an object, such as
 * `{"articles": [...]}`.
 *
 * @throws ValueError for another text, one that is cut off, and for a second array that is not empty: it
 *   would be lost.
 */
export async function* jsonList(
  pieces: AsyncIterable<string>,
  limits: ListLimits,
): AsyncGenerator<JsonPart[]> {
  const cutter = new ListCutter(limits);
  for await (const piece of pieces) {
    const parts = cutter.cut(piece);
    if (parts.length > 0) yield parts;
  }
  cutter.end();
}

/** Where the cutter is: before the array, in it, or after it. In the array: what may come next. */
type State = 'before' | 'value or end' | 'value' | 'comma or end' | 'object' | 'after';

class ListCutter {
  private state: State = 'before';
  private line = 1;
  private depth = 0;
  private quoted = false;
  /** Whether the piece before ended in a backslash. */
  private escaped = false;
  /** The depth within the array. */
  private listDepth = 0;
  /** What is not in the array: `{"articles":[]}`. */
  private around = '';
  private begun: string[] = []; // pieces of the present object
  private begunLength = 0;
  private begunLine = 0;

  constructor(private readonly limits: ListLimits) {}

  cut(piece: string): JsonPart[] {
    const parts: JsonPart[] = [];
    let start = 0; // of what is not taken yet, of the object or around the array
    for (let at = this.afterString(piece, 0); at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === lineFeed) this.line++;
      switch (this.state) {
        case 'before':
        case 'after':
          this.step(code);
          // Deeper ones are arrays of a field of a field.
          if (this.state === 'before' && code === openBracket && this.depth <= 2) {
            this.takeAround(piece.slice(start, at + 1));
            this.listDepth = this.depth;
            this.state = 'value or end';
          }
          break;
        case 'object':
          this.step(code);
          if (this.depth > this.listDepth) break;
          this.take(piece.slice(start, at + 1));
          parts.push({ text: this.begun.join(''), line: this.begunLine });
          this.begun = [];
          this.begunLength = 0;
          this.state = 'comma or end';
          break;
        default:
          if (isSpace(code)) break;
          this.between(code, piece, at);
          start = at;
      }
      if (this.quoted) at = this.afterString(piece, at + 1) - 1;
    }
    if (this.state === 'object') this.take(piece.slice(start));
    if (this.state === 'before' || this.state === 'after') this.takeAround(piece.slice(start));
    return parts;
  }

  /** @throws ValueError if the text ended too early, or something around the array is wrong. */
  end(): void {
    if (this.state === 'before') {
      readJson(this.around, 1, this.limits.maxNesting); // not JSON: says where
      throw textError({ line: 1 }, this.around, expected);
    }
    if (this.state !== 'after') {
      throw textError({ line: this.line }, 'the end of the text', 'the rest of an array', 'Is it cut off?');
    }
    const around = readJson(this.around, 1, this.limits.maxNesting);
    if (!isPlainObject(around)) return;
    const other = Object.entries(around).find(([, value]) => Array.isArray(value) && value.length > 0);
    if (other) throw textError({ line: 1 }, other[0], 'an object with one array of objects');
  }

  /** Finds the place after the end of the string that `at` is in; `at` if it is in none. */
  private afterString(piece: string, at: number): number {
    if (!this.quoted) return at;
    let next = this.escaped ? at + 1 : at;
    while (next < piece.length) {
      const code = piece.charCodeAt(next);
      if (code === quote) {
        this.quoted = this.escaped = false;
        return next + 1;
      }
      next += code === backslash ? 2 : 1;
    }
    this.escaped = next > piece.length;
    return piece.length;
  }

  /** Follows quotes and brackets. */
  private step(code: number): void {
    if (code === quote) this.quoted = true;
    else if (code === openBrace || code === openBracket) this.depth++;
    else if (code === closeBrace || code === closeBracket) this.depth--;
  }

  /** Reads what is in the array, but in none of its objects. */
  private between(code: number, piece: string, at: number): void {
    if (code === openBrace && this.state !== 'comma or end') {
      this.depth++;
      this.state = 'object';
      this.begunLine = this.line;
    } else if (code === comma && this.state === 'comma or end') {
      this.state = 'value';
    } else if (code === closeBracket && this.state !== 'value') {
      this.depth--;
      this.state = 'after';
    } else {
      const next = this.state === 'comma or end' ? "',' or ']' after an object" : 'an object, in an array';
      throw textError({ line: this.line }, piece.slice(at, at + 100), next, 'Each example is an object.');
    }
  }

  private take(text: string): void {
    this.begunLength += text.length;
    if (this.begunLength > this.limits.maxLength) {
      throw lineTooLong(this.begunLine, this.begun[0] ?? text, this.limits.maxLength);
    }
    this.begun.push(text);
  }

  private takeAround(text: string): void {
    this.around += text;
    if (this.around.length > this.limits.maxLength) throw lineTooLong(1, this.around, this.limits.maxLength);
  }
}

const expected = 'an array of objects, or an object with one in a field';

function isSpace(code: number): boolean {
  return code === 0x20 || code === lineFeed || code === 0x0d || code === 0x09;
}

const [lineFeed, quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace] = Array.from(
  '\n"\\,[]{}',
  (character) => character.charCodeAt(0),
);
