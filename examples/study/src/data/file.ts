import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type LabelSets, seededRandom } from '@argmaxable/core';
import {
  formatsOf,
  type LabelData,
  type LabelFormat,
  type LabelFormatOptions,
  labelFormats,
  type SparseRows,
} from '@argmaxable/data';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { GridOptions } from '../figure.js';
import type { EncoderName } from './encoders.js';
import { scaling } from './scaling.js';
import type { Part, StudyData } from './study-data.js';

/** A file, and what was in it. */
interface Content {
  readonly path: string;
  /** SHA-256 of the file: another content is another data set. */
  readonly sha256: string;
}

/** A file of features and label sets. */
export interface FileSettings extends Content {
  readonly kind: 'file';
  /** A file of the same form with the examples that are held out; without it a fifth of the examples is. */
  readonly heldOut?: Content;
  /** What its format has to be told: `xml`, the path of Mulan's, or `labelCount`. */
  readonly options: Readonly<Record<string, string | number>>;
  /** Size E of what the encoder gives. */
  readonly embeddingSize: number;
  /** A dense layer, and behind it a leaky ReLU or nothing. */
  readonly encoder: FileEncoder;
}

type FileEncoder = Exclude<EncoderName, 'cnn'>;

/** Shares of the examples that are held out, and of the rest that settings are chosen by. */
const shares = { heldOut: 0.2, validation: 0.2 };

/** What has to be said of a file. */
export type FileOptions = Required<Pick<GridOptions, 'data'>> &
  Pick<GridOptions, 'heldOut' | 'dataOptions' | 'encoder'>;

/** The settings of a file as it is now. */
export function fileSettings(
  { data, heldOut, dataOptions = {}, encoder = 'leaky' }: FileOptions,
  embeddingSize: number,
): FileSettings {
  if (encoder === 'cnn') {
    throw new Error("The encoder 'cnn' reads words. Take 'linear' or 'leaky' for the features of a file.");
  }
  return {
    ...{ kind: 'file', ...contentOf(data), ...(heldOut !== undefined && { heldOut: contentOf(heldOut) }) },
    ...{ options: dataOptions, embeddingSize, encoder },
  };
}

const contentOf = (path: string): Content => {
  return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
};

/** The examples of a file, with features in one scale. */
export async function loadFile(settings: FileSettings): Promise<StudyData> {
  const { path, heldOut: other, options, embeddingSize, encoder } = settings;
  const own = await examplesOf(path, options);
  const rows = seededRandom('split 1').permutation(own.labelSets.size);
  const [heldOut, rest] = other ? [[], rows] : parted(rows, shares.heldOut);
  const [validation, train] = parted(rest, shares.validation);
  const scale = scaling(own.features, train);
  const scaled = { ...own, features: scale(own.features) };
  const others = other && (await examplesOf(other.path, options));
  if (others) checkSame(own, others, other.path);
  return {
    name: basename(path),
    numLabels: own.labelSets.numLabels,
    meanActive: own.labelSets.meanActive(),
    maxActive: Math.max(own.labelSets.maxActive(), others?.labelSets.maxActive() ?? 0),
    heldOut: others ? partOf({ ...others, features: scale(others.features) }) : partOf(scaled, heldOut),
    ...{ validation: partOf(scaled, validation), train: partOf(scaled, train) },
    features: embeddingSize,
    encoder: (seed) => [
      layers.dense({
        units: embeddingSize,
        inputShape: [own.features.width],
        kernelInitializer: initializers.glorotUniform({ seed }),
      }),
      ...(encoder === 'leaky' ? [layers.leakyReLU({ alpha: 0.1 })] : []),
    ],
  };
}

/** A share of the rows, at least one, and the others. */
function parted(rows: readonly number[], share: number): [number[], number[]] {
  const count = Math.max(1, Math.round(share * rows.length));
  return [rows.slice(0, count), rows.slice(count)];
}

interface Examples {
  readonly labelSets: LabelSets;
  readonly features: SparseRows;
}

async function examplesOf(path: string, options: FileSettings['options']): Promise<Examples> {
  const { labelSets, features } = await labelData(path, options);
  if (features === null) throw new Error(`${path} holds no features, and models are trained on features.`);
  return { labelSets, features };
}

function checkSame(own: Examples, others: Examples, path: string): void {
  const sizes = ({ labelSets, features }: Examples): string =>
    `${features.width} features and ${labelSets.numLabels} labels`;
  if (sizes(own) !== sizes(others)) {
    throw new Error(`${path} has ${sizes(others)}. It needs those of the other file: ${sizes(own)}.`);
  }
}

function partOf({ labelSets, features }: Examples, chosen?: readonly number[]): Part {
  if (chosen === undefined) {
    return { size: labelSets.size, labelSets, inputs: (rows) => features.toDense(rows) };
  }
  return {
    size: chosen.length,
    labelSets: labelSets.select(chosen),
    inputs: (rows) => features.toDense(rows.map((row) => chosen[row])),
  };
}

async function labelData(path: string, given: FileSettings['options']): Promise<LabelData> {
  const bytes = readFileSync(path);
  const format = formatOf(path, bytes);
  const asked: LabelFormatOptions & { features?: boolean } = { ...given };
  if (typeof given.xml === 'string') asked.xml = readFileSync(given.xml, 'utf8');
  if (format.options.includes('features')) asked.features = true;
  try {
    return await (format.content === 'text'
      ? format.load(bytes.toString('utf8'), asked)
      : format.load(bytes, asked));
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

/** By the file's name; where formats share it, by its first line. */
function formatOf(path: string, bytes: Buffer): LabelFormat {
  const formats = formatsOf(labelFormats, path);
  const firstLine = bytes.subarray(0, 4096).toString('utf8').split('\n', 1)[0];
  const format = formats.find((one) => one.firstLine?.test(firstLine)) ?? formats.at(-1);
  if (format) return format;
  const known = [...new Set(labelFormats.flatMap(({ extensions }) => extensions))].join(', ');
  throw new Error(`The name of ${path} does not say what it holds. Names that do end in ${known}.`);
}
