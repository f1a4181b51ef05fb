import { shapeText } from '@argmaxable/core';
import type { StoredTensor } from '@argmaxable/data';
import type { FeatureRange } from '@argmaxable/verify';
import { about, CliError } from '../errors/cli-error.js';
import { readArray } from '../files/read-array.js';

const allowed =
  'any, nonnegative, LOWER:UPPER with LOWER <= UPPER, such as 0:6, 0: or :1, or observed:FILE.npy';

/**
 * Reads the value of `--feature-range`.
 *
 * @throws CliError for anything except the words, two ends with lower <= upper, or a file with a matrix
 *   [examples, features].
 */
export async function parseFeatureRange(text: string): Promise<FeatureRange> {
  if (text === 'any') return 'any';
  if (/^non-?negative$/i.test(text)) return 'nonNegative';
  const file = observedFile(text);
  if (file !== undefined) return readObserved(file);
  const ends = text.split(':');
  if (ends.length !== 2 || text === ':') throw wrong(text);
  const [lower, upper] = ends.map((end, side) => endOf(end, side === 0 ? -Infinity : Infinity, text));
  if (lower > upper) throw wrong(text);
  return { lower, upper };
}

/** The file that `--feature-range` names; undefined if it names none. */
export function observedFile(text: string | undefined): string | undefined {
  return text?.startsWith('observed:') ? text.slice('observed:'.length) : undefined;
}

function endOf(text: string, none: number, whole: string): number {
  if (text === '') return none;
  const end = Number(text);
  if (text.trim() !== text || Number.isNaN(end) || end === -none) throw wrong(whole);
  return end;
}

function wrong(text: string): CliError {
  return new CliError(`--feature-range must be ${allowed}; got '${text}'.`);
}

async function readObserved(path: string): Promise<FeatureRange> {
  if (path === '') throw wrong('observed:');
  return about(path, async () => ({ observed: matrixOf(await readArray(path)) }));
}

function matrixOf({ shape, at, isFloat }: StoredTensor): { values: Float64Array; shape: [number, number] } {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === 0 || columns === 0 || !isFloat) {
    throw new CliError(
      'observed features must be floating-point numbers, [examples, features], one or more; ' +
        `this array has shape ${shapeText(shape)}${isFloat ? '' : ' and no floating-point numbers'}.`,
    );
  }
  const values = new Float64Array(rows * columns);
  for (let i = 0, place = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, place++) {
      const value = at(i, j);
      if (!Number.isFinite(value)) {
        throw new CliError(`row ${i}, column ${j} is ${value}; features must be finite.`);
      }
      values[place] = value;
    }
  }
  return { values, shape: [rows, columns] };
}
