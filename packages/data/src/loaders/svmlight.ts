import { checkBoolean, checkInteger, checkOptions } from '@argmaxable/core';
import { type Line, linesOf, textError } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import type { LabelData } from './label-data.js';
import { LabelSetsBuilder, SparseRowsBuilder } from './row-builders.js';

export interface SvmlightOptions {
  /** Number of labels n, for text without a header; one more than the largest label by default. */
  numLabels?: number;
  /** Number of features, for text without a header; one more than the largest index by default. */
  numFeatures?: number;
  /** Keep the features too; false by default. */
  features?: boolean;
}

/** Indices are int32. */
const mostIndices = 2 ** 31 - 1;

interface Header {
  readonly examples: number;
  readonly numFeatures: number;
  readonly numLabels: number;
}

/**
 * Reads label sets, and on request features, from text in the form of the Extreme Classification Repository (XMLC),
 * or in multi-label SVMlight form, which is the same without the header.
 *
 * The header is `examples features labels`, three integers; it is told from a row by that. A row is `label,label,...
 * index:value index:value ...`; a row without labels starts with its features, or is blank where a header counts the
 * rows. `#` starts a comment. Labels and features are numbered from 0, features ascending in a row; a file that
 * numbers from 1 is read as it stands, with nothing in 0.
 *
 * Reads as the text comes: it takes memory for what it keeps, not for the text.
 *
 * Source: http://manikvarma.org/downloads/XC/XMLRepository.html; SVMlight: https://svmlight.joachims.org.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `numLabels`, `numFeatures`, `features`; see {@link SvmlightOptions}.
 * @returns `labelSets`; `labelNames` null; `features` where asked for.
 * @throws ValueError (as a rejection) that names line and column, for a label or feature that is out of range, twice
 *   in its row or not a number (NaN and infinities among them), a blank line without a header, rows more or fewer
 *   than the header says, options that disagree with it, and text that is not UTF-8 or has no examples.
 *
 * @example
 * import { loadSvmlight } from '@argmaxable/data';
 * const { labelSets, features } = await loadSvmlight('2 5 3\n0,2 1:0.5 4:2\n 0:1\n', { features: true });
 * labelSets.get(0); // Int32Array [0, 2]
 * features.width; // 5
 */
export async function loadSvmlight(source: TextSource, options: SvmlightOptions = {}): Promise<LabelData> {
  checkOptions('loadSvmlight', options, ['numLabels', 'numFeatures', 'features']);
  const keepFeatures = checkBoolean('features', options.features ?? false);
  let { numLabels, numFeatures } = options;
  if (numLabels !== undefined) checkInteger('numLabels', numLabels, { min: 1, max: mostIndices });
  if (numFeatures !== undefined) checkInteger('numFeatures', numFeatures, { min: 0, max: mostIndices });
  let header: Header | undefined;
  let blank: Line | undefined;
  const labels = new LabelSetsBuilder();
  const features = new SparseRowsBuilder();

  for await (const line of linesOf(source)) {
    if (line.number === 1) {
      header = parseHeader(line, options);
      if (header) {
        ({ numLabels, numFeatures } = header);
        continue;
      }
    }
    const comment = line.text.indexOf('#');
    const text = (comment < 0 ? line.text : line.text.slice(0, comment)).trimEnd();
    if (text === '' && comment >= 0) continue;
    if (text === '' && !(header && labels.size < header.examples)) {
      blank ??= line;
      continue;
    }
    if (blank && !header) {
      throw textError(
        { line: blank.number },
        '',
        'a row (blank lines are rows only where a header counts them)',
      );
    }
    if (labels.size === header?.examples) {
      throw textError({ line: line.number }, text, `the end: line 1 says ${header.examples} examples`);
    }
    const row = new RowReader(line.number, text);
    labels.add(row.labels(numLabels));
    for (const [column, value] of row.features(numFeatures)) if (keepFeatures) features.set(column, value);
    features.endRow();
  }
  if (header && labels.size < header.examples) {
    const expected = `${header.examples} examples, as line 1 says`;
    throw textError(
      { line: labels.size + 1 },
      `the end after ${labels.size}`,
      expected,
      'Is the file cut off?',
    );
  }
  return {
    labelSets: labels.build(numLabels),
    labelNames: null,
    features: keepFeatures ? features.build(numFeatures) : null,
  };
}

/** `examples features labels`. No row looks so: all but its first field have a colon. */
function parseHeader({ text }: Line, options: SvmlightOptions): Header | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(text);
  if (!match) return undefined;
  const [examples, numFeatures, numLabels] = match.slice(1).map(Number);
  if (examples < 1 || numLabels < 1 || Math.max(examples, numFeatures, numLabels) > mostIndices) {
    throw textError(
      { line: 1 },
      text,
      'a header of one example and one label or more, each number below 2^31',
    );
  }
  for (const [name, said] of Object.entries({ numLabels, numFeatures })) {
    const given = options[name as 'numLabels' | 'numFeatures'] ?? said;
    if (given !== said) throw textError({ line: 1 }, text, `a header whose ${name} is ${given}, the option`);
  }
  return { examples, numFeatures, numLabels };
}

/** Reads one row from left to right. */
class RowReader {
  private at = 0;

  constructor(
    private readonly line: number,
    private readonly text: string,
  ) {}

  /** The labels at the start, or none where the row starts with a feature. */
  labels(numLabels = Infinity): number[] {
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
      const label = toIndex(word);
      if (label === undefined || label >= numLabels) {
        const range =
          numLabels === Infinity ? 'a label, an integer 0 or more' : `a label from 0 to ${numLabels - 1}`;
        throw this.error(column, word, range);
      }
      if (labels.has(label)) throw this.error(column, word, 'a label that is not there before in its row');
      labels.add(label);
      column += word.length + 1;
    }
    return [...labels];
  }

  *features(numFeatures = Infinity): Generator<[column: number, value: number]> {
    let before = -1;
    for (this.skipSpace(); this.at < this.text.length; this.skipSpace()) {
      const start = this.at;
      const field = this.field();
      const colon = field.indexOf(':');
      const index = toIndex(field.slice(0, Math.max(0, colon)));
      if (index === undefined || index >= numFeatures) {
        const range = numFeatures === Infinity ? 'an integer 0 or more' : `from 0 to ${numFeatures - 1}`;
        throw this.error(start, field, `index:value, index ${range}`);
      }
      if (index <= before) throw this.error(start, field, `a feature above ${before}, the one before`);
      before = index;
      const word = field.slice(colon + 1);
      const value = word === '' ? NaN : Number(word);
      if (!Number.isFinite(Math.fround(value)))
        throw this.error(start + colon + 1, word, 'a finite number (float32)');
      yield [index, value];
    }
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  private field(): string {
    const start = this.at;
    while (this.at < this.text.length && !isSpace(this.text.charCodeAt(this.at))) this.at++;
    return this.text.slice(start, this.at);
  }

  private error(at: number, given: string, expected: string): Error {
    return textError({ line: this.line, column: at + 1 }, given, expected);
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Plain digits only: no sign, point or exponent, and small enough for an int32. */
function toIndex(word: string): number | undefined {
  const index = /^\d{1,10}$/.test(word) ? Number(word) : Infinity;
  return index < mostIndices ? index : undefined;
}
