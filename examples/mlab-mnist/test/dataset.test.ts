import '@tensorflow/tfjs-backend-cpu';
import { type Canvas, compose } from '../src/canvas.js';
import { type Dataset, imagesOf, loadDataset, makeDataset, type Split, targetsOf } from '../src/dataset.js';
import { DIGIT_SIZE, type DigitPools, loadDigits, type Pool } from '../src/digits.js';

const settings = { singles: 3, pairs: 2, triples: 1, canvas: 'side' as Canvas, seed: 7 };

let digits: DigitPools;
let data: Dataset;
beforeAll(() => {
  digits = loadDigits(settings.seed);
  data = makeDataset(digits, settings);
});

const keyOf = (image: Uint8Array): string => Buffer.from(image).toString('latin1');

/** Which digit each handwritten image is of. */
const digitOf = (pools: readonly Pool[]): Map<string, number> =>
  new Map(pools.flatMap((pool, digit) => pool.map((image) => [keyOf(image), digit] as const)));

/** One quarter of a canvas of 56 x 56. */
function quarter(image: Uint8Array, i: number): Uint8Array {
  const [top, left] = [DIGIT_SIZE * (i >> 1), DIGIT_SIZE * (i & 1)];
  return Uint8Array.from({ length: DIGIT_SIZE * DIGIT_SIZE }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / DIGIT_SIZE), pixel % DIGIT_SIZE];
    return image[(top + y) * 2 * DIGIT_SIZE + left + x];
  });
}

test('all digits are there, and none is both for training and for testing', () => {
  const images = [...digits.train, ...digits.test].flat();
  expect(images.length).toBe(10_000);
  expect(images.every(({ length }) => length === DIGIT_SIZE * DIGIT_SIZE)).toBe(true);
  const train = digitOf(digits.train);
  expect(digits.test.flat().filter((image) => train.has(keyOf(image)))).toEqual([]);
  for (const [i, pool] of digits.test.entries())
  // Rounded to whole images
  {
    expect(pool.length / (pool.length + digits.train[i].length)).toBeCloseTo(0.2, 2);
  }
});

test.each(['train', 'test'] as const)(
  'a %s image shows the digits of its label set, from its own pool',
  (name) => {
    const known = digitOf(digits[name]);
    const { images, labelSets } = data[name];
    images.forEach((image, i) => {
      const inked = [0, 1, 2, 3]
        .map((q) => quarter(image, q))
        .filter((part) => part.some((byte) => byte > 0));
      const shown = inked.map((part) => known.get(keyOf(part))!);
      expect(shown.sort((a, b) => a - b)).toEqual([...labelSets.get(i)]);
    });
  },
);

test('label sets are balanced within each number of digits', () => {
  for (const { images, labelSets } of [data.train, data.test]) {
    const { sets, counts } = labelSets.distinct();
    const expected = [...sets].map(({ length }) => [3, 2, 1][length - 1]);
    expect([...counts]).toEqual(expected);
    expect([sets.size, images.length]).toEqual([10 + 45 + 120, 30 + 90 + 120]);
  }
});

test('the seed decides everything', () => {
  const images = (split: Split): string[] => split.images.map(keyOf);
  expect(images(loadDataset(settings).train)).toEqual(images(data.train));
  expect(images(makeDataset(digits, { ...settings, seed: 8 }).train)).not.toEqual(images(data.train));
});

test('digits over each other show the darker ink', () => {
  const blank = new Uint8Array(DIGIT_SIZE * DIGIT_SIZE);
  const [a, b] = [digits.train[3][0], digits.train[8][0]];
  for (const seed of ['x', 'y', 'z']) {
    const both = compose([a, b], 'over', seed);
    const [alone, other] = [compose([a, blank], 'over', seed), compose([blank, b], 'over', seed)];
    expect([...both]).toEqual([...both.keys()].map((i) => Math.max(alone[i], other[i])));
    expect([...alone].filter((byte) => byte > 0).sort()).toEqual([...a].filter((byte) => byte > 0).sort());
    expect(both.length).toBe(40 * 40);
  }
});

test('tensors of images are between 0 and 1, with multi-hot targets', () => {
  const [x, y] = [imagesOf(data.train, [5, 200], data.imageSize), targetsOf(data.train, [5, 200])];
  expect([x.shape, y.shape]).toEqual([
    [2, 56, 56, 1],
    [2, 10],
  ]);
  const values = x.dataSync();
  expect(values[56 * 56 + 700]).toBe(Math.fround(data.train.images[200][700] / 255));
  expect(Math.max(...values)).toBe(1);
  expect(Math.min(...values)).toBe(0);
  expect(y.arraySync().map((row) => row.reduce((sum, value) => sum + value))).toEqual([1, 3]);
  x.dispose();
  y.dispose();
});

test('more images than memory should hold are refused', () => {
  expect(() => loadDataset({ ...settings, triples: 1000 })).toThrow('training images must be an integer');
});
