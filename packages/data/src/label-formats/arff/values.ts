import type { Line } from '../../text/lines.js';
import { textError } from '../../text/text-error.js';
import type { Token } from './tokens.js';

/** A value between commas. */
export interface Value {
  readonly text: string;
  readonly quoted: boolean;
  /** Whether it is several words without quotes: only nominal values may be. */
  readonly several: boolean;
  readonly at: number;
}

/**
 * The values that commas separate. One comma behind the last is passed over, as Weka does, to whom commas are
 * spaces; where a value is missing between two, Weka would shift the others, so that is refused.
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

/** Words that stand together: one, or several without quotes, whose spaces are theirs. */
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
