import { checkInteger, LabelSets, seededRandom } from '@argmaxable/core';
import { type Tensor2D, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { type Canvas, canvases, compose } from './canvas.js';
import { type DigitPools, loadDigits, NUM_DIGITS, type Pool } from './digits.js';

export interface DatasetSettings {
  /**
   * Images of each digit alone, of each pair of digits and of each triple; as many for testing as for
   * training.
   */
  readonly singles: number;
  readonly pairs: number;
  readonly triples: number;
  readonly canvas: Canvas;
  readonly seed: number;
}

/** Some images of digits and the set of digits on each. */
export interface Split {
  /** Bytes from 0 (paper) to 255 (ink), row after row of a square canvas. */
  readonly images: readonly Uint8Array[];
  readonly labelSets: LabelSets;
}

export interface Dataset {
  readonly train: Split;
  readonly test: Split;
  /** Pixels in a row, and rows, of the canvas. */
  readonly imageSize: number;
}

/** What keeps all images, as bytes and then as tensors, within a gigabyte. */
const MAX_IMAGES = 25_000;

/**
 * Images of one, two and three different digits. Within each number of digits all label sets are equally
 * frequent, as the theory of multi-label neural collapse assumes. Training and test images are made of
 * different handwritten digits.
 */
export function loadDataset(settings: DatasetSettings): Dataset {
  const { singles, pairs, triples, seed } = settings;
  const size = 10 * singles + 45 * pairs + 120 * triples;
  checkInteger('training images', size, { max: MAX_IMAGES }, 'Take fewer singles, pairs or triples.');
  return makeDataset(loadDigits(seed), settings);
}

/** The same of handwritten digits that are there already. */
export function makeDataset(pools: DigitPools, settings: DatasetSettings): Dataset {
  return {
    train: makeSplit(pools.train, settings, `train ${settings.seed}`),
    test: makeSplit(pools.test, settings, `test ${settings.seed}`),
    imageSize: canvases[settings.canvas],
  };
}

function makeSplit(pools: readonly Pool[], settings: DatasetSettings, seed: string): Split {
  const { singles, pairs, triples, canvas } = settings;
  const counts = [singles, pairs, triples];
  const sets = counts.flatMap((count, i) => subsets(NUM_DIGITS, i + 1).flatMap((set) => repeat(set, count)));
  const random = seededRandom(seed);
  const draw = (pool: Pool): Uint8Array => pool[random.integer(pool.length)];
  return {
    images: sets.map((set, i) =>
      compose(
        set.map((digit) => draw(pools[digit])),
        canvas,
        `image ${i} ${seed}`,
      ),
    ),
    labelSets: LabelSets.from(sets, NUM_DIGITS),
  };
}

/** All subsets of 0 .. n - 1 with m members, ascending. */
function subsets(n: number, m: number, from = 0): number[][] {
  if (m === 0) return [[]];
  const sets: number[][] = [];
  for (let first = from; first <= n - m; first++) {
    for (const rest of subsets(n, m - 1, first + 1)) sets.push([first, ...rest]);
  }
  return sets;
}

const repeat = <T>(item: T, count: number): T[] => Array.from({ length: count }, () => item);

/** The images `rows` as a float32 tensor [rows, size, size, 1] from 0 to 1. The caller disposes it. */
export function imagesOf({ images }: Split, rows: readonly number[], imageSize: number): Tensor4D {
  const pixels = imageSize * imageSize;
  const values = new Float32Array(rows.length * pixels);
  rows.forEach((row, i) => images[row].forEach((byte, pixel) => (values[i * pixels + pixel] = byte / 255)));
  return tensor4d(values, [rows.length, imageSize, imageSize, 1]);
}

/** The targets of the images `rows`, multi-hot [rows, 10]. The caller disposes them. */
export function targetsOf({ labelSets }: Split, rows: readonly number[]): Tensor2D {
  return labelSets.select(rows).toMultiHot();
}
