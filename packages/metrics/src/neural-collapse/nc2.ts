import { checkInteger, dot, type Targets } from '@argmaxable/core';
import { type ClassMeans, classMeans } from './class-means.js';
import { type ClassifierMatrix, type Features, readFeatures } from './inputs.js';
import { type CollapseOptions, type CollapseSettings, readCollapseOptions } from './options.js';
import { rowsOfScores } from './rows.js';
import { distanceToSimplex } from './simplex.js';
import { statisticsOf } from './statistics.js';

/**
 * NC2 of the classifier: how far its rows are from a simplex equiangular tight frame,
 * `|| W W^T / ||W W^T||_F - (I - 11^T/K) / sqrt(K-1) ||_F`, from 0 (equal lengths, all angles equal and as
 * large as possible) to sqrt(2).
 *
 * Source: Zhu et al. 2021 (arXiv 2105.02375), as in the public code of arXiv 2310.15903.
 *
 * @param classifier W, [K labels, d features]: a tensor, or rows. (A dense layer's kernel is [d, K]:
 * transpose it.)
 * @returns NC2 of the classifier; NaN for a classifier of zeros.
 * @throws ValueError for fewer than two rows, and values that are not finite.
 *
 * @example
 * import { nc2Classifier } from '@argmaxable/metrics';
 * const [c, s] = [Math.cos((2 * Math.PI) / 3), Math.sin((2 * Math.PI) / 3)];
 * nc2Classifier([[1, 0], [c, s], [c, -s]]); // 0 up to rounding: three vectors, 120 degrees apart
 */
export function nc2Classifier(classifier: ClassifierMatrix): number {
  const rows = rowsOfScores(readFeatures('classifier', classifier));
  checkInteger('rows of classifier', rows.length, { min: 2 }, 'The geometry of one class says nothing.');
  return gramToSimplex(rows);
}

/**
 * NC2 of the class means: how far the means of the single-label examples are from a simplex equiangular tight
 * frame, `|| M M^T / ||M M^T||_F  -  (I - 11^T/K) / sqrt(K-1) ||_F`, from 0 to sqrt(2). Row k of M is
 * `mu_k - mu`, mu the mean of all single-label examples; or `mu_k` with `centred: false`, as in the public
 * code of arXiv 2310.15903.
 *
 * If some classes have many more examples than others, mu is not the mean of the class means, and the value
 * cannot be 0. With `centre: 'classMeans'`, mu is the mean of the class means, and the value can be 0 for
 * classes of any size.
 *
 * Source: Papyan, Han, Donoho 2020 (PNAS 117), NC2, in the form of Zhu et al. 2021 (arXiv 2105.02375).
 *
 * @param features [size, d]: a tensor, rows, or a flat typed array. Computed in float64.
 * @param labelSets The labels of each example, in any form of `Targets`.
 * @param options See `CollapseOptions`.
 * @returns NC2 of the means; NaN if all class means are equal.
 * @throws ValueError as `nc1` does.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { nc2Means } from '@argmaxable/metrics';
 * nc2Means([[2, 1], [-2, 1]], LabelSets.from([[0], [1]], 2)); // 0: opposite, once centred
 */
export function nc2Means(
  features: Features,
  labelSets: Targets,
  options: Pick<CollapseOptions, 'numLabels' | 'targets' | 'missingClasses' | 'centred' | 'centre'> = {},
): number {
  const settings = readCollapseOptions('nc2Means', options, [
    'numLabels',
    'targets',
    'missingClasses',
    'centred',
    'centre',
  ]);
  return meansToSimplex(classMeans(statisticsOf(features, labelSets, settings), settings), settings);
}

/** Computes NC2 of class means. */
export function meansToSimplex(classes: ClassMeans, { centred }: Pick<CollapseSettings, 'centred'>): number {
  return gramToSimplex((centred ? classes.centred : classes.means).to2DArray());
}

/** Computes NC2 of any vectors. */
export function gramToSimplex(rows: readonly ArrayLike<number>[]): number {
  return distanceToSimplex(rows.length, (i, j) => dot(rows[i], rows[j]));
}
