/**
 * A typed array that grows as numbers are added, and takes at most twice their memory. JavaScript's own
 * arrays are limited to about 100 million elements.
 */
export class GrowingArray<T extends Int32Array | Float32Array> {
  private values: T;
  private count = 0;

  constructor(private readonly type: new (length: number) => T) {
    this.values = new type(64);
  }

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const larger = new this.type(2 * this.count);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = value;
  }

  at(index: number): number {
    return this.values[index];
  }

  /** Returns a copy of the numbers from `start` up to, not including, `end`. */
  slice(start = 0, end = this.count): T {
    return this.values.slice(start, end) as T;
  }
}
