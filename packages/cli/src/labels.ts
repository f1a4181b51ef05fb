import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { LabelSets } from '@argmaxable/core';
import { loadArff, loadJsonLines, loadSvmlight } from '@argmaxable/data';
import { about, CliError } from './cli-error.js';
import { readNpy } from './readers/npy.js';
import { readBytes, readText } from './readers/read-bytes.js';
import { shapeText } from './readers/stored-tensor.js';

/** What label files may be. */
export const labelFormats = ['jsonl', 'svmlight', 'arff', 'npy'] as const;
export type LabelFormat = (typeof labelFormats)[number];

const extensions: Readonly<Record<string, LabelFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.txt': 'svmlight',
  '.svm': 'svmlight',
  '.svmlight': 'svmlight',
  '.libsvm': 'svmlight',
  '.arff': 'arff',
  '.npy': 'npy',
};

export interface LabelOptions {
  readonly format?: LabelFormat;
  /** Field of JSON lines. */
  readonly field?: string;
  /** Mulan's XML file, for ARFF. */
  readonly xml?: string;
  /** MEKA's -C, for ARFF. */
  readonly labelCount?: number;
  /** File of label names. */
  readonly labelNames?: string;
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
  const names = options.labelNames === undefined ? known : await readNames(options.labelNames, numLabels);
  const count = numLabels ?? names?.length;
  const labels = await about(path, () => load(path, format, count, names, options));
  if (count !== undefined && labels.labelSets.numLabels !== count) {
    throw new CliError(`${labels.labelSets.numLabels} labels, where there are ${count}.`, { path });
  }
  return labels;
}

/** What a label file is: what the user says, or by its extension. */
export function formatOf(path: string, { format }: LabelOptions): LabelFormat {
  const found = format ?? extensions[extname(path).toLowerCase()];
  if (found !== undefined) return found;
  throw new CliError(`say with --format which it is: ${labelFormats.join(', ')}.`, { path });
}

/** @throws CliError for an option that the format has no use for. */
function checkApplies(format: LabelFormat, { field, xml, labelCount }: LabelOptions): void {
  const wrong = [
    ...(field !== undefined && format !== 'jsonl' ? ['--field is for JSON lines'] : []),
    ...(xml !== undefined && format !== 'arff' ? ['--xml is for ARFF'] : []),
    ...(labelCount !== undefined && format !== 'arff' ? ['--label-count is for ARFF'] : []),
  ];
  if (wrong.length > 0) throw new CliError(`${wrong[0]}; the labels are read as ${format}.`);
}

async function load(
  path: string,
  format: LabelFormat,
  numLabels: number | undefined,
  names: readonly string[] | null,
  { field, xml, labelCount, labelNames }: LabelOptions,
): Promise<Labels> {
  switch (format) {
    case 'jsonl': {
      // Names that repeat can be shown, but no label can be told by them.
      const telling = names !== null && new Set(names).size === names.length;
      const options = telling ? { labelNames: names } : { numLabels };
      const data = await loadJsonLines(chunksOf(path), { field, ...options });
      if (data.labelNames && !telling && numLabels !== undefined) {
        throw names ? namesTwice(labelNames === undefined) : namesWithoutOrder();
      }
      return { labelSets: data.labelSets, names: names ?? data.labelNames };
    }
    case 'svmlight': {
      const data = await loadSvmlight(chunksOf(path), { numLabels });
      return { labelSets: data.labelSets, names };
    }
    case 'arff': {
      const options = xml === undefined ? { labelCount } : { xml: await readText(xml) };
      const data = await loadArff(chunksOf(path), options);
      return { labelSets: data.labelSets, names: names ?? data.labelNames };
    }
    case 'npy':
      return { labelSets: multiHot(await readBytes(path)), names };
  }
}

/** Opens the file when it is read, not before: a stream that fails and has no reader would end the process. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path) as AsyncIterable<Uint8Array>;
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
function multiHot(bytes: Uint8Array): LabelSets {
  const { shape, at } = readNpy(bytes);
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
        if (value !== 0 && value !== 1)
          throw new CliError(`row ${i}, column ${j} is ${value}; multi-hot is 0 or 1.`);
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
export async function readNames(path: string, numLabels: number | null): Promise<string[]> {
  const text = await readText(path);
  return about(path, () => {
    const names: unknown = text.trimStart().startsWith('[')
      ? JSON.parse(text)
      : text.trimEnd().split(/\r?\n/);
    if (!Array.isArray(names) || names.some((name) => typeof name !== 'string' || name === '')) {
      throw new CliError('label names must be one per line, or a JSON array of texts.');
    }
    if (numLabels !== null && names.length !== numLabels) {
      throw new CliError(`${names.length} names, where there are ${numLabels} labels.`);
    }
    return names as string[];
  });
}
