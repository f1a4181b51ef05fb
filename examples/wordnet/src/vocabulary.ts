/** Numbers for words: 0 pads, 1 is any word not in the vocabulary, the rest are known words. */
export class Vocabulary {
  private readonly numbers: Map<string, number>;

  /** @param words Known words; word i gets number i + 2. */
  constructor(readonly words: readonly string[]) {
    this.numbers = new Map(words.map((word, i) => [word, i + 2]));
  }

  /** The words that occur `minCount` times or more in the texts, in order of first appearance. */
  static of(texts: Iterable<string>, minCount: number): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of split(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return new Vocabulary([...counts].flatMap(([word, count]) => (count >= minCount ? [word] : [])));
  }

  /** How many numbers there are, padding and unknown included. */
  get size(): number {
    return this.words.length + 2;
  }

  /** Numbers of a text's words, none of them padding. */
  encode(text: string): Int32Array {
    return Int32Array.from(split(text), (word) => this.numbers.get(word) ?? 1);
  }
}

function split(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
