import { checkBoolean, checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import { limitNames, readLimits, type TextLimits } from '../../text/limits.js';
import { linesOf } from '../../text/lines.js';
import type { TextSource } from '../../text/source.js';
import { inText, textError } from '../../text/text-error.js';
import type { LabelData } from '../label-data.js';
import { checkLabelNames } from '../label-names-option.js';
import { loadMulanLabels } from '../mulan-labels.js';
import { ArffHeader } from './header.js';
import { ArffRows, attributesNamed } from './rows.js';

export interface ArffOptions extends TextLimits {
  /** Text of the XML file that names the labels (Mulan). */
  xml?: TextSource;
  /** Names of the attributes that are labels, in the order in which they are numbered. */
  labelNames?: readonly string[];
  /**
   * MEKA's `-C`: n for the first n attributes, -n for the last n; by default the number in
   * `@relation 'name: -C n'`.
   */
  labelCount?: number;
  /**
   * Whether to keep the features too; false by default. Features are all attributes that are not labels:
   * numbers, and nominal values as their place in the list of values.
   */
  features?: boolean;
}

/**
 * Reads label sets, and on request features, from ARFF text, dense or sparse, as Weka, Mulan, MEKA and OpenML
 * write it. Some attributes are labels: those that `labelNames` or Mulan's XML file names, or the first or
 * last n, as in MEKA.
 *
 * Labels are numbered in the order of `labelNames` or of the XML, so that files with another order of
 * attributes give the same numbers; without both, in the order of the attributes. Features are numbered in
 * the order of the other attributes. A value that a sparse row omits is 0, or the first value of a nominal
 * attribute.
 *
 * A label's attribute is numeric, 0 and 1, or nominal with one or both values of one of these pairs, in any
 * order and case; the second value means active: {0,1}, {-1,1}, {false,true}, {f,t}, {no,yes}, {n,y},
 * {off,on}, {absent,present}, {negative,positive}, {neg,pos}. Other values are refused, and so is a missing
 * label, `?`.
 *
 * Commas separate values; spaces do so only if a row has no comma. As in Weka, comments after `%` outside
 * quotes and one comma at the end of a row are ignored. Weights of rows and attributes, such as `{5}`, are
 * ignored too: all examples count equally.
 *
 * Reads as the text comes: it takes memory for what it keeps, not for the text.
 *
 * Source: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/,
 * https://mulan.sourceforge.net/format.html, https://waikato.github.io/meka/.
 *
 * @param source UTF-8 text: a string, bytes, or a stream or iterable of them.
 * @param options One of `xml`, `labelNames`, `labelCount`; `features`; `maxLabels`, `maxLineLength`; see
 *   {@link ArffOptions}.
 * @returns `labelSets`, `labelNames`, and `features` on request.
 * @throws ValueError (as a rejection) that names line and column, and the file if it is known, for text that
 *   is not ARFF or not UTF-8, is cut off or has no rows, a row with more or fewer values than attributes,
 *   sparse indices that do not ascend or are out of range, a label with other values, a label without an
 *   attribute, and features that are strings, dates, missing (`?`) or not finite. For an error in `xml` the
 *   place starts with its path, or `xml`.
 *
 * @example
 * import { loadArff } from '@argmaxable/data';
 * const arff = `@relation balls
 * @attribute size numeric
 * @attribute red {0,1}
 * @attribute blue {FALSE,TRUE}
 * @data
 * 2.5,1,FALSE
 * {2 TRUE}`;
 * const { labelSets, labelNames } = await loadArff(arff, { labelCount: -2 });
 * labelNames; // ['red', 'blue']
 * const xml = '<labels><label name="blue"/><label name="red"/></labels>';
 * const mulan = await loadArff(arff, { xml, features: true });
 * mulan.features.toDense().print(); // [[2.5], [0]]
 */
export async function loadArff(source: TextSource, options: ArffOptions = {}): Promise<LabelData> {
  checkOptions('loadArff', options, ['xml', 'labelNames', 'labelCount', 'features', ...limitNames]);
  const { features = false } = options;
  const keepFeatures = checkBoolean('features', features);
  const limits = readLimits(options);
  checkOneWay(options);
  const named = await labelNamesOf(options, limits);
  return inText(source, null, async () => {
    const header = new ArffHeader();
    let rows: ArffRows | undefined;
    let lastLine = 0;
    for await (const line of linesOf(source, limits.maxLineLength)) {
      lastLine = line.number;
      if (rows) {
        rows.read(line);
      } else if (header.read(line)) {
        const names = named
          ? attributesNamed(header.attributes, named, options.xml === undefined ? 'labelNames' : 'xml')
          : namesByCount(header, options.labelCount);
        checkInteger('number of labels', names.length, { max: limits.maxLabels }, 'Raise maxLabels.');
        rows = new ArffRows(header.attributes, names, keepFeatures);
      }
    }
    if (rows) return rows.result();
    throw textError({ line: lastLine + 1 }, 'the end of the text', '@data', 'Is the file empty, or cut off?');
  });
}

/** Refuses options that give the labels in more than one way. */
function checkOneWay({ xml, labelNames, labelCount }: ArffOptions): void {
  if (labelCount !== undefined) checkInteger('labelCount', labelCount);
  if (labelNames !== undefined) checkLabelNames(labelNames);
  if (labelCount !== undefined && xml !== undefined) {
    throw new ValueError('labelCount', labelCount, 'omitted if xml names the labels');
  }
  if (labelCount !== undefined && labelNames !== undefined) {
    throw new ValueError('labelCount', labelCount, 'omitted if labelNames names the labels');
  }
  if (labelNames !== undefined && xml !== undefined) {
    throw new ValueError('labelNames', labelNames, 'omitted if xml names the labels');
  }
}

async function labelNamesOf(
  { xml, labelNames }: ArffOptions,
  limits: Required<TextLimits>,
): Promise<readonly string[] | undefined> {
  return xml === undefined ? labelNames : loadMulanLabels(xml, limits);
}

/** Returns the names of the first (`count` above 0) or last (below 0) |count| attributes. */
function namesByCount({ attributes, labelCount }: ArffHeader, given: number | undefined): string[] {
  const count = given ?? labelCount?.count;
  if (count === undefined) {
    const advice =
      `Give Mulan's XML file as xml, the names of the labels as labelNames, or labelCount: ` +
      '14 for the first, -14 for the last 14 attributes.';
    throw new ValueError('labelCount', given, `given if @relation has no '-C n' and there is no xml`, advice);
  }
  if (count === 0 || Math.abs(count) > attributes.length) {
    const range = `from 1 to ${attributes.length}, the number of attributes, or from -1 to -${attributes.length}`;
    throw given === undefined
      ? textError({ line: labelCount!.line }, `-C ${count}`, `a number of labels ${range}`)
      : new ValueError('labelCount', count, range);
  }
  return (count > 0 ? attributes.slice(0, count) : attributes.slice(count)).map(({ name }) => name);
}
