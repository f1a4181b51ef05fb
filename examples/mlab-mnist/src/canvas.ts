import { seededRandom } from '@argmaxable/core';
import { DIGIT_SIZE } from './digits.js';

/**
 * How digits share an image:
 * - 'side': in different quarters of a canvas of 56 x 56 pixels, so that they lie side by side and never
 *   touch;
 * - 'over': anywhere on a canvas of 40 x 40, so that they often lie over each other; where they do, the
 *   darker ink shows.
 */
export const canvases = { side: 2 * DIGIT_SIZE, over: 40 } as const;

export type Canvas = keyof typeof canvases;

/** Lays digits on an empty canvas, at places that the seed decides. */
export function compose(digits: readonly Uint8Array[], canvas: Canvas, seed: string): Uint8Array {
  const size = canvases[canvas];
  const image = new Uint8Array(size * size);
  const places = canvas === 'side' ? quarters(seed) : anywhere(digits.length, size - DIGIT_SIZE, seed);
  digits.forEach((digit, i) => {
    const [top, left] = places[i];
    for (let y = 0; y < DIGIT_SIZE; y++) {
      for (let x = 0; x < DIGIT_SIZE; x++) {
        const at = (top + y) * size + left + x;
        image[at] = Math.max(image[at], digit[y * DIGIT_SIZE + x]);
      }
    }
  });
  return image;
}

type Place = readonly [top: number, left: number];

function quarters(seed: string): Place[] {
  return seededRandom(seed)
    .permutation(4)
    .map((i) => [DIGIT_SIZE * (i >> 1), DIGIT_SIZE * (i & 1)]);
}

function anywhere(count: number, room: number, seed: string): Place[] {
  const random = seededRandom(seed);
  const offset = (): number => random.integer(room + 1);
  return Array.from({ length: count }, () => [offset(), offset()]);
}
