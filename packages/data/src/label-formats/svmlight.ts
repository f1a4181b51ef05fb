import { checkBoolean, checkInteger, checkOptions } from '@argmaxable/core';
import { limitNames, readLimits, type TextLimits } from '../text/limits.js';
import { type Line, linesOf } from '../text/lines.js';
import type { TextSource } from '../text/source.js';
import { inText, textError } from '../text/text-error.js';
import type { LabelData } from './label-data.js';
import { type Header, LabelledRows, readHeader, type RowOptions, readStatedSizes } from './labelled-rows.js';

export interface SvmlightOptions extends TextLimits {
  /** Number of labels n, for text without a header; one more than the largest label by default. */
  numLabels?: number;
  /** Number of features, for text without a header; by default as many as the largest index needs. */
  numFeatures?: number;
  /** Number of the first feature, 0 or 1; the text itself does not say which. 0 by default. */
  firstFeature?: 0 | 1;
  /** Whether to keep the features too; false by default. */
  features?: boolean;
}

/**
 * Reads label sets, and on request features, from multi-label SVMlight text, as scikit-learn's
 * `dump_svmlight_file` and LIBSVM write it, and from the old form of the Extreme Classification Repository
 * (XMLC), which is the same after a header.
 *
 * The header is `examples features labels`, three integers, so it cannot be mistaken for a row. A row is
 * `label,label,... qid:number index:value index:value ...`; a row without labels starts with its features, or
 * is blank if a header counts the rows. `qid` is ignored. `#` starts a comment. Labels are numbered from 0,
 * features from `firstFeature`; features ascend in a row. Values are decimal numbers in any notation.
 *
 * Reads as the text comes: it takes memory for what it keeps, not for the text.
 *
 * Source: https://svmlight.joachims.org; XMLC: http://manikvarma.org/downloads/XC/XMLRepository.html.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options `numLabels`, `numFeatures`, `firstFeature`, `features`, `maxLabels`, `maxLineLength`; see
 *   {@link SvmlightOptions}.
 * @returns `labelSets`; `labelNames` is null; `features` on request.
 * @throws ValueError (as a rejection) that names line and column, and the file if it is known, for a label or
 *   feature that is out of range, twice in its row or not a finite number, features that do not ascend, a
 *   blank line without a header (except empty lines at the end), more or fewer rows than the header says,
 *   options that differ from the header, and text that is not UTF-8 or has no examples.
 *
 * @example
 * import { loadSvmlight } from '@argmaxable/data';
 * const { labelSets, features } = await loadSvmlight('0,2 1:0.5 4:2\n 0:1 # no label\n', { features: true });
 * labelSets.get(0); // Int32Array [0, 2]
 * features.width; // 5
 */
export async function loadSvmlight(source: TextSource, options: SvmlightOptions = {}): Promise<LabelData> {
  checkOptions('loadSvmlight', options, [
    'numLabels',
    'numFeatures',
    'firstFeature',
    'features',
    ...limitNames,
  ]);
  const limits = readLimits(options);
  const { features = false, firstFeature = 0 } = options;
  const rowOptions: RowOptions = {
    ...readStatedSizes(options, limits),
    keepFeatures: checkBoolean('features', features),
    firstFeature: checkInteger('firstFeature', firstFeature, { min: 0, max: 1 }) as 0 | 1,
  };
  return inText(source, null, async () => {
    const before: Line[] = []; // comments, and blank lines
    let rows: LabelledRows | undefined;
    for await (const line of linesOf(source, limits.maxLineLength)) {
      if (rows) {
        rows.read(line);
      } else if (/^\s*(?:#|$)/.test(line.text)) {
        if (line.text.trim() === '') before.push(line);
      } else {
        const header = headerOf(line, rowOptions, limits);
        rows = new LabelledRows(header, rowOptions, limits);
        if (!header) [...before, line].forEach((line) => rows!.read(line));
      }
    }
    return (rows ?? new LabelledRows(undefined, rowOptions, limits)).result();
  });
}

function headerOf(line: Line, options: RowOptions, limits: Required<TextLimits>): Header | undefined {
  const header = readHeader(line, options, limits);
  if (header?.numFeatures !== null) return header;
  const advice = 'Is it a header without features, such as that of trn_X_Y.txt? loadXmlc reads such text.';
  throw textError({ line: line.number }, line.text, 'a row label,label index:value ...', advice);
}
