import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';

/** Options of the encoder `'ngrams'`. */
export interface NgramOptions {
  /** The most words of a run: 0, no words, to 5; 2 by default. */
  readonly words?: number;
  /**
   * The fewest and the most characters of a run inside a word, 1 to 10; [3, 5] by default. null: no
   * characters.
   */
  readonly characters?: readonly [number, number] | null;
  /** In how many texts a run has to occur to become a feature: 1 or more; 2 by default. */
  readonly minCount?: number;
  /**
   * The most features, 1 or more: the most frequent ones are kept. By default as many as give 2^27 weights
   * (512 MiB) together with the labels.
   */
  readonly maxFeatures?: number;
}

/** The options with their defaults. */
export type NgramSettings = Required<NgramOptions>;

const names = ['words', 'characters', 'minCount', 'maxFeatures'];

/** Checks the options and fills in the defaults. */
export function readNgramOptions(options: NgramOptions, mostFeatures: number): NgramSettings {
  const given = checkOptions('the encoder', options, names);
  const { words = 2, minCount = 2, maxFeatures = mostFeatures } = given;
  checkInteger('words', words, { min: 0, max: 5 });
  const characters = given.characters === undefined ? ([3, 5] as const) : readRange(given.characters);
  if (words === 0 && characters === null) {
    throw new ValueError('words', words, '1 or more where characters is null', 'Nothing is left to count.');
  }
  return {
    words,
    characters,
    minCount: checkInteger('minCount', minCount, { min: 1 }),
    maxFeatures: checkInteger('maxFeatures', maxFeatures, { min: 1 }),
  };
}

function readRange(range: unknown): readonly [number, number] | null {
  if (range === null) return null;
  if (!Array.isArray(range) || range.length !== 2) {
    throw new ValueError('characters', range, 'two numbers, such as [3, 5], or null');
  }
  const shortest = checkInteger('characters[0]', range[0], { min: 1, max: 10 });
  return [shortest, checkInteger('characters[1]', range[1], { min: shortest, max: 10 })];
}
