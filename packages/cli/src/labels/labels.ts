import { extname } from 'node:path';
import { LabelSets, ValueError } from '@argmaxable/core';
import {
  type LabelData,
  loadArff,
  loadJsonLines,
  loadLabelNames,
  loadMulanLabels,
  loadSvmlight,
  loadXmlc,
  reorderLabels,
  type TextLimits,
} from '@argmaxable/data';
import { about, CliError } from '../errors/cli-error.js';
import { readNpyFile } from '../readers/npy.js';
import { shapeText, type StoredTensor } from '../readers/stored-tensor.js';
import { streamFile } from '../files/stream-file.js';

/** What label files may be. */
export const labelFormats = ['jsonl', 'xmlc', 'svmlight', 'arff', 'npy'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** The same, and 'text' for what its first line tells: XMLC or SVMlight. */
export type FormatByName = LabelFormat | 'text';

const extensions: Readonly<Record<string, FormatByName>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.txt': 'text',
  '.svm': 'svmlight',
  '.svmlight': 'svmlight',
  '.libsvm': 'svmlight',
  '.arff': 'arff',
  '.npy': 'npy',
};

export interface LabelOptions extends TextLimits {
  readonly format?: LabelFormat;
  /** Field of JSON lines. */
  readonly field?: string;
  /** Mulan's XML file, for ARFF. */
  readonly xml?: string;
  /** MEKA's -C, for ARFF. */
  readonly labelCount?: number;
  /** File of label names. */
  readonly labelNames?: string;
  /** How deep JSON lines may nest. */
  readonly maxNesting?: number;
}

/** The label sets of a file, and the labels' names where they are known. */
export interface Labels {
  readonly labelSets: LabelSets;
  readonly names: readonly string[] | null;
}

/**
 * Reads a label file.
 *
 * @param numLabels How many labels there are; null to go by the file.
 * @param known The labels' names, where the model's own files have them and `--label-names` gives no others.
 */
export async function readLabels(
  path: string,
  numLabels: number | null,
  options: LabelOptions,
  known: readonly string[] | null = null,
): Promise<Labels> {
  const format = formatOf(path, options);
  checkApplies(format, options);
  const names =
    options.labelNames === undefined ? known : await readNames(options.labelNames, numLabels, options);
  const count = numLabels ?? names?.length;
  const labels = await aboutText(path, () => load(path, format, count, names, options));
  if (count !== undefined && labels.labelSets.numLabels !== count) {
    throw new CliError(`${labels.labelSets.numLabels} labels, where there are ${count}.`, { path });
  }
  return labels;
}

/** What a label file is: what the user says, or by its extension. */
export function formatOf(path: string, { format }: LabelOptions): FormatByName {
  const found = format ?? extensions[extname(path).toLowerCase()];
  if (found !== undefined) return found;
  throw new CliError(`say with --format which it is: ${labelFormats.join(', ')}.`, { path });
}

/** @throws CliError for an option that the format has no use for. */
function checkApplies(format: FormatByName, options: LabelOptions): void {
  const { field, xml, labelCount, maxNesting, maxLineLength } = options;
  const wrong = [
    ...(maxNesting !== undefined && format !== 'jsonl' ? ['--max-nesting is for JSON lines'] : []),
    ...(maxLineLength !== undefined && format === 'npy' ? ['--max-line-length is for text'] : []),
    ...(field !== undefined && format !== 'jsonl' ? ['--field is for JSON lines'] : []),
    ...(xml !== undefined && format !== 'arff' ? ['--xml is for ARFF'] : []),
    ...(labelCount !== undefined && format !== 'arff' ? ['--label-count is for ARFF'] : []),
  ];
  if (wrong.length > 0) {
    throw new CliError(
      `${wrong[0]}; the labels are read as ${format === 'text' ? 'xmlc or svmlight' : format}.`,
    );
  }
}

async function load(
  path: string,
  format: FormatByName,
  numLabels: number | undefined,
  names: readonly string[] | null,
  options: LabelOptions,
): Promise<Labels> {
  const limits = limitsOf(options);
  switch (format) {
    case 'jsonl':
      return loadJson(path, numLabels, names, options);
    case 'xmlc':
      return { labelSets: (await loadXmlc(streamFile(path), { numLabels, ...limits })).labelSets, names };
    case 'svmlight':
      return { labelSets: (await loadSvmlight(streamFile(path), { numLabels, ...limits })).labelSets, names };
    case 'text': {
      const { isXmlc, chunks } = await peek(streamFile(path));
      const data = await (isXmlc ? loadXmlc : loadSvmlight)(chunks, { numLabels, ...limits });
      return { labelSets: data.labelSets, names };
    }
    case 'arff':
      return inOrderOf(names, await loadArffFile(path, options));
    case 'npy':
      return { labelSets: multiHot(await readNpyFile(path)), names };
  }
}

async function loadJson(
  path: string,
  numLabels: number | undefined,
  names: readonly string[] | null,
  { field, labelNames, maxNesting, ...options }: LabelOptions,
): Promise<Labels> {
  // Names that repeat can be shown, but no label can be told by them.
  const telling = names !== null && new Set(names).size === names.length;
  const known = telling ? { labelNames: names } : { numLabels };
  const data = await loadJsonLines(streamFile(path), { field, maxNesting, ...known, ...limitsOf(options) });
  if (data.labelNames && !telling && numLabels !== undefined) {
    throw names ? namesTwice(labelNames === undefined) : namesWithoutOrder();
  }
  return { labelSets: data.labelSets, names: names ?? data.labelNames };
}

