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
import type { Part, StudyData } from './study-data.js';

/** A file of features and label sets. */
export interface FileSettings {
  readonly kind: 'file';
  readonly path: string;
  /** SHA-256 of the file: another content is another data set. */
  readonly sha256: string;
  /** What its format has to be told: `xml`, the path of Mulan's, or `labelCount`. */
  readonly options: Readonly<Record<string, string | number>>;
  /** Size E of what the encoder gives. */
  readonly embeddingSize: number;
}

/** Shares of the examples that are held out, and that rates are chosen by. */
const shares = { heldOut: 0.2, validation: 0.1 };

/** The settings of a file as it is now. */
export function fileSettings(
  path: string,
  options: FileSettings['options'],
  embeddingSize: number,
): FileSettings {
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return { kind: 'file', path, sha256, options, embeddingSize };
}

/** The examples of a file; a dense layer without activation is the encoder. Features are as in the file. */
export async function loadFile({ path, options, embeddingSize }: FileSettings): Promise<StudyData> {
  const { labelSets, features } = await labelData(path, options);
  if (features === null) throw new Error(`${path} holds no features, and models are trained on features.`);
  const rows = seededRandom('split 1').permutation(labelSets.size);
  const [heldOut, validation] = [shares.heldOut, shares.validation].map((share) =>
    Math.max(1, Math.round(share * labelSets.size)),
  );
  const part = (chosen: readonly number[]): Part => partOf(labelSets, features, chosen);
  return {
    name: basename(path),
    numLabels: labelSets.numLabels,
    meanActive: labelSets.meanActive(),
    maxActive: labelSets.maxActive(),
    heldOut: part(rows.slice(0, heldOut)),
    validation: part(rows.slice(heldOut, heldOut + validation)),
    train: part(rows.slice(heldOut + validation)),
    features: embeddingSize,
    encoder: (seed) => [
      layers.dense({
        units: embeddingSize,
        inputShape: [features.width],
        kernelInitializer: initializers.glorotUniform({ seed }),
      }),
    ],
  };
}

function partOf(labelSets: LabelSets, features: SparseRows, chosen: readonly number[]): Part {
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
