import { ValueError } from '@argmaxable/core';
import { SparseRows } from '@argmaxable/data';
import { characterGrams, wordGrams } from './grams.js';
import type { NgramSettings } from './settings.js';
import { tokensOf } from './tokens.js';
import { GramCounter, mostFrequent, type Vocabulary } from './vocabulary.js';

/** How many words' runs of characters are remembered: words repeat, and cutting them up takes time. */
const mostRemembered = 100_000;

/** What `NgramEncoder` is made of, as it is saved. */
export interface NgramEncoderData {
  readonly settings: NgramSettings;
  /** How many texts were counted. */
  readonly texts: number;
  readonly words: Vocabulary;
  readonly characters: Vocabulary;
}

/**
 * Texts as sparse rows: tf-idf of runs of words and of characters inside words. The features of words come
 * first, then those of characters; each of the two parts of a row has length 1, so that neither drowns the
 * other. The number of a run in a text counts as 1 + its logarithm.
 */
export class NgramEncoder {
  private readonly wordNumbers: ReadonlyMap<string, number>;
  private readonly characterNumbers: ReadonlyMap<string, number>;
  private readonly idf: Float64Array;
  private readonly remembered = new Map<string, Int32Array>();

  constructor(readonly data: NgramEncoderData) {
    const { words, characters, texts } = data;
    this.wordNumbers = numbersOf(words.grams, 0);
    this.characterNumbers = numbersOf(characters.grams, words.grams.length);
    const counts = [...words.counts, ...characters.counts];
    this.idf = Float64Array.from(counts, (count) => Math.log((1 + texts) / (1 + count)) + 1);
  }

  /**
   * Counts the runs of the texts.
   *
   * @throws ValueError where no run occurs in `minCount` texts.
   */
  static fit(texts: readonly string[], settings: NgramSettings): NgramEncoder {
    const [words, characters] = [new GramCounter(), new GramCounter()];
    const ofToken = new Map<string, number[]>();
    texts.forEach((text, i) => {
      const tokens = tokensOf(text);
      for (const gram of wordGrams(tokens, settings.words)) words.count(words.numberOf(gram), i);
      if (settings.characters === null) return;
      for (const token of tokens) {
        let numbers = ofToken.get(token);
        if (!numbers) {
          numbers = characterGrams(token, settings.characters).map((gram) => characters.numberOf(gram));
          ofToken.set(token, numbers);
        }
        for (const number of numbers) characters.count(number, i);
      }
    });
    const { minCount, maxFeatures } = settings;
    const kept = mostFrequent(words.vocabulary(minCount), characters.vocabulary(minCount), maxFeatures);
    if (kept[0].grams.length + kept[1].grams.length === 0) {
      const allowed = `texts that share words: no run of words or characters occurs in ${minCount} of them`;
      throw new ValueError(
        'texts',
        `${texts.length} texts`,
        allowed,
        'Give more texts, or a lower minCount.',
      );
    }
    return new NgramEncoder({ settings, texts: texts.length, words: kept[0], characters: kept[1] });
  }

  /** The number of features. */
  get width(): number {
    return this.idf.length;
  }

  /** The run that feature `feature` stands for, and of what it is a run. */
  gramOf(feature: number): { gram: string; of: 'words' | 'characters' } {
    const { words, characters } = this.data;
    return feature < words.grams.length
      ? { gram: words.grams[feature], of: 'words' }
      : { gram: characters.grams[feature - words.grams.length], of: 'characters' };
  }

  encode(texts: readonly string[]): SparseRows {
    const indptr = new Int32Array(texts.length + 1);
    const [indices, values]: [number[], number[]] = [[], []];
    texts.forEach((text, i) => {
      const tokens = tokensOf(text);
      this.addPart(this.wordsOf(tokens), indices, values);
      this.addPart(this.charactersOf(tokens), indices, values);
      indptr[i + 1] = indices.length;
    });
    return new SparseRows(this.width, indptr, Int32Array.from(indices), Float32Array.from(values));
  }

  /** Features of runs of words, each as often as it occurs. */
  private wordsOf(tokens: readonly string[]): number[] {
    return wordGrams(tokens, this.data.settings.words).flatMap((gram) => this.wordNumbers.get(gram) ?? []);
  }

  /** Features of runs of characters, each as often as it occurs. */
  private charactersOf(tokens: readonly string[]): number[] {
    const { characters } = this.data.settings;
    if (characters === null) return [];
    const features: number[] = [];
    for (const token of tokens) {
      let ofToken = this.remembered.get(token);
      if (!ofToken) {
        const grams = characterGrams(token, characters);
        ofToken = Int32Array.from(grams.flatMap((gram) => this.characterNumbers.get(gram) ?? []));
        if (this.remembered.size >= mostRemembered) this.remembered.clear();
        this.remembered.set(token, ofToken);
      }
      for (const feature of ofToken) features.push(feature);
    }
    return features;
  }

  /** Adds the tf-idf of features to a row, as a vector of length 1. */
  private addPart(features: number[], indices: number[], values: number[]): void {
    const begin = indices.length;
    let square = 0;
    const sorted = Int32Array.from(features).sort();
    for (let at = 0; at < sorted.length;) {
      const feature = sorted[at];
      const first = at;
      while (at < sorted.length && sorted[at] === feature) at++;
      const value = (1 + Math.log(at - first)) * this.idf[feature];
      square += value * value;
      indices.push(feature);
      values.push(value);
    }
    for (let i = begin; i < values.length; i++) values[i] /= Math.sqrt(square);
  }
}

function numbersOf(grams: readonly string[], first: number): Map<string, number> {
  return new Map(grams.map((gram, i) => [gram, first + i]));
}
