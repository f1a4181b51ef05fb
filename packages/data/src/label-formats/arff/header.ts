import { decimalNumber } from '@argmaxable/core';
import type { Line } from '../../text/lines.js';
import { textError } from '../../text/text-error.js';
import { type Token, tokensOf } from './tokens.js';
import { valuesOf } from './values.js';

/** A column of an ARFF file. */
export interface ArffAttribute {
  readonly name: string;
  /** The name as written in the file: Mulan's XML files have some names with their backslashes. */
  readonly written: string;
  /**
   * 'numeric', the values of a nominal attribute, or 'other' (strings, dates and relations, which cannot be
   * features).
   */
  readonly type: 'numeric' | 'other' | readonly string[];
  /** The number of the line that declares it. */
  readonly line: number;
}

/** MEKA's option in `@relation`: how many attributes are labels, and in which line it is. */
export interface LabelCountOption {
  readonly count: number;
  readonly line: number;
}

/**
 * Reads the part of an ARFF file before `@data`: `@relation`, then `@attribute name type` for each column.
 * The attributes within a relational attribute, up to its `@end`, are ignored. Weights of attributes, such as
 * `{0.5}` after the type, are also ignored.
 *
 * Source: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/.
 */
export class ArffHeader {
  readonly attributes: ArffAttribute[] = [];
  labelCount: LabelCountOption | null = null;
  private readonly names = new Set<string>();
  private relation: string | null = null;
  /** Names of the relational attributes whose `@end` has not been read yet. */
  private readonly open: string[] = [];

  /** Reads a line; returns true when it is `@data`. */
  read(line: Line): boolean {
    const [keyword, ...rest] = tokensOf(line);
    if (keyword === undefined) return false;
    switch (keyword.quoted ? '' : keyword.text.toLowerCase()) {
      case '@relation':
        this.setRelation(rest, line);
        return false;
      case '@attribute':
        this.addAttribute(rest, line);
        return false;
      case '@end':
        if (rest.length !== 1 || rest[0].text !== this.open.pop()) {
          throw textError(
            { line: line.number },
            line.text,
            '@end of the relational attribute that was opened last',
          );
        }
        return false;
      case '@data':
        this.endHeader(rest, line);
        return true;
      default:
        throw textError(
          { line: line.number },
          line.text,
          '@relation, @attribute or @data',
          'Is it an ARFF file?',
        );
    }
  }

  private setRelation(words: readonly Token[], { number: line, text }: Line): void {
    if (this.relation !== null) throw textError({ line }, text, 'the only @relation');
    const isQuoted = words.length === 1 && words[0].quoted;
    this.relation = isQuoted ? words[0].text : text.slice(words[0]?.at ?? 0, words.at(-1)?.end ?? 0);
    const count = mekaCount(this.relation);
    if (count === undefined) return;
    if (!/^-?\d{1,9}$/.test(count)) {
      throw textError({ line }, text, "an integer after -C, such as '-C 14', or '-C -14' for the last 14");
    }
    this.labelCount = { count: Number(count), line };
  }

  private addAttribute([name, ...rest]: readonly Token[], line: Line): void {
    const type = name?.kind === 'word' ? parseType(rest, line) : undefined;
    if (type === undefined) {
      const expected =
        '@attribute name type, of type numeric, real, integer, string, date, relational or {value, ...}';
      const advice = 'Put quotes around a name with spaces or commas.';
      throw textError({ line: line.number }, line.text, expected, advice);
    }
    if (this.open.length === 0) this.keep(name, type === 'relational' ? 'other' : type, line);
    if (type === 'relational') this.open.push(name.text);
  }

  private keep({ text: name, quoted, at, end }: Token, type: ArffAttribute['type'], line: Line): void {
    if (this.names.has(name)) {
      throw textError({ line: line.number }, line.text, 'an attribute name that no earlier attribute has');
    }
    this.names.add(name);
    const written = quoted ? line.text.slice(at + 1, end - 1) : line.text.slice(at, end);
    this.attributes.push({ name, written, type, line: line.number });
  }

  private endHeader(rest: readonly Token[], { number: line, text }: Line): void {
    if (rest.length > 0) throw textError({ line }, text, '@data on a line of its own');
    if (this.open.length > 0) throw textError({ line }, text, `@end ${this.open.at(-1)} before @data`);
    if (this.attributes.length === 0) throw textError({ line }, text, '@attribute lines before @data');
  }
}

/**
 * Returns the text after -C, or else after -c, among the options after the colon of a relation's name; MEKA
 * searches in this order.
 */
function mekaCount(relation: string): string | undefined {
  const words = relation.slice(relation.indexOf(':') + 1).split(/\s+/);
  const after = (option: string): string | undefined =>
    words.includes(option) ? (words[words.indexOf(option) + 1] ?? '') : undefined;
  return after('-C') ?? after('-c');
}

const types: Readonly<Record<string, ArffAttribute['type'] | 'relational'>> = {
  numeric: 'numeric',
  real: 'numeric',
  integer: 'numeric',
  string: 'other',
  date: 'other',
  relational: 'relational',
};

function parseType(tokens: readonly Token[], line: Line): ArffAttribute['type'] | 'relational' | undefined {
  const [first] = tokens;
  if (first?.kind === '{') {
    const end = tokens.findIndex(({ kind }) => kind === '}');
    return end > 0 && isAttributeWeight(tokens.slice(end + 1))
      ? nominalValues(tokens.slice(1, end), line)
      : undefined;
  }
  const word = first?.kind === 'word' && !first.quoted ? first.text.toLowerCase() : '';
  if (!Object.hasOwn(types, word)) return undefined;
  const hasFormat = word === 'date' && tokens[1]?.kind === 'word';
  return isAttributeWeight(tokens.slice(hasFormat ? 2 : 1)) ? types[word] : undefined;
}

/**
 * Reads values that are separated by commas or, if there is no comma, by spaces: Weka treats both in the same
 * way.
 */
function nominalValues(tokens: readonly Token[], line: Line): string[] {
  const commas = tokens.some(({ kind }) => kind === ',');
  const values = (commas ? valuesOf(tokens, line) : tokens).map(({ text }) => text);
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw textError({ line: line.number }, value, 'values that differ');
    seen.add(value);
  }
  return values;
}

/** Whether the tokens are empty or a weight, such as `{0.5}`. */
export function isAttributeWeight(tokens: readonly Token[]): boolean {
  if (tokens.length === 0) return true;
  const [open, weight, close] = tokens;
  return (
    tokens.length === 3 &&
    open.kind === '{' &&
    close.kind === '}' &&
    weight.kind === 'word' &&
    decimalNumber(weight.text) !== undefined
  );
}
