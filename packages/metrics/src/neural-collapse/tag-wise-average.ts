import { type Random, seededRandom, type Targets, ValueError } from '@argmaxable/core';
import { angleDegrees, type Direction, directionOfSum, lengthOfSum } from './angle.js';
import { type ClassMeans, classMeans } from './class-means.js';
import type { Features } from './inputs.js';
import { type CollapseOptions, type CollapseSettings, readCollapseOptions } from './options.js';
import { type CollapseStatistics, statisticsOf } from './statistics.js';
import { allSubsets, countSubsets } from './subsets.js';

/** Two mean angles of some label sets, in degrees, and their ratio. */
export interface TagWiseAngles {
  /** Mean angle between a label set's mean feature and the sum of its labels' class means. */
  readonly angleDegrees: number;
  /** Mean angle between a label set's mean feature and the sum of the class means of random labels. */
  readonly baselineDegrees: number;
  /** `angleDegrees / baselineDegrees`: 0 for full collapse, about 1 for no structure. */
  readonly metric: number;
  /** Number of distinct label sets in the means. */
  readonly sets: number;
}

/** See `tagWiseAverage`. */
export interface TagWiseAverage extends TagWiseAngles {
  /** The same figures for the label sets of each multiplicity (number of labels) that occurs, ascending. */
  readonly byMultiplicity: readonly (TagWiseAngles & {
    readonly multiplicity: number;
    /**
     * How many times as long as the average of its labels' class means a label set's mean feature is: the
     * mean over the sets. At collapse it is the scale of the multiplicity, which can be any number.
     */
    readonly lengthRatio: number;
    /**
     * The standard deviation of these ratios divided by their mean: 0 at collapse, where all sets of a
     * multiplicity have the same scale.
     */
    readonly lengthDeviation: number;
    /** Whether the baseline is the mean over all pairs; else it is the mean over a seeded random sample. */
    readonly exactBaseline: boolean;
  })[];
  /** Number of distinct label sets of two labels or more that were left out: see `tagWiseAverage`. */
  readonly omittedSets: number;
}

/**
 * Computes the angle metric of multi-label neural collapse: whether the features of examples with several
 * labels have the direction of the sum (and so of the average) of their labels' class means.
 *
 * For each distinct label set S of m >= 2 labels that occurs: the angle between the mean feature of its
 * examples and `sum_{k in S} mu_k`, mu_k the mean feature of the examples with label k only; none is centred.
 * `angleDegrees` is the mean of these. The baseline is the mean angle between the mean feature of an S that
 * occurs and `sum_{k in T} mu_k`, T any set with the same number of labels. It is the mean over all such
 * pairs (S, T), including T = S, or over a seeded random sample if there are too many. Over several
 * multiplicities, both are means over the label sets S.
 *
 * Collapse also makes all these features the same number of times as long as the average
 * `sum_{k in S} mu_k / m`, for each m: `lengthRatio` of `byMultiplicity` is that number, the mean over the
 * sets, and `lengthDeviation` how much it varies.
 *
 * Some sets are left out, and counted in `omittedSets`: sets of all K classes (there is no other set of that
 * size), sets with a label that was left out by `missingClasses: 'omit'`, and sets for which a vector has no
 * direction, because it is 0 or a sum of vectors that cancel. If no set is left, the angles are NaN. The
 * metric is also NaN if all angles are 0, as with one feature.
 *
 * Source: arXiv 2310.15903 and its public code, for m = 2. For m = 2 the result is the same, except that the
 * public code has an error in how it adds up the class means.
 *
 * @param features [size, d]: a tensor, rows, or a flat typed array. Computed in float64.
 * @param labelSets The labels of each example, in any form of `Targets`.
 * @throws ValueError as `nc1` does; if no label set of 2 to K - 1 classes occurs; and for `baselinePairs`
 * below 1.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { tagWiseAverage } from '@argmaxable/metrics';
 * const labelSets = LabelSets.from([[0], [1], [2], [0, 1]], 3);
 * const { angleDegrees, metric } = tagWiseAverage([[1, 0, 0], [0, 1, 0], [0, 0, 1], [3, 3, 0]], labelSets);
 * console.log(angleDegrees, metric); // 0 and 0, up to rounding
 */
export function tagWiseAverage(
  features: Features,
  labelSets: Targets,
  options: Omit<CollapseOptions, 'centred' | 'centre'> = {},
): TagWiseAverage {
  const settings = readCollapseOptions('tagWiseAverage', options, optionNames);
  const statistics = statisticsOf(features, labelSets, settings);
  const classes = classMeans(statistics, settings);
  const result = angles(statistics, classes, settings);
  if (result === undefined) {
    throw new ValueError(
      'labelSets',
      'none',
      `with one of 2 to ${classes.labels.length - 1} labels, all of them classes with a mean`,
      'The tag-wise average is about examples of several labels.',
    );
  }
  return result;
}

