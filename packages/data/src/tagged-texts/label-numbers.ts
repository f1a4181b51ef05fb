import { adviceOnLabels } from '../text/limits.js';
import { textError } from '../text/text-error.js';

/** Numbers names of labels in the order in which they first appear. */
export class LabelNumbers {
  private readonly numberOf = new Map<string, number>();

  /**
   * @param maxLabels The most labels.
   * @param names Those of the first labels.
   */
  constructor(
    private readonly maxLabels: number,
    names: readonly string[],
  ) {
    for (const name of names) this.of(name, 1);
  }

  get names(): string[] {
    return [...this.numberOf.keys()];
  }

  of(name: string, line: number): number {
    const known = this.numberOf.get(name);
    if (known !== undefined) return known;
    const number = this.numberOf.size;
    if (number === this.maxLabels) {
      throw textError({ line }, name, `one of the first ${number} names`, adviceOnLabels);
    }
    this.numberOf.set(copyOf(name), number);
    return number;
  }
}

/** A text that does not keep the piece of the file in memory of which it was cut. */
function copyOf(text: string): string {
  return Array.from(text).join('');
}
