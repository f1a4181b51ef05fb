import { parseJson, shapeText } from '@argmaxable/core';
import { about, CliError } from '../errors/cli-error.js';
import { readArray } from '../files/read-array.js';
import { readText } from '../files/read-text.js';

/** The value of `--thresholds`: one number for all labels, or one for each. */
export type Thresholds = number | Float64Array;

/**
 * Reads the value of `--thresholds`: a number, or a file of numbers, .npy or a JSON array.
 *
 * @throws CliError for anything else.
 */
export async function parseThresholds(text: string): Promise<Thresholds> {
  const number = numberOf(text);
  if (Number.isFinite(number)) return number;
  if (text === '' || !Number.isNaN(number)) {
    throw new CliError(
      `--thresholds must be a finite number, or a file of one for each label; got '${text}'.`,
    );
  }
  return text.endsWith('.npy') ? readThresholdsFile(text) : readList(text);
}

/** The file that `--thresholds` names; undefined if it names none. */
export function thresholdsFile(text: string | undefined): string | undefined {
  return text === undefined || Number.isFinite(numberOf(text)) ? undefined : text;
}

function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** Thresholds for the given number of labels. */
export function thresholdsFor(thresholds: Thresholds, numLabels: number): Float64Array {
  return typeof thresholds === 'number' ? new Float64Array(numLabels).fill(thresholds) : thresholds;
}

async function readThresholdsFile(path: string): Promise<Float64Array> {
  return about(path, async () => {
    const { shape, at, isFloat } = await readArray(path);
    if (shape.length !== 1 || !isFloat) {
      throw new CliError(
        `thresholds must be floating-point numbers, one for each label; this array has shape ${shapeText(shape)}.`,
      );
    }
    return finite(Array.from({ length: shape[0] }, (_, i) => at(i)));
  });
}

async function readList(path: string): Promise<Float64Array> {
  const text = await readText(path);
  return about(path, () => {
    let values: unknown;
    try {
      values = parseJson(text);
    } catch {
      // No list either.
    }
    if (!Array.isArray(values)) {
      throw new CliError('thresholds must be a JSON array of numbers, or an .npy file.');
    }
    return finite(values);
  });
}

function finite(values: readonly unknown[]): Float64Array {
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return Float64Array.from(values as number[]);
  throw new CliError(`threshold ${odd} must be a finite number; got ${JSON.stringify(values[odd])}.`);
}
