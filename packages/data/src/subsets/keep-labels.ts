import { checkInteger, checkOptions, LabelSets, ValueError } from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';
import { countsOfUsed, type LabelCounts } from './label-counts.js';

/** Options of `keepLabels`: give exactly one. */
export interface KeepLabelsOptions {
  /** The fewest examples in which a kept label is active, 1 or more. */
  readonly minCount?: number;
  /**
   * The number of labels to keep, 1 to n: those that are active in the most examples. Of equally frequent
   * labels the lower numbers are kept.
   */
  readonly top?: number;
}

/** What `keepLabels` returns. */
export interface KeptLabels {
  /**
   * All given examples, in their order, with only the kept labels, which are renumbered from 0 in their
   * order. An example may have no labels left.
   */
  readonly labelSets: LabelSets;
  /** The original number of each kept label, ascending. */
  readonly labels: Int32Array;
  /** The numbers of the examples that had labels and have none left, ascending. */
  readonly emptied: Int32Array;
  /**
   * Removes the dropped labels from other examples of the n labels, such as those of a test, and renumbers
   * the rest.
   */
  readonly reduce: (labelSets: LabelSets) => LabelSets;
  /** Converts label sets of the kept labels, such as a model's predictions, to the original numbers. */
  readonly restore: (labelSets: LabelSets) => LabelSets;
}

/**
 * Drops labels that are too rare to be learned.
 *
 * All examples stay, also those without labels left, so that they still belong to the same rows of features;
 * `emptied` lists those without labels left. `Array.from(labels, (label) => labelNames[label])` gives the
 * names of the kept labels.
 *
 * @param labelSets Label sets of n labels.
 * @param options Either `minCount` or `top`; see {@link KeepLabelsOptions}.
 * @throws ValueError for both options or none, a value out of range, and a `minCount` that no label has;
 *   `reduce` and `restore` throw it for label sets of another number of labels.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { keepLabels } from '@argmaxable/data';
 * const kept = keepLabels(LabelSets.from([[0, 2], [2], [1]], 3), { minCount: 2 });
 * kept.labels; // Int32Array [2]
 * kept.emptied; // Int32Array [2]: the example that had only label 1
 * kept.restore(kept.labelSets).get(0); // Int32Array [2]
 */
export function keepLabels(labelSets: LabelSets, options: KeepLabelsOptions): KeptLabels {
  const { minCount, top } = checkOptions('keepLabels', options, ['minCount', 'top']);
  const { numLabels } = checkLabelSets('labelSets', labelSets);
  if ((minCount === undefined) === (top === undefined)) {
    const given = top === undefined ? 'neither' : 'both';
    throw new ValueError('options of keepLabels', given, 'minCount or top, one of the two');
  }
  const used = countsOfUsed(labelSets);
  const labels = top === undefined ? frequent(used, minCount) : mostFrequent(used, top, numLabels);
  const placeOf = new Map(Array.from(labels, (label, place) => [label, place]));

  const reduce = (sets: LabelSets): LabelSets => {
    checkWidth(sets, numLabels, 'as keepLabels was given');
    const reduced = function* () {
      for (const set of sets) {
        yield set.filter((label) => placeOf.has(label)).map((label) => placeOf.get(label)!);
      }
    };
    return LabelSets.from(reduced(), labels.length);
  };
  const restore = (sets: LabelSets): LabelSets => {
    checkWidth(sets, labels.length, 'as were kept');
    const restored = function* () {
      for (const set of sets) yield set.map((place) => labels[place]);
    };
    return LabelSets.from(restored(), numLabels);
  };
  const reduced = reduce(labelSets);
  const isEmptied = (row: number): boolean => reduced.get(row).length === 0 && labelSets.get(row).length > 0;
  const rows = Int32Array.from({ length: labelSets.size }, (_, row) => row);
  return { labelSets: reduced, labels, emptied: rows.filter(isEmptied), reduce, restore };
}

function frequent({ labels, counts }: LabelCounts, minCount: unknown): Int32Array {
  const least = checkInteger('minCount', minCount, { min: 1 });
  const kept = labels.filter((_, i) => counts[i] >= least);
  if (kept.length > 0) return kept;
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  throw new ValueError('minCount', minCount, `at most ${most}, the count of the most frequent label`);
}

function mostFrequent({ labels, counts }: LabelCounts, top: unknown, numLabels: number): Int32Array {
  const size = checkInteger('top', top, { min: 1, max: numLabels });
  const order = Int32Array.from(labels, (_, i) => i).sort((a, b) => counts[b] - counts[a] || a - b);
  const kept = Array.from(order.subarray(0, size), (i) => labels[i]);
  const used = new Set(labels);
  // If `top` is more than the labels that are used, labels of no example follow, in their order.
  for (let label = 0; kept.length < size; label++) {
    if (!used.has(label)) kept.push(label);
  }
  return Int32Array.from(kept).sort();
}

function checkWidth(labelSets: LabelSets, numLabels: number, as: string): void {
  if (checkLabelSets('labelSets', labelSets).numLabels === numLabels) return;
  throw new ValueError(
    'labelSets',
    `those of ${labelSets.numLabels} labels`,
    `of ${numLabels} labels, ${as}`,
  );
}
