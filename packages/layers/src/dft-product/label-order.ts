import { cyclicSignChanges, inversePermutation } from '@argmaxable/core';

/** The places of a layer's n labels around its circle. */
export class LabelOrder {
  /** The labels in the order of their places: a copy. */
  readonly labels: readonly number[];
  /** The place of each label: `places[labels[j]] = j`. */
  readonly places: Int32Array;

  /**
   * @param labels The labels in their order around the circle, each of 0 .. units - 1 once.
   * @throws ValueError naming `labelOrder` for anything else.
   */
  constructor(labels: ArrayLike<number>, units: number) {
    const advice = 'suggestLabelOrder of @argmaxable/data makes one.';
    this.places = inversePermutation('labelOrder', labels, units, advice);
    this.labels = Array.from(labels);
  }

  /** How often the signs of a label set change around the circle; see `cyclicSignChanges`. */
  signChanges(labels: ArrayLike<number>): number {
    return cyclicSignChanges(
      Int32Array.from(labels, (label) => this.places[label]).sort(),
      this.places.length,
    );
  }
}
