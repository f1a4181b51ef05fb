import type { Targets } from '@argmaxable/core';
import { SingularValueDecomposition } from 'ml-matrix';
import { type ClassMeans, classMeans } from './class-means.js';
import type { Features } from './inputs.js';
import { type CollapseOptions, readCollapseOptions } from './options.js';
import { type CollapseStatistics, statisticsOf } from './statistics.js';

/**
 * NC1, the collapse of within-class variability: `tr(S_W S_B^+) / K`, from 0 (every example sits at its class
 * mean) up.
 *
 * Over the N examples with one label: `S_W = sum (h - mu_k)(h - mu_k)^T / N`, k the example's label;
 * `S_B = sum_k (mu_k - mu)(mu_k - mu)^T / K`, mu the mean of these N, or of the K class means with `centre:
 * 'classMeans'`; `S_B^+` its pseudo-inverse, because its rank may be below d. NC1 does not change under
 * rotation and scaling of the features, nor, if d < K, under any invertible linear map.
 *
 * Source: Papyan, Han, Donoho 2020 (PNAS 117), NC1; restricted to examples with one label as in arXiv
 * 2310.15903.
 *
 * @param features [size, d]: a tensor, rows, or a flat typed array. Computed in float64.
 * @param labelSets The labels of each example, in any form of `Targets`.
 * @returns NC1; NaN if all class means are equal, because then there is no variability between classes.
 * @throws ValueError for features that are not finite, shapes that do not fit, fewer than two classes, and
 *   labels without single-label examples, unless `missingClasses: 'omit'`.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { nc1 } from '@argmaxable/metrics';
 * nc1([[1, 0], [0.8, 0], [-1, 0], [-0.8, 0]], LabelSets.from([[0], [0], [1], [1]], 2)); // 0.00617
 */
export function nc1(
  features: Features,
  labelSets: Targets,
  options: Pick<CollapseOptions, 'numLabels' | 'targets' | 'missingClasses' | 'centre'> = {},
): number {
  const settings = readCollapseOptions('nc1', options, ['numLabels', 'targets', 'missingClasses', 'centre']);
  const statistics = statisticsOf(features, labelSets, settings);
  return withinOverBetween(statistics, classMeans(statistics, settings));
}

/** Computes NC1 from collected statistics. */
export function withinOverBetween(
  statistics: CollapseStatistics,
  { centred, tolerance, count }: ClassMeans,
): number {
  // With M the centred means, S_B = M^T M / K and M = U s V^T, so that tr(S_W S_B^+) / K = sum_j v_j^T S_W
  // v_j / s_j^2 over the s_j that are not 0. Decomposing M rather than S_B keeps twice the digits of the
  // small ones.
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(centred, { autoTranspose: true });
  const directions = diagonal.map((s, j) => ({ s, j })).filter(({ s }) => s > tolerance);
  if (directions.length === 0) return NaN;
  return directions.reduce((sum, { s, j }) => {
    return sum + statistics.scatterAlong(rightSingularVectors.getColumn(j)) / count / s ** 2;
  }, 0);
}
