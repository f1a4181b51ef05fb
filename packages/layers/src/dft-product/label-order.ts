import { cyclicSignChanges, isArrayLike, ValueError } from '@argmaxable/core';

/** Where the n labels of a layer stand around its circle. */
export class LabelOrder {
  /** The labels, place by place: a copy. */
  readonly labels: readonly number[];
  /** The place of each label: `places[labels[j]] = j`. */
  readonly places: Int32Array;

  /**
   * @param labels The labels in their order around the circle, each of 0 .. units - 1 once.
   * @throws ValueError naming `labelOrder` for anything else.
   */
  constructor(labels: ArrayLike<number>, units: number) {
    const allowed = `a permutation of the ${units} labels: each integer from 0 to ${units - 1} once`;
    if (!isArrayLike(labels) || labels.length !== units) {
      throw new ValueError('labelOrder', labels, allowed, 'suggestLabelOrder of @argmaxable/data makes one.');
    }
    this.labels = Array.from(labels);
    this.places = new Int32Array(units).fill(-1);
    for (let place = 0; place < units; place++) {
      const label = this.labels[place];
      if (!Number.isInteger(label) || label < 0 || label >= units || this.places[label] !== -1) {
        throw new ValueError(`labelOrder[${place}]`, label, allowed);
      }
      this.places[label] = place;
    }
  }

  /** How often the signs of a label set change around the circle; see `cyclicSignChanges`. */
  signChanges(labels: ArrayLike<number>): number {
    return cyclicSignChanges(
      Int32Array.from(labels, (label) => this.places[label]).sort(),
      this.places.length,
    );
  }
}
