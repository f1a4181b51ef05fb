import { characterGrams, wordGrams } from '../src/encoder/grams.js';
import { NgramEncoder } from '../src/encoder/ngram-encoder.js';
import { type NgramOptions, readNgramOptions } from '../src/encoder/settings.js';
import { tokensOf } from '../src/encoder/tokens.js';

const fit = (texts: string[], options: NgramOptions = {}) =>
  NgramEncoder.fit(texts, readNgramOptions({ minCount: 1, ...options }, 1e6));

test('tokens are words of any script, in lower case, compatible characters made one', () => {
  expect(tokensOf("Don't PANIC: 42 ﬁsh!")).toEqual(['don', 't', 'panic', '42', 'fish']);
  expect(tokensOf('Größe Éa हिन्दी 日本語 🐦🐦')).toEqual(['größe', 'éa', 'हिन्दी', '日本語', '🐦', '🐦']);
  expect(tokensOf(' ...\n')).toEqual([]);
});

test('runs of words count the start of the text, single words do not', () => {
  expect(wordGrams(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c', ' a', 'a b', 'b c', ' a b', 'a b c']);
  expect(wordGrams([], 2)).toEqual([]);
  expect(wordGrams(['a'], 0)).toEqual([]);
});

test("runs of characters are those of scikit-learn's char_wb, by code points", () => {
  expect(characterGrams('bird', [3, 5])).toEqual([
    ' bi',
    'bir',
    'ird',
    'rd ',
    ' bir',
    'bird',
    'ird ',
    ' bird',
    'bird ',
  ]);
  expect(characterGrams('a', [3, 5])).toEqual([' a ']);
  expect(characterGrams('𝒳y', [3, 4])).toEqual([' 𝒳y', '𝒳y ', ' 𝒳y ']);
});

test('both parts of a row have length 1, and values are tf-idf', () => {
  const encoder = fit(['red red bird', 'bird'], { words: 1, characters: null });
  const { indices, values } = encoder.encode(['red red bird']);
  const names = Array.from(indices, (feature) => encoder.gramOf(feature).gram);
  // idf = ln((1 + texts) / (1 + texts with it)) + 1; tf = 1 + ln(count)
  const raw: Record<string, number> = { red: (1 + Math.log(2)) * (Math.log(3 / 2) + 1), bird: 1 };
  const length = Math.hypot(raw.red, raw.bird);
  names.forEach((name, i) => expect(values[i]).toBeCloseTo(raw[name] / length, 6)); // float32
  expect(names.sort()).toEqual(['bird', 'red']);

  const both = fit(['red bird', 'bird song']).encode(['red bird']);
  expect(both.values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(2, 5);
});

test('what occurs in fewer texts than minCount is no feature, and unknown words give nothing', () => {
  const encoder = fit(['a bird bird', 'a rose'], { minCount: 2, characters: null });
  expect(encoder.data.words).toEqual({ grams: ['a', ' a'], counts: [2, 2] });
  expect(encoder.encode(['zebra', '']).indptr).toEqual(Int32Array.of(0, 0, 0));
});

test('maxFeatures keeps the most frequent runs of both kinds', () => {
  const encoder = fit(['ab', 'ab', 'ab cd'], { words: 1, characters: [4, 4], maxFeatures: 2 });
  expect(encoder.data.words.grams).toEqual(['ab']);
  expect(encoder.data.characters.grams).toEqual([' ab ']);
  expect(encoder.width).toBe(2);
});

test('the same text gives the same row alone and among others', () => {
  const texts = ['a red bird', 'the red rose', 'a bird sings'];
  const encoder = fit(texts);
  const together = encoder.encode(texts);
  texts.forEach((text, i) => {
    const alone = encoder.encode([text]);
    const [begin, end] = [together.indptr[i], together.indptr[i + 1]];
    expect(alone.indices).toEqual(together.indices.slice(begin, end));
    expect(alone.values).toEqual(together.values.slice(begin, end));
  });
});

test.each<[NgramOptions, RegExp]>([
  [{ words: 6 }, /words must be an integer from 0 to 5/],
  [{ words: 0, characters: null }, /words must be 1 or more where characters is null/],
  [{ characters: [3] as never }, /characters must be two numbers/],
  [{ characters: [5, 3] }, /characters\[1\]/],
  [{ minCount: 0 }, /minCount/],
  [{ maxFeatures: 0 }, /maxFeatures/],
  [{ maxfeatures: 5 } as never, /Did you mean 'maxFeatures'/],
])('options %p are refused', (options, message) => {
  expect(() => readNgramOptions(options, 10)).toThrow(message);
});

test('texts that share nothing are refused', () => {
  expect(() => fit(['one', 'two'], { minCount: 2, words: 1, characters: null })).toThrow(
    /texts that share words/,
  );
});
