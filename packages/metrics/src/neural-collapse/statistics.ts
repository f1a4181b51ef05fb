import {
  checkInteger,
  checkOptions,
  type LabelSets,
  readNumbers,
  type ScoreMatrix,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { type Features, readCollapseSets, readFeatures } from './inputs.js';
import type { CollapseOptions } from './options.js';

/** The examples of one label set: how many, and their mean feature vector [d]. */
export interface SetMean {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  count: number;
  readonly mean: Float64Array;
}

/**
 * The statistics of features that the neural-collapse figures need, collected batch by batch in float64: the
 * mean of every distinct label set, and the scatter of the single-label examples about the means of their
 * classes.
 *
 * Memory: d^2 + (number of distinct label sets) d numbers, for any number of examples. Time: d^2 / 2 per
 * single-label example, d per other example.
 */
export class CollapseStatistics {
  readonly numLabels: number;
  private width: number | undefined;
  private sets = new Map<string, SetMean>();
  private upper = new Float64Array(0); // row-major [d, d], from the diagonal up

  /** @param args `numLabels`, the number of labels K. */
  constructor(args: { numLabels: number }) {
    const { numLabels } = checkOptions('NeuralCollapse', args, ['numLabels']);
    this.numLabels = checkInteger('numLabels', numLabels, { min: 1 });
  }

  /**
   * Adds examples.
   *
   * @param features [size, d], with the same d in every call. They are not disposed.
   * @param labelSets The labels of each, in any form of `Targets`.
   * @throws ValueError for shapes that do not fit together, and for features that are not finite. Then
   * nothing is added.
   */
  update(features: Features, labelSets: Targets, options: Pick<CollapseOptions, 'targets'> = {}): void {
    const { targets } = checkOptions('update', options, ['targets']);
    const sets = readCollapseSets(labelSets, { targets, numLabels: this.numLabels });
    this.add(readFeatures('features', features, sets.size), sets);
  }

  /** Adds examples that are already checked. */
  private add({ values, size, numLabels: width }: ScoreMatrix, labelSets: LabelSets): void {
    if (size !== labelSets.size) {
      throw new ValueError(
        'features',
        `${size} examples`,
        `as many examples as label sets, ${labelSets.size}`,
      );
    }
    if (size === 0) return;
    this.setWidth(width);
    const deviation = new Float64Array(width);
    for (let i = 0; i < size; i++) {
      const set = this.setOf(labelSets.get(i));
      set.count++;
      // Welford's method: accurate even if the deviations are tiny compared with the means, as under
      // collapse.
      for (let j = 0; j < width; j++) {
        deviation[j] = values[i * width + j] - set.mean[j];
        set.mean[j] += deviation[j] / set.count;
      }
      if (set.labels.length === 1) this.addScatter(deviation, (set.count - 1) / set.count);
    }
  }

  /**
   * Adds all examples of another object, which does not change.
   *
   * @throws ValueError for anything else than such an object, and for other numbers of labels or features.
   * Then nothing is added.
   */
  merge(other: CollapseStatistics): void {
    if (!(other instanceof CollapseStatistics)) throw new ValueError('other', other, 'a NeuralCollapse');
    if (other.numLabels !== this.numLabels) {
      throw new ValueError('numLabels of other', other.numLabels, `${this.numLabels}, as here`);
    }
    if (other.width === undefined) return;
    this.setWidth(other.width, 'other');
    const { upper } = other;
    for (let i = 0; i < upper.length; i++) this.upper[i] += upper[i];
    const deviation = new Float64Array(other.width);
    for (const { labels, count, mean } of [...other.sets.values()]) {
      const set = this.setOf(labels);
      const before = set.count;
      set.count += count;
      for (let j = 0; j < deviation.length; j++) {
        deviation[j] = mean[j] - set.mean[j];
        set.mean[j] += (deviation[j] * count) / set.count;
      }
      if (labels.length === 1) this.addScatter(deviation, (before * count) / set.count);
    }
  }

  /** Removes all examples. */
  reset(): void {
    this.sets = new Map();
    this.upper = new Float64Array(0);
    this.width = undefined;
  }

  /** Number d of features; 0 before the first example. */
  get numFeatures(): number {
    return this.width ?? 0;
  }

  /** Returns the distinct label sets so far, with their means. Do not change them. */
  setMeans(): readonly SetMean[] {
    return [...this.sets.values()];
  }

  /**
   * Computes `v^T S v`, S the scatter of the single-label examples: the sum of
   * `((h - mean of its class) . v)^2`.
   */
  scatterAlong(v: ArrayLike<number>): number {
    const width = this.numFeatures;
    if (readNumbers('v', v).length !== width) throw new ValueError('v', v, `${width} numbers`);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      let row = this.upper[i * width + i] * v[i];
      for (let j = i + 1; j < width; j++) row += 2 * this.upper[i * width + j] * v[j];
      sum += row * v[i];
    }
    return sum;
  }

  private addScatter(deviation: Float64Array, weight: number): void {
    const { upper } = this;
    const width = deviation.length;
    for (let i = 0; i < width; i++) {
      const factor = weight * deviation[i];
      if (factor === 0) continue;
      for (let j = i, place = i * width + i; j < width; j++, place++) upper[place] += factor * deviation[j];
    }
  }

  private setOf(labels: Int32Array): SetMean {
    const key = labels.join();
    let set = this.sets.get(key);
    if (set === undefined) {
      set = { labels: labels.slice(), count: 0, mean: new Float64Array(this.numFeatures) };
      this.sets.set(key, set);
    }
    return set;
  }

  private setWidth(width: number, argument = 'features'): void {
    if (this.width === undefined) {
      this.upper = squareMatrix(width);
      this.width = width;
    } else if (width !== this.width) {
      throw new ValueError(argument, `${width} columns`, `of ${this.width} columns, like those before`);
    }
  }
}

function squareMatrix(width: number): Float64Array<ArrayBuffer> {
  try {
    return new Float64Array(width * width);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const allowed = 'of so few columns that a matrix [columns, columns] fits in memory';
    throw new ValueError('features', `${width} columns`, allowed);
  }
}

/** Computes the statistics of examples that are all in memory. */
export function statisticsOf(
  features: Features,
  labelSets: Targets,
  options: Pick<CollapseOptions, 'numLabels' | 'targets'>,
): CollapseStatistics {
  const sets = readCollapseSets(labelSets, options);
  const statistics = new CollapseStatistics({ numLabels: sets.numLabels });
  statistics.update(features, sets);
  return statistics;
}
