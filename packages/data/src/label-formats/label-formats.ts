import type { Bytes } from '../bytes/byte-source.js';
import type { ByteLimits } from '../bytes/read-budget.js';
import type { TextSource } from '../text/source.js';
import { type ArffOptions, loadArff } from './arff/index.js';
import { type JsonLinesOptions, loadJsonLines } from './json-lines.js';
import type { LabelData } from './label-data.js';
import { labelsInNpyHead, loadNpyLabels } from './npy-labels.js';
import { loadSvmlight, type SvmlightOptions } from './svmlight.js';
import { labelsInXmlcHead, loadXmlc, type XmlcOptions } from './xmlc.js';

/** Options of all label formats; each takes those that its row lists. */
export type LabelFormatOptions = JsonLinesOptions & XmlcOptions & SvmlightOptions & ArffOptions & ByteLimits;

interface Format {
  readonly name: string;
  /** What it is called in a text. */
  readonly title: string;
  /** How the names of its files end, each with a dot first. */
  readonly extensions: readonly string[];
  /**
   * How a file's first line looks, in full, where formats share its extension; null for the one that it is
   * otherwise.
   */
  readonly firstLine: RegExp | null;
  /**
   * Where the labels' names stand: null, nowhere, for labels have numbers; 'rows', in each row in place of
   * numbers, where they have to be told which number is whose; 'head', once, in the order of the numbers.
   */
  readonly labelNames: 'rows' | 'head' | null;
  /** The options that `load` takes; it refuses others. */
  readonly options: readonly (keyof LabelFormatOptions)[];
  /** How many labels there are by a file's first bytes, some thousands; null where they do not say it. */
  readonly labelsInHead: ((start: Uint8Array) => number | null) | null;
}

/** A format of files of label sets, in text or in bytes. */
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
 * The formats of label sets that are read, each with all that is to be said of it: choice by the file's name,
 * options, help and documentation follow this table.
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
