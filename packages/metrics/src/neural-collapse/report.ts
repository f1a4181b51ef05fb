import type { ScoreMatrix, Targets } from '@argmaxable/core';
import { classMeans } from './class-means.js';
import { type ClassifierMatrix, type Features, readFeatures } from './inputs.js';
import { withinOverBetween } from './nc1.js';
import { gramToSimplex, meansToSimplex } from './nc2.js';
import { classifierRows, productToSimplex } from './nc3.js';
import {
  type CollapseSettings,
  readCollapseOptions,
  type ReportOptions,
  reportOptionNames,
} from './options.js';
import { rowsOfScores } from './rows.js';
import { type CollapseStatistics, statisticsOf } from './statistics.js';
import { angles, type TagWiseAverage } from './tag-wise-average.js';

/**
 * The neural-collapse figures of a model; a figure that is not defined is NaN. `String(report)` is a table.
 */
export class NeuralCollapseReport {
  /** See `nc1`. */
  readonly nc1: number;
  /** See `nc2Classifier`. */
  readonly nc2Classifier: number;
  /** See `nc2Means`. */
  readonly nc2Means: number;
  /** See `nc3`. */
  readonly nc3: number;
  /** See the function `tagWiseAverage`; undefined if no label set of 2 to K - 1 classes occurs. */
  readonly tagWiseAverage: TagWiseAverage | undefined;
  /** Number of classes K: labels with single-label examples. */
  readonly numClasses: number;
  /** Labels that were left out because they have no single-label examples, with `missingClasses: 'omit'`. */
  readonly omittedLabels: readonly number[];

  constructor(figures: Omit<NeuralCollapseReport, 'toString'>) {
    // Field by field, as in other reports: so the compiler sees that none is missing.
    this.nc1 = figures.nc1;
    this.nc2Classifier = figures.nc2Classifier;
    this.nc2Means = figures.nc2Means;
    this.nc3 = figures.nc3;
    this.tagWiseAverage = figures.tagWiseAverage;
    this.numClasses = figures.numClasses;
    this.omittedLabels = figures.omittedLabels;
  }

  /** A table of the figures. */
  toString(): string {
    const { tagWiseAverage: tagWise } = this;
    const { length } = this.omittedLabels;
    const omitted = length > 0 ? ` (${counted(length, 'label')} left out)` : '';
    const rows: [string, string][] = [
      ['NC1 within-class variability', figure(this.nc1)],
      ['NC2 classifier to simplex', figure(this.nc2Classifier)],
      ['NC2 class means to simplex', figure(this.nc2Means)],
      ['NC3 classifier to class means', figure(this.nc3)],
      ['tag-wise average, angle metric', tagWise ? figure(tagWise.metric) : 'no multi-label sets'],
      ...(tagWise?.byMultiplicity ?? []).map((part): [string, string] => [
        `  ${part.multiplicity} labels, ${counted(part.sets, 'set')}`,
        `${figure(part.metric)}  ${degrees(part.angleDegrees)} of ${degrees(part.baselineDegrees)}, ` +
          `length ratio ${figure(part.lengthRatio)}, deviation ${figure(part.lengthDeviation)}`,
      ]),
    ];
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
    return [`neural collapse of ${this.numClasses} classes${omitted}; 0 is full collapse`, ...lines].join(
      '\n',
    );
  }
}

/**
 * Computes all neural-collapse figures of a model at once: NC1, NC2 of the classifier and of the means, NC3,
 * and the angle metric of the tag-wise average.
 *
 * @param features [size, d], what the classifier multiplies: a tensor, rows, or a flat typed array. Computed
 * in float64.
 * @param labelSets The labels of each example, in any form of `Targets`.
 * @param classifier W, [K labels, d features]: a tensor, or rows. (A dense layer's kernel is [d, K]:
 * transpose it.)
 * @returns Figures that are each 0 under full collapse, and NaN if not defined: see the functions of the same
 * names.
 * @throws ValueError for values that are not finite, shapes that do not fit together, fewer than two classes,
 *   and labels without single-label examples, unless `missingClasses: 'omit'`.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { neuralCollapseReport } from '@argmaxable/metrics';
 * const features = [[1, 0], [0.9, 0.1], [-0.5, 0.8], [-0.4, -0.9], [0.3, 0.8]];
 * const labelSets = LabelSets.from([[0], [0], [1], [2], [0, 1]], 3);
 * const report = neuralCollapseReport(features, labelSets, [[1, 0], [-0.5, 0.87], [-0.5, -0.87]]);
 * console.log(report.nc1, report.tagWiseAverage?.metric);
 * console.log(String(report));
 */
export function neuralCollapseReport(
  features: Features,
  labelSets: Targets,
  classifier: ClassifierMatrix,
  options: ReportOptions = {},
): NeuralCollapseReport {
  const settings = readCollapseOptions('neuralCollapseReport', options, reportOptionNames);
  const matrix = readFeatures('classifier', classifier);
  const statistics = statisticsOf(features, labelSets, { ...settings, numLabels: matrix.size });
  return reportOf(statistics, matrix, settings);
}

/** Computes the figures from collected statistics, with a classifier as `readFeatures` returns it. */
export function reportOf(
  statistics: CollapseStatistics,
  classifier: ScoreMatrix,
  settings: CollapseSettings,
): NeuralCollapseReport {
  const classes = classMeans(statistics, settings);
  const rows = classifierRows(rowsOfScores(classifier), statistics);
  const present = new Set(classes.labels);
  return new NeuralCollapseReport({
    nc1: withinOverBetween(statistics, classes),
    nc2Classifier: gramToSimplex(classes.labels.map((label) => rows[label])),
    nc2Means: meansToSimplex(classes, settings),
    nc3: productToSimplex(classes, rows),
    tagWiseAverage: angles(statistics, classes, settings),
    numClasses: classes.labels.length,
    omittedLabels: rows.map((_, label) => label).filter((label) => !present.has(label)),
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return 'not defined';
  return value !== 0 && value < 1e-3 ? value.toExponential(2) : value.toFixed(4);
}

function degrees(value: number): string {
  return Number.isNaN(value) ? 'not defined' : `${value.toFixed(2)} degrees`;
}
