import { checkInteger, mostLabels } from '@argmaxable/core';
import { adviceOnLabels, readNumLabels, type TextLimits } from '../text/limits.js';
import type { Line } from '../text/lines.js';
import { textError } from '../text/text-error.js';
import type { LabelData } from './label-data.js';
import { LabelSetsBuilder, SparseRowsBuilder } from './row-builders.js';
import { type IndexRange, SparseLine } from './sparse-line.js';

/** The content of the first line of a file of the Extreme Classification Repository. */
export interface Header {
  readonly line: number;
  readonly examples: number;
  /** Number of features; null if the file has only labels. */
  readonly numFeatures: number | null;
  readonly numLabels: number;
}

/** Sizes given by options. */
export interface StatedSizes {
  readonly numLabels?: number;
  readonly numFeatures?: number;
}

/** Indices of features are int32. */
export const mostFeatures = mostLabels;

/** Checks the sizes given by options. */
export function readStatedSizes(
  { numLabels, numFeatures }: StatedSizes,
  limits: Required<TextLimits>,
): StatedSizes {
  if (numFeatures !== undefined) checkInteger('numFeatures', numFeatures, { min: 0, max: mostFeatures });
  return { numLabels: readNumLabels(numLabels, limits.maxLabels), numFeatures };
}

/**
 * Reads the header `examples features labels`, or `examples labels` in a file with only labels; undefined for
 * any other line. A row cannot be mistaken for a header, because all its fields except the first have a
 * colon.
 *
 * @throws ValueError for sizes that are impossible, are above `maxLabels` or differ from the options.
 */
export function readHeader(
  { number: line, text }: Line,
  sizes: StatedSizes,
  { maxLabels }: Required<TextLimits>,
): Header | undefined {
  const fields = text.length < 100 ? text.trim().split(/\s+/) : [];
  if (fields.length < 2 || fields.length > 3 || !fields.every((field) => /^\d+$/.test(field))) {
    return undefined;
  }
  const [examples, ...columns] = fields.map(Number);
  const numLabels = columns.at(-1)!;
  const numFeatures = columns.length === 2 ? columns[0] : null;
  const largest = Math.max(examples, numLabels, numFeatures ?? 0);
  if (examples < 1 || numLabels < 1 || largest > mostFeatures) {
    const expected = 'a header of one example and one label or more, each number below 2^31';
    throw textError({ line }, text, expected);
  }
  if (numLabels > maxLabels) {
    throw textError({ line }, text, `a header of at most ${maxLabels} labels`, adviceOnLabels);
  }
  for (const [name, said] of Object.entries({ numLabels, numFeatures })) {
    const given = sizes[name as keyof StatedSizes] ?? said;
    if (said !== null && given !== said) {
      throw textError({ line }, text, `a header with ${name} ${given}, as the option says`);
    }
  }
  return { line, examples, numFeatures, numLabels };
}

/** Options for reading rows. */
export interface RowOptions extends StatedSizes {
  readonly keepFeatures: boolean;
  /** Number of the first feature. */
  readonly firstFeature: 0 | 1;
}

/** Reads rows `label,label index:value ...`. Without a header a blank line is not a row. */
export class LabelledRows {
  private readonly labels = new LabelSetsBuilder();
  private readonly features = new SparseRowsBuilder();
  private readonly numLabels: number | undefined;
  private readonly numFeatures: number | undefined;
  private readonly labelRange: IndexRange;
  private readonly featureRange: IndexRange;
  private blank: Line | undefined;

  constructor(
    private readonly header: Header | undefined,
    private readonly options: RowOptions,
    { maxLabels }: Required<TextLimits>,
  ) {
    this.numLabels = header?.numLabels ?? options.numLabels;
    this.numFeatures = header?.numFeatures ?? options.numFeatures;
    this.labelRange = rangeOfLabels(this.numLabels, maxLabels);
    const first = options.firstFeature;
    const { numFeatures } = this;
    this.featureRange =
      numFeatures === undefined
        ? { of: 'feature', first, below: mostFeatures, known: false }
        : { of: 'feature', first, below: first + numFeatures, known: true };
  }

  read(line: Line): void {
    const comment = line.text.indexOf('#');
    const text = (comment < 0 ? line.text : line.text.slice(0, comment)).trimEnd();
    if (text === '' && comment >= 0) return;
    const isRow = text !== '' || (this.header !== undefined && this.labels.size < this.header.examples);
    if (!isRow) {
      this.readBlank(line);
      return;
    }
    if (this.blank && !this.header) throw blankRow(this.blank);
    if (this.labels.size === this.header?.examples) throw tooManyRows(line, this.header);
    const row = new SparseLine(line.number, text);
    this.labels.add(row.labels(this.labelRange));
    row.skipQuery();
    this.readFeatures(row);
  }

  result(): LabelData {
    checkRows(this.labels.size, this.header);
    return {
      labelSets: this.labels.build(this.numLabels),
      labelNames: null,
      features: this.options.keepFeatures ? this.features.build(this.numFeatures) : null,
    };
  }

  /**
   * Ignores empty lines at the end of a text. A line that has only spaces may be an example without labels
   * and features.
   */
  private readBlank(line: Line): void {
    if (line.text !== '' && !this.header) throw blankRow(line);
    this.blank ??= line;
  }

  private readFeatures(row: SparseLine): void {
    const { firstFeature, keepFeatures } = this.options;
    for (const pair of row.pairs(this.featureRange)) {
      const value = row.feature(pair);
      if (keepFeatures) this.features.set(pair.index - firstFeature, value);
    }
    this.features.endRow();
  }
}

/** Returns the allowed labels: those below n, or below `maxLabels` if the text decides n. */
export function rangeOfLabels(numLabels: number | undefined, maxLabels: number): IndexRange {
  return { of: 'label', below: numLabels ?? maxLabels, known: numLabels !== undefined };
}

function blankRow({ number: line, text }: Line): Error {
  return textError({ line }, text, 'a row (a blank line is a row only if a header counts the rows)');
}

export function tooManyRows({ number, text }: Line, { line, examples }: Header): Error {
  return textError({ line: number }, text, `the end: line ${line} says ${examples} examples`);
}

/**
 * Checks the number of rows.
 *
 * @throws ValueError for fewer rows than the header says.
 */
export function checkRows(size: number, header: Header | undefined): void {
  if (!header || size >= header.examples) return;
  const expected = `${header.examples} examples, as line ${header.line} says`;
  throw textError(
    { line: header.line + size + 1 },
    `the end after ${size}`,
    expected,
    'Is the file cut off?',
  );
}
