import type { Line } from '../../text/lines.js';
import { textError } from '../../text/text-error.js';
import type { Token } from './tokens.js';

/** A value between commas. */
export interface Value {
  readonly text: string;
  readonly quoted: boolean;
  /** Whether it has several words without quotes, which only nominal values may have. */
  readonly several: boolean;
  readonly at: number;
}

/**
 * Splits tokens into the values between commas. One comma after the last value is ignored, as in Weka, which
 * treats commas like spaces. A missing value between two commas is refused; Weka would move the later values
 * up.
 */
export function valuesOf(tokens: readonly Token[], line: Line): Value[] {
  const values: Value[] = [];
  let words: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') {
      words.push(token);
    } else if (token.kind === ',' && words.length > 0) {
      values.push(valueOf(words, line));
      words = [];
    } else {
      throw textError({ line: line.number, column: token.at + 1 }, token.kind, 'a value');
    }
  }
  if (words.length > 0) values.push(valueOf(words, line));
  return values;
}

/** Joins the words of one value: one word, or several without quotes, with the spaces between them. */
export function valueOf(words: readonly Token[], { number: line, text }: Line): Value {
  const [first] = words;
  if (words.length === 1) return { text: first.text, quoted: first.quoted, several: false, at: first.at };
  const odd = words.find((word, i) => word.quoted || (i > 0 && words[i - 1].quoted));
  if (odd) {
    throw textError(
      { line, column: odd.at + 1 },
      text.slice(odd.at),
      'a comma between values, before and after quotes',
    );
  }
  return { text: text.slice(first.at, words.at(-1)!.end), quoted: false, several: true, at: first.at };
}
