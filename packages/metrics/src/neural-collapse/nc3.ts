import { dot, type Targets, ValueError } from '@argmaxable/core';
import { type ClassMeans, classMeans } from './class-means.js';
import { type ClassifierMatrix, type Features, readFeatures } from './inputs.js';
import { type CollapseOptions, readCollapseOptions } from './options.js';
import { rowsOfScores } from './rows.js';
import { distanceToSimplex } from './simplex.js';
import { type CollapseStatistics, statisticsOf } from './statistics.js';

/**
 * NC3, self-duality: whether the classifier's rows point in the directions of the class means,
 * `|| W M^T / ||W M^T||_F - (I - 11^T/K) / sqrt(K-1) ||_F`, from 0 (both are the same simplex frame, up to
 * scale) to 2 (opposite ones); about sqrt(2) if they are unrelated. Row k of M is the mean of the examples
 * with label k only, minus the mean of all single-label examples, or of the class means with `centre:
 * 'classMeans'`.
 *
 * Source: Zhu et al. 2021 (arXiv 2105.02375), NC3, as in the public code of arXiv 2310.15903.
 *
 * @param features [size, d]: a tensor, rows, or a flat typed array: what the classifier multiplies. Computed
 * in float64.
 * @param labelSets The labels of each example, in any form of `Targets`.
 * @param classifier W, [K labels, d features]: a tensor, or rows.
 * @returns NC3; NaN if all class means are equal, or the classifier is 0.
 * @throws ValueError as `nc1` does, and for a classifier of another shape.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { nc3 } from '@argmaxable/metrics';
 * // The means' direction, other lengths:
 * nc3([[2, 1], [-2, 1]], LabelSets.from([[0], [1]], 2), [[3, 0], [-3, 0]]); // 0
 */
export function nc3(
  features: Features,
  labelSets: Targets,
  classifier: ClassifierMatrix,
  options: Pick<CollapseOptions, 'targets' | 'missingClasses' | 'centre'> = {},
): number {
  const settings = readCollapseOptions('nc3', options, ['targets', 'missingClasses', 'centre']);
  const matrix = readFeatures('classifier', classifier);
  const statistics = statisticsOf(features, labelSets, { ...settings, numLabels: matrix.size });
  const rows = classifierRows(rowsOfScores(matrix), statistics);
  return productToSimplex(classMeans(statistics, settings), rows);
}

/** Computes NC3 from class means and all rows of the classifier. */
export function productToSimplex(
  { centred, labels }: ClassMeans,
  rows: readonly ArrayLike<number>[],
): number {
  const means = centred.to2DArray();
  return distanceToSimplex(labels.length, (i, j) => dot(rows[labels[i]], means[j]));
}

/**
 * Returns the classifier's rows if there is one per label, as wide as the features; throws a ValueError
 * otherwise.
 */
export function classifierRows(
  rows: readonly ArrayLike<number>[],
  { numLabels, numFeatures }: CollapseStatistics,
): readonly ArrayLike<number>[] {
  if (rows.length !== numLabels || rows[0].length !== numFeatures) {
    throw new ValueError(
      'classifier',
      `[${rows.length}, ${rows[0]?.length ?? 0}]`,
      `of shape [${numLabels} labels, ${numFeatures} features]`,
      "A dense layer's kernel is [features, labels]: transpose it.",
    );
  }
  return rows;
}
