import type { Bytes } from '../bytes/byte-source.js';
import type { ByteLimits } from '../bytes/read-budget.js';
import type { TextSource } from '../text/source.js';
import { type ArffOptions, loadArff } from './arff/index.js';
import { type CsvLabelOptions, loadCsv } from './csv.js';
import { type JsonLinesOptions, loadJsonLines } from './json-lines.js';
import type { LabelData } from './label-data.js';
import { labelsInNpyHead, loadNpyLabels } from './npy-labels.js';
import { loadSvmlight, type SvmlightOptions } from './svmlight.js';
import { labelsInXmlcHead, loadXmlc, type XmlcOptions } from './xmlc.js';

/** The options of all label formats together; each format takes those that its row lists. */
export type LabelFormatOptions = JsonLinesOptions &
  XmlcOptions &
  SvmlightOptions &
  ArffOptions &
  CsvLabelOptions &
  ByteLimits;

interface Format {
  readonly name: string;
  /** Its name in running text. */
  readonly title: string;
  /** The extensions of its files' names, each with the dot. */
  readonly extensions: readonly string[];
  /**
   * If formats share an extension, a pattern for the whole first line of a file of this format; null for the
   * format that a file has if no pattern matches.
   */
  readonly firstLine: RegExp | null;
  /**
   * Where a file has the labels' names. null: nowhere, because labels are numbers. 'rows': in each row in
   * place of numbers, so an option must say which label has which number. 'head': once, in the order of the
   * numbers.
   */
  readonly labelNames: 'rows' | 'head' | null;
  /** The options that `load` takes; it refuses others. */
  readonly options: readonly (keyof LabelFormatOptions)[];
  /** Finds the number of labels from the first thousands of bytes of a file; null if they do not show it. */
  readonly labelsInHead: ((start: Uint8Array) => number | null) | null;
}

/** A format of label files: text or bytes. */
export type LabelFormat = Format &
  (
    | {
        readonly content: 'text';
        readonly load: (source: TextSource, options: LabelFormatOptions) => Promise<LabelData>;
      }
    | {
        readonly content: 'bytes';
        readonly load: (source: Bytes, options: LabelFormatOptions) => Promise<LabelData>;
      }
  );

const textLimits = ['maxLabels', 'maxLineLength'] as const;

/**
 * The label formats that can be read. The choice of a format by the file's name, the options, the help and
 * the documentation are made from this table.
 *
 * @example
 * import { labelFormats } from '@argmaxable/data';
 * labelFormats.find(({ extensions }) => extensions.includes('.arff')).name; // 'arff'
 */
export const labelFormats: readonly LabelFormat[] = [
  {
    name: 'jsonl',
    title: 'JSON lines',
    extensions: ['.jsonl', '.ndjson'],
    firstLine: null,
    labelNames: 'rows',
    options: ['field', 'numLabels', 'labelNames', 'maxNesting', ...textLimits],
    labelsInHead: null,
    content: 'text',
    load: loadJsonLines,
  },
  {
    name: 'xmlc',
    title: 'XMLC',
    extensions: ['.txt'],
    firstLine: /^\s*\d+\s+\d+\s*$/,
    labelNames: null,
    options: ['numLabels', 'features', 'featureText', ...textLimits],
    labelsInHead: labelsInXmlcHead,
    content: 'text',
    load: loadXmlc,
  },
  {
    name: 'svmlight',
    title: 'SVMlight',
    extensions: ['.svm', '.svmlight', '.libsvm', '.txt'],
    firstLine: null,
    labelNames: null,
    options: ['numLabels', 'numFeatures', 'firstFeature', 'features', ...textLimits],
    labelsInHead: labelsInXmlcHead,
    content: 'text',
    load: loadSvmlight,
  },
  {
    name: 'arff',
    title: 'ARFF',
    extensions: ['.arff'],
    firstLine: null,
    labelNames: 'head',
    options: ['xml', 'labelNames', 'labelCount', 'features', ...textLimits],
    labelsInHead: null,
    content: 'text',
    load: loadArff,
  },
  {
    name: 'csv',
    title: 'CSV',
    extensions: ['.csv', '.tsv'],
    firstLine: null,
    labelNames: 'head',
    options: ['labelNames', 'labelCount', 'features', ...textLimits],
    labelsInHead: null,
    content: 'text',
    load: loadCsv,
  },
  {
    name: 'npy',
    title: 'multi-hot .npy',
    extensions: ['.npy'],
    firstLine: null,
    labelNames: null,
    options: ['maxBytes'],
    labelsInHead: labelsInNpyHead,
    content: 'bytes',
    load: loadNpyLabels,
  },
];
