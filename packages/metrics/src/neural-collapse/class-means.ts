import { ValueError } from '@argmaxable/core';
import { Matrix } from 'ml-matrix';
import type { CollapseSettings } from './options.js';
import type { CollapseStatistics } from './statistics.js';

/** The mean features of the classes. Only examples with exactly one label count. */
export interface ClassMeans {
  /** The labels that have such examples, ascending: the K classes. */
  readonly labels: readonly number[];
  /** Number of single-label examples N. */
  readonly count: number;
  /** [K, d]. */
  readonly means: Matrix;
  /**
   * [K, d]: `means` minus their centre, as the option `centre` says. All 0 if the means are equal up to
   * rounding.
   */
  readonly centred: Matrix;
  /** Singular values of `centred` that are not above this are rounding errors. */
  readonly tolerance: number;
}

/**
 * Computes the class means from collected statistics.
 *
 * @throws ValueError for fewer than two classes, and for labels without single-label examples if
 *   `missingClasses` is 'error'.
 */
export function classMeans(
  statistics: CollapseStatistics,
  { missingClasses, centre }: Pick<CollapseSettings, 'missingClasses' | 'centre'>,
): ClassMeans {
  const { numLabels, numFeatures } = statistics;
  if (numLabels < 2) {
    throw new ValueError('numLabels', numLabels, '2 or more', 'The geometry of one class says nothing.');
  }
  const classes = statistics
    .setMeans()
    .filter(({ labels }) => labels.length === 1)
    .sort((a, b) => a.labels[0] - b.labels[0]);
  const labels = classes.map((set) => set.labels[0]);
  if (missingClasses === 'error' && labels.length < numLabels) throw missing(numLabels, labels);
  if (labels.length < 2) {
    const allowed = 'with single-label examples of two labels or more';
    throw new ValueError('labelSets', `those of ${labels.length}`, allowed);
  }
  const count = classes.reduce((sum, set) => sum + set.count, 0);
  const means = new Matrix(classes.map(({ mean }) => mean));
  const globalMean = new Float64Array(numFeatures);
  for (const set of classes) {
    const weight = centre === 'features' ? set.count / count : 1 / classes.length;
    for (let j = 0; j < numFeatures; j++) globalMean[j] += weight * set.mean[j];
  }
  const centred = Matrix.sub(means, Matrix.ones(labels.length, 1).mmul(Matrix.rowVector(globalMean)));
  // Far above the rounding of float64 sums, far below the rounding of float32 features.
  const tolerance = 1e-10 * means.norm('frobenius');
  if (centred.norm('frobenius') <= tolerance) centred.fill(0);
  return { labels, count, means, centred, tolerance };
}

function missing(numLabels: number, labels: readonly number[]): ValueError {
  const present = new Set(labels);
  const absent = Array.from({ length: numLabels }, (_, label) => label).filter(
    (label) => !present.has(label),
  );
  const shown =
    absent.slice(0, 10).join(', ') + (absent.length > 10 ? `, ... (${absent.length} labels)` : '');
  return new ValueError(
    'labelSets',
    `none of label${absent.length > 1 ? 's' : ''} ${shown}`,
    'with an example of each label that has this label only: it makes the class mean',
    "Leave such labels out with missingClasses: 'omit'.",
  );
}
