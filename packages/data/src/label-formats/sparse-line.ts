import { decimalNumber } from '@argmaxable/core';
import { adviceOnLabels } from '../text/limits.js';
import { textError } from '../text/text-error.js';
import { float32, indexBelow } from './number-text.js';

/** Reads a line of `label,label index:value ...` from left to right. */
export class SparseLine {
  private at = 0;

  constructor(
    private readonly line: number,
    private readonly text: string,
  ) {}

  /** Reads the labels at the start; none if the line starts with a pair. */
  labels(range: IndexRange): number[] {
    this.skipSpace();
    const start = this.at;
    const field = this.field();
    if (field === '' || field.includes(':')) {
      this.at = start;
      return [];
    }
    const labels = new Set<number>();
    let column = start;
    for (const word of field.split(',')) {
      const label = indexBelow(range.below, word);
      if (label === undefined) throw this.outOfRange(column, word, word, 'a label', range);
      if (labels.has(label)) throw this.error(column, word, repeatedLabel);
      labels.add(label);
      column += word.length + 1;
    }
    return [...labels];
  }

  /** Skips SVMlight's `qid:3`, the number of the query that an example belongs to. */
  skipQuery(): void {
    this.skipSpace();
    const start = this.at;
    const field = this.field();
    if (!field.startsWith('qid:')) {
      this.at = start;
    } else if (!/^-?\d+$/.test(field.slice(4, 40)) || field.length > 40) {
      throw this.error(start + 4, field.slice(4), 'the number of a query, an integer');
    }
  }

  /**
   * Yields the pairs `index:value` up to the end of the line. Features must ascend, labels may be in any
   * order; no index may occur twice.
   */
  *pairs(range: IndexRange): Generator<IndexValuePair> {
    const first = range.first ?? 0;
    const labels = new Set<number>();
    let before = -1;
    for (this.skipSpace(); this.at < this.text.length; this.skipSpace()) {
      const start = this.at;
      const field = this.field();
      const colon = field.indexOf(':');
      const digits = field.slice(0, Math.max(0, colon));
      const index = indexBelow(range.below, digits);
      if (index === undefined || index < first) {
        throw this.outOfRange(start, field, digits, 'index:value, index', range);
      }
      if (range.of === 'label') {
        if (labels.has(index)) throw this.error(start, field, repeatedLabel);
        labels.add(index);
      } else if (index <= before) {
        throw this.error(start, field, `a feature above ${before}, the one before`);
      }
      before = index;
      yield { index, word: field.slice(colon + 1), at: start + colon + 1 };
    }
  }

  /** Reads the value of a feature. */
  feature({ word, at }: IndexValuePair): number {
    const value = float32(word);
    if (value === undefined) throw this.error(at, word, 'a finite number (float32)');
    return value;
  }

  /** Reads the value of a label: whether it is active. */
  active({ word, at }: IndexValuePair): boolean {
    const value = decimalNumber(word);
    if (value !== 0 && value !== 1) {
      throw this.error(
        at,
        word,
        '1 for an active label or 0 for an inactive one: label sets have no other values',
      );
    }
    return value === 1;
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  private field(): string {
    const start = this.at;
    while (this.at < this.text.length && !isSpace(this.text.charCodeAt(this.at))) this.at++;
    return this.text.slice(start, this.at);
  }

  private outOfRange(
    at: number,
    given: string,
    digits: string,
    what: string,
    { first = 0, below, known, of }: IndexRange,
  ): Error {
    if (known) return this.error(at, given, `${what} from ${first} to ${below - 1}`);
    if (!/^\d+$/.test(digits.slice(0, 100)) || Number(digits) < first) {
      return this.error(at, given, `${what}${what === 'a label' ? ',' : ''} an integer ${first} or more`);
    }
    const advice = of === 'label' ? adviceOnLabels : undefined;
    return this.error(at, given, `${what} below ${below}`, advice);
  }

  private error(at: number, given: string, expected: string, advice?: string): Error {
    return textError({ line: this.line, column: at + 1 }, given, expected, advice);
  }
}

const repeatedLabel = 'a label that is not repeated in its row';

/** The range of allowed indices. */
export interface IndexRange {
  /** What the indices are of. */
  readonly of: 'label' | 'feature';
  /** The smallest index; 0 by default. */
  readonly first?: number;
  /** One more than the largest index. */
  readonly below: number;
  /** Whether `below` is given by the data or an option; else it is only a limit. */
  readonly known: boolean;
}

/** A pair `index:value` with its place in the line; the value is the unchanged text. */
export interface IndexValuePair {
  readonly index: number;
  readonly word: string;
  readonly at: number;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
