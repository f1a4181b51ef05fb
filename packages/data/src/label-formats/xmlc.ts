import { checkBoolean, checkOptions, ValueError } from '@argmaxable/core';
import { limitNames, readLimits, type TextLimits } from '../text/limits.js';
import { type Line, linesOf } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import { inText, textError } from '../text/text-error.js';
import type { LabelData } from './label-data.js';
import {
  checkRows,
  type Header,
  LabelledRows,
  rangeOfLabels,
  readHeader,
  readStatedSizes,
  type StatedSizes,
  tooManyRows,
} from './labelled-rows.js';
import { LabelSetsBuilder, SparseRowsBuilder } from './row-builders.js';
import { type IndexRange, SparseLine } from './sparse-line.js';
import type { SparseRows } from './sparse-rows.js';

export interface XmlcOptions extends TextLimits {
  /** Number of labels n that the header must say; any by default. */
  numLabels?: number;
  /** Whether to keep the features of text in the old form too; false by default. */
  features?: boolean;
  /**
   * Text of the features for labels in the present form, such as the text of `trn_X_Xf.txt`; none by default.
   */
  featureText?: TextSource;
}

/**
 * Reads label sets, and on request features, from text of the Extreme Classification Repository (XMLC). The
 * header shows which of the two forms the text has.
 *
 * Present form, `trn_X_Y.txt`: the header `examples labels`, then a row `label:1 label:1 ...` for each
 * example; a blank line is an example without labels. Labels may be in any order; their value is 1, or 0 if
 * they are not active. Features are a text of the same form with any values, `trn_X_Xf.txt`: give it as
 * `featureText`. Old form: the header `examples features labels`, then rows `label,label index:value ...`;
 * `loadSvmlight` reads these too. Labels and features are numbered from 0.
 *
 * Reads as the text comes: it takes memory for what it keeps, not for the text.
 *
 * Source: http://manikvarma.org/downloads/XC/XMLRepository.html.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `numLabels`, `features`, `featureText`, `maxLabels`, `maxLineLength`; see {@link
 * XmlcOptions}.
 * @returns `labelSets`; `labelNames` is null; `features` on request.
 * @throws ValueError (as a rejection) that names line and column, and the file if it is known, for text
 *   without a header, more or fewer rows than the header says, labels that are out of range or twice in a
 *   row, features that are out of range or do not ascend, values that are not numbers, values of a label
 *   other than 0 and 1, and text that is not UTF-8. For an error in `featureText` the place starts with its
 *   path, or `featureText`.
 *
 * @example
 * import { loadXmlc } from '@argmaxable/data';
 * const { labelSets } = await loadXmlc('3 5\n0:1.00000 3:1.00000\n\n4:1.00000\n');
 * labelSets.numLabels; // 5
 * labelSets.get(0); // Int32Array [0, 3]
 * labelSets.get(1); // Int32Array []
 */
export async function loadXmlc(source: TextSource, options: XmlcOptions = {}): Promise<LabelData> {
  checkOptions('loadXmlc', options, ['numLabels', 'features', 'featureText', ...limitNames]);
  const { features = false, featureText } = options;
  const keepFeatures = checkBoolean('features', features);
  if (keepFeatures && featureText !== undefined) {
    throw new ValueError('features', true, 'omitted if featureText has them');
  }
  const limits = readLimits(options);
  const sizes = readStatedSizes(options, limits);
  const data = await inText(source, null, async () => {
    let rows: LabelledRows | LabelRows | undefined;
    for await (const line of linesOf(source, limits.maxLineLength)) {
      if (rows) {
        rows.read(line);
        continue;
      }
      const header = headerOf(line, sizes, limits);
      if (header.numFeatures === null && keepFeatures) {
        throw textError({ line: 1 }, line.text, 'a header of labels and features', 'Give featureText.');
      }
      if (header.numFeatures !== null && featureText !== undefined) {
        throw textError({ line: 1 }, line.text, 'a header without features, because featureText has them');
      }
      rows =
        header.numFeatures === null
          ? new LabelRows(header, limits)
          : new LabelledRows(header, { keepFeatures, firstFeature: 0 }, limits);
    }
    if (!rows) throw textError({ line: 1 }, 'the end of the text', expectedHeader, 'Is the file empty?');
    return rows.result();
  });
  if (featureText === undefined) return data;
  return { ...data, features: await readFeatures(featureText, data.labelSets.size, limits) };
}

const expectedHeader = "a header 'examples labels' or 'examples features labels'";

function headerOf(line: Line, sizes: StatedSizes, limits: Required<TextLimits>): Header {
  const header = readHeader(line, sizes, limits);
  if (!header) throw textError({ line: line.number }, line.text, expectedHeader);
  return header;
}

/** Reads rows `label:1 label:1 ...`. */
class LabelRows {
  private readonly labels = new LabelSetsBuilder();
  private readonly range: IndexRange;

  constructor(
    private readonly header: Header,
    { maxLabels }: Required<TextLimits>,
  ) {
    this.range = rangeOfLabels(header.numLabels, maxLabels);
  }

  read(line: Line): void {
    if (this.labels.size === this.header.examples) {
      if (line.text.trim() === '') return;
      throw tooManyRows(line, this.header);
    }
    const row = new SparseLine(line.number, line.text);
    const active: number[] = [];
    for (const pair of row.pairs(this.range)) if (row.active(pair)) active.push(pair.index);
    this.labels.add(active);
  }

  result(): LabelData {
    checkRows(this.labels.size, this.header);
    return { labelSets: this.labels.build(this.header.numLabels), labelNames: null, features: null };
  }
}

/** Reads `examples features`, then rows `feature:value ...`. */
async function readFeatures(
  source: TextSource,
  examples: number,
  limits: Required<TextLimits>,
): Promise<SparseRows> {
  return inText(source, 'featureText', async () => {
    const features = new SparseRowsBuilder();
    let header: Header | undefined;
    for await (const line of linesOf(source, limits.maxLineLength)) {
      if (!header) {
        header = featureHeader(line, examples);
        continue;
      }
      if (features.size === examples) {
        if (line.text.trim() === '') continue;
        throw tooManyRows(line, header);
      }
      const row = new SparseLine(line.number, line.text);
      for (const pair of row.pairs({ of: 'feature', below: header.numFeatures!, known: true })) {
        features.set(pair.index, row.feature(pair));
      }
      features.endRow();
    }
    if (!header) throw textError({ line: 1 }, 'the end of the text', "a header 'examples features'");
    checkRows(features.size, header);
    return features.build(header.numFeatures!);
  });
}

function featureHeader({ number: line, text }: Line, examples: number): Header {
  const fields = text.length < 100 ? text.trim().split(/\s+/) : [];
  const [size, numFeatures] = fields.map((field) => (/^\d+$/.test(field) ? Number(field) : NaN));
  if (fields.length !== 2 || size !== examples || !(numFeatures >= 0 && numFeatures < 2 ** 31)) {
    const expected = `a header 'examples features' of ${examples} examples, as the labels have`;
    throw textError({ line }, text, expected);
  }
  return { line, examples, numFeatures, numLabels: 1 };
}

/** The header `examples labels` or `examples features labels`, after comments. */
const headerLine = /^(?:\s*#.*\n)*\s*\d+[ \t]+(?:\d+[ \t]+)?(\d+)[ \t]*\r?\n/;

/** Finds the number of labels in the header of a text from its first bytes; null if there is no header. */
export function labelsInXmlcHead(start: Uint8Array): number | null {
  const [, labels] = headerLine.exec(new TextDecoder().decode(start)) ?? [];
  return labels === undefined ? null : Number(labels);
}
