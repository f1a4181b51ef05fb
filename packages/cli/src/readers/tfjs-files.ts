import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseJson } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';
import { readText } from '../files/read-bytes.js';

/** Weights that lie one after the other in some files, read as one. */
interface WeightGroup {
  readonly files: readonly string[];
  readonly weights: readonly io.WeightsManifestEntry[];
}

/**
 * The groups of weights that a tfjs model.json names; none for what is no such file, which is for its reader
 * to say.
 */
export async function weightGroups(path: string): Promise<readonly WeightGroup[]> {
  const json = parseJson(await readText(path)) as Partial<io.ModelJSON> | null;
  const manifest: unknown = json?.weightsManifest;
  if (!Array.isArray(manifest)) return [];
  return (manifest as (Partial<io.WeightsManifestConfig[number]> | null)[]).map((group) => ({
    files: listOf(group?.paths)
      .filter((name): name is string => typeof name === 'string')
      .map((name) => join(dirname(path), name)),
    weights: listOf(group?.weights),
  }));
}

function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/**
 * The file that a number of a weight lies in; the model.json itself where that cannot be told.
 *
 * @param index Of the number, row by row.
 */
export async function weightFile(path: string, name: string, index: number): Promise<string> {
  for (const { files, weights } of await weightGroups(path)) {
    const place = weights.findIndex((weight) => weight.name === name);
    if (place < 0) continue;
    if (files.length === 1) return files[0];
    let at = index * bytesPerValue(weights[place]);
    for (const weight of weights.slice(0, place)) at += sizeOf(weight.shape) * bytesPerValue(weight);
    for (const file of files) {
      const { size } = await stat(file);
      if (at < size) return file;
      at -= size;
    }
  }
  return path;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

const bytesOfType: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, bool: 1, complex64: 8 },
  ...{ uint8: 1, uint16: 2, float16: 2 },
};

/** NaN for texts, which vary in length. */
function bytesPerValue({ dtype, quantization }: io.WeightsManifestEntry): number {
  return bytesOfType[quantization?.dtype ?? dtype] ?? NaN;
}