const optionNames = ['numLabels', 'targets', 'missingClasses', 'baselinePairs', 'seed'];

/**
 * Computes the angle metric from collected statistics; undefined if no label set of 2 to K - 1 classes
 * occurs.
 */
export function angles(
  statistics: CollapseStatistics,
  { labels, means }: ClassMeans,
  { baselinePairs, seed }: Pick<CollapseSettings, 'baselinePairs' | 'seed'>,
): TagWiseAverage | undefined {
  const random = seededRandom(seed);
  const rows = means.to2DArray();
  const classOf = new Map(labels.map((label, k) => [label, k]));
  const tagSum = (classes: readonly number[]): Direction => directionOfSum(classes.map((k) => rows[k]));

  const byMultiplicity = new Map<number, { feature: Float64Array; angle: number; lengthRatio: number }[]>();
  const several = statistics.setMeans().filter((set) => set.labels.length >= 2);
  for (const set of several) {
    const classes = Array.from(set.labels, (label) => classOf.get(label));
    if (classes.length >= labels.length || !classes.every((k) => k !== undefined)) continue;
    const group = byMultiplicity.get(classes.length) ?? [];
    byMultiplicity.set(classes.length, group);
    const [feature, tags] = [directionOfSum([set.mean]), tagSum(classes)];
    if (!feature || !tags) continue;
    const average = lengthOfSum(classes.map((k) => rows[k])) / classes.length;
    const lengthRatio = lengthOfSum([set.mean]) / average;
    group.push({ feature, angle: angleDegrees(feature, tags), lengthRatio });
  }
  if (byMultiplicity.size === 0) return undefined;

  const parts = [...byMultiplicity]
    .sort(([a], [b]) => a - b)
    .map(([multiplicity, group]) => {
      const angle = mean(group.map((set) => set.angle));
      const exactBaseline = countSubsets(labels.length, multiplicity) * group.length <= baselinePairs;
      const features = group.map(({ feature }) => feature);
      const pairs = exactBaseline
        ? allPairs(features, labels.length, multiplicity)
        : randomPairs(features, labels.length, multiplicity, baselinePairs, random);
      return {
        multiplicity,
        sets: group.length,
        ...ratio(angle, meanAngle(pairs, tagSum)),
        ...spread(group.map((set) => set.lengthRatio)),
        exactBaseline,
      };
    });
  const sets = parts.reduce((sum, part) => sum + part.sets, 0);
  const overSets = (figure: 'angleDegrees' | 'baselineDegrees') =>
    parts.reduce((sum, part) => sum + (part.sets > 0 ? part.sets * part[figure] : 0), 0) / sets;
  return {
    ...ratio(overSets('angleDegrees'), overSets('baselineDegrees')),
    sets,
    byMultiplicity: parts,
    omittedSets: several.length - sets,
  };
}

/** Tags T with the directions of the mean features S that they are paired with. */
type Pairs = Iterable<{ tags: readonly number[]; features: readonly Float64Array[] }>;

function* allPairs(features: readonly Float64Array[], numClasses: number, multiplicity: number): Pairs {
  for (const tags of allSubsets(numClasses, multiplicity)) yield { tags, features };
}

function* randomPairs(
  features: readonly Float64Array[],
  numClasses: number,
  multiplicity: number,
  count: number,
  random: Random,
): Pairs {
  for (let i = 0; i < count; i++) {
    const feature = features[random.integer(features.length)];
    yield { tags: random.subset(numClasses, multiplicity), features: [feature] };
  }
}

function meanAngle(pairs: Pairs, tagSum: (classes: readonly number[]) => Direction): number {
  let [sum, count] = [0, 0];
  for (const { tags, features } of pairs) {
    const direction = tagSum(tags);
    if (direction === null) continue;
    for (const feature of features) sum += angleDegrees(feature, direction);
    count += features.length;
  }
  return sum / count;
}

function ratio(angle: number, baseline: number): Omit<TagWiseAngles, 'sets'> {
  return { angleDegrees: angle, baselineDegrees: baseline, metric: angle / baseline };
}

function spread(ratios: readonly number[]): { lengthRatio: number; lengthDeviation: number } {
  const lengthRatio = mean(ratios);
  const variance = mean(ratios.map((value) => (value - lengthRatio) ** 2));
  return { lengthRatio, lengthDeviation: Math.sqrt(variance) / lengthRatio };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
