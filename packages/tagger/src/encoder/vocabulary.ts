/** The runs that are features, and in how many of the training texts each occurs. */
export interface Vocabulary {
  readonly grams: readonly string[];
  readonly counts: readonly number[];
}

/** Counts in how many texts each run occurs. */
export class GramCounter {
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];
  private readonly lastText: number[] = [];

  /** The run's number: they are numbered in the order in which they are first seen. */
  numberOf(gram: string): number {
    let number = this.numbers.get(gram);
    if (number === undefined) {
      number = this.counts.length;
      this.numbers.set(gram, number);
      this.counts.push(0);
      this.lastText.push(-1);
    }
    return number;
  }

  /** Counts a run of text `text` once, however often it is there. */
  count(number: number, text: number): void {
    if (this.lastText[number] === text) return;
    this.lastText[number] = text;
    this.counts[number]++;
  }

  /** In how many texts each run occurs, by its number. */
  get textCounts(): readonly number[] {
    return this.counts;
  }

  /** The runs of `minCount` texts or more, the most frequent first, of equal ones the first seen. */
  vocabulary(minCount: number): Vocabulary {
    const entries = [...this.numbers]
      .map(([gram, number]) => ({ gram, count: this.counts[number] }))
      .filter(({ count }) => count >= minCount)
      .sort((a, b) => b.count - a.count);
    return { grams: entries.map(({ gram }) => gram), counts: entries.map(({ count }) => count) };
  }
}

/** The `most` most frequent of two vocabularies, of equal ones the first one's. */
export function mostFrequent(words: Vocabulary, characters: Vocabulary, most: number): Vocabulary[] {
  let [w, c] = [0, 0];
  while (w + c < most && (w < words.counts.length || c < characters.counts.length)) {
    if ((words.counts[w] ?? 0) >= (characters.counts[c] ?? 0)) w++;
    else c++;
  }
  return [firstOf(words, w), firstOf(characters, c)];
}

function firstOf({ grams, counts }: Vocabulary, length: number): Vocabulary {
  return { grams: grams.slice(0, length), counts: counts.slice(0, length) };
}