async function loadArffFile(path: string, { xml, labelCount, ...options }: LabelOptions): Promise<LabelData> {
  const limits = limitsOf(options);
  const labelNames =
    xml === undefined ? undefined : await aboutText(xml, () => loadMulanLabels(streamFile(xml), limits));
  try {
    return await loadArff(streamFile(path), { labelNames, labelCount, ...limits });
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    if (error.argument === 'labelNames' && xml !== undefined) {
      throw new CliError(`label ${JSON.stringify(error.given)} is no attribute of ${path}.`, { path: xml });
    }
    if (error.argument === 'labelCount' && labelCount === undefined) {
      throw new CliError(
        "say which attributes are labels, for @relation has no '-C n': --xml names them, --label-count 14 takes the first 14, -14 the last.",
      );
    }
    throw error;
  }
}

/** Labels that an ARFF file names as the model does, in another order, are put in the model's. */
function inOrderOf(names: readonly string[] | null, { labelSets, labelNames }: LabelData): Labels {
  const numberOf = new Map(labelNames!.map((name, label) => [name, label]));
  const order = names?.flatMap((name) => numberOf.get(name) ?? []) ?? [];
  const isSame = names?.length === labelNames!.length && new Set(order).size === labelNames!.length;
  return { labelSets: isSame ? reorderLabels(labelSets, order) : labelSets, names: names ?? labelNames };
}

function limitsOf({ maxLabels, maxLineLength }: LabelOptions): TextLimits {
  return { maxLabels, maxLineLength };
}

/** Bytes in which the first line has to end for its form to tell the format. */
const firstLineLength = 4096;

/**
 * Whether a text begins with two integers alone, as XMLC's present form does; and the text, from its start.
 */
async function peek(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ isXmlc: boolean; chunks: AsyncIterable<Uint8Array> }> {
  const read: Uint8Array[] = [];
  let head = Buffer.alloc(0);
  while (head.length < firstLineLength && !head.includes('\n')) {
    const next = await chunks.next();
    if (next.done) break;
    read.push(next.value);
    head = Buffer.concat([head, next.value.subarray(0, firstLineLength)]);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      yield* chunks;
    } finally {
      await chunks.return(undefined); // also where nobody got as far as them: it closes the file
    }
  };
  const [firstLine] = new TextDecoder().decode(head).split('\n');
  return { isXmlc: /^\s*\d+\s+\d+\s*$/.test(firstLine), chunks: whole() };
}

/** Options of the command, by the names that the library's messages have. */
const flags: Readonly<Record<string, string>> = {
  numLabels: '--num-labels',
  labelCount: '--label-count',
  labelNames: '--label-names',
  maxLabels: '--max-labels',
  maxLineLength: '--max-line-length',
  maxNesting: '--max-nesting',
  loadXmlc: '--format xmlc',
};

function inWordsOfCommand(message: string): string {
  return message
    .replace(/\b(?:num|max|load|label)[A-Z]\w+/g, (name) => (Object.hasOwn(flags, name) ? flags[name] : name))
    .replace(/\{ field: '([^']*)' \}/g, '--field $1');
}

/** As `about`, in the words of the command's options. */
function aboutText<T>(path: string, read: () => Promise<T>): Promise<T> {
  return about(path, async () => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ValueError) || 'code' in error) throw error;
      throw new CliError(inWordsOfCommand(error.message), { path, cause: error });
    }
  });
}

function namesTwice(ofModel: boolean): CliError {
  return ofModel
    ? new CliError("the labels are names, and the model's config.json has some twice; say --label-names.")
    : new CliError('the labels are names, and --label-names has some twice.');
}

function namesWithoutOrder(): CliError {
  return new CliError(
    "the labels are names; say with --label-names in which order the model's rows have them " +
      '(one per line, or a JSON array).',
  );
}

/** A matrix [examples, labels] of 0 and 1. */
function multiHot({ shape, at }: StoredTensor): LabelSets {
  const [examples, numLabels] = shape;
  if (shape.length !== 2 || examples === 0 || numLabels === 0) {
    throw new CliError(
      `an array of shape ${shapeText(shape)}; label sets are multi-hot, [examples, labels], one or more.`,
    );
  }
  const rows = function* (): Generator<number[]> {
    for (let i = 0; i < examples; i++) {
      const labels: number[] = [];
      for (let j = 0; j < numLabels; j++) {
        const value = at(i, j);
        if (value !== 0 && value !== 1) {
          throw new CliError(`row ${i}, column ${j} is ${value}; multi-hot is 0 or 1.`);
        }
        if (value === 1) labels.push(j);
      }
      yield labels;
    }
  };
  return LabelSets.from(rows(), numLabels);
}

/**
 * Reads a file of label names: one per line, or a JSON array.
 *
 * @param numLabels How many there must be; null for any number.
 */
export async function readNames(
  path: string,
  numLabels: number | null,
  options: LabelOptions = {},
): Promise<string[]> {
  const names = await aboutText(path, () => loadLabelNames(streamFile(path), limitsOf(options)));
  if (numLabels !== null && names.length !== numLabels) {
    throw new CliError(`${names.length} names, where there are ${numLabels} labels.`, { path });
  }
  return names;
}
