import { LabelSets } from '@argmaxable/core';
import {
  nc1,
  nc2Classifier,
  nc2Means,
  nc3,
  neuralCollapseReport,
  tagWiseAverage,
} from '../../src/neural-collapse/index.js';
import reference from '../fixtures/neural-collapse.json' with { type: 'json' };

const { features, labels, classifier, standard, publicCode } = reference;
const labelSets = LabelSets.from(labels, classifier.length);
const digits = 10; // both sides are float64

test('each figure is that of the reference', () => {
  expect(nc1(features, labelSets)).toBeCloseTo(standard.nc1, digits);
  expect(nc2Classifier(classifier)).toBeCloseTo(standard.nc2_w, digits);
  expect(nc2Means(features, labelSets)).toBeCloseTo(standard.nc2_h_centred, digits);
  expect(nc2Means(features, labelSets, { centred: false })).toBeCloseTo(standard.nc2_h_uncentred, digits);
  expect(nc3(features, labelSets, classifier)).toBeCloseTo(standard.nc3, digits);
});

test('a report has the same figures', () => {
  const report = neuralCollapseReport(features, labelSets, classifier);
  expect(report.nc1).toBeCloseTo(standard.nc1, digits);
  expect(report.nc2Classifier).toBeCloseTo(standard.nc2_w, digits);
  expect(report.nc2Means).toBeCloseTo(standard.nc2_h_centred, digits);
  expect(report.nc3).toBeCloseTo(standard.nc3, digits);
  expect(report.tagWiseAverage).toEqual(tagWiseAverage(features, labelSets));
  expect(report).toMatchObject({ numClasses: 5, omittedLabels: [] });
  const uncentred = neuralCollapseReport(features, labelSets, classifier, { centred: false });
  expect(uncentred.nc2Means).toBeCloseTo(standard.nc2_h_uncentred, digits);
});

test('a report can be read', () => {
  const report = neuralCollapseReport(features, labelSets, classifier);
  expect(String(report)).toBe(
    [
      'neural collapse of 5 classes; 0 is full collapse',
      'NC1 within-class variability    0.0900',
      'NC2 classifier to simplex       0.5753',
      'NC2 class means to simplex      0.4289',
      'NC3 classifier to class means   1.4136',
      'tag-wise average, angle metric  0.1776',
      '  2 labels, 10 sets             0.1516  8.43 degrees of 55.57 degrees, length ratio 1.3229, deviation 0.0419',
      '  3 labels, 4 sets              0.2576  11.65 degrees of 45.25 degrees, length ratio 1.3867, deviation 0.0606',
    ].join('\n'),
  );
});

test('with the first example of each class as the public code leaves it, the angles are its angles', () => {
  // That code adds a class's features up in the memory of the first one, then divides: the first becomes the
  // class mean.
  const overwritten = features.map((row) => [...row]);
  for (let label = 0; label < classifier.length; label++) {
    const rows = labels.flatMap((set, i) => (set.length === 1 && set[0] === label ? [i] : []));
    const column = (j: number) => rows.reduce((sum, i) => sum + features[i][j], 0) / rows.length;
    overwritten[rows[0]] = features[0].map((_, j) => column(j));
  }
  const pairs = tagWiseAverage(overwritten, labelSets).byMultiplicity[0];
  expect(pairs.multiplicity).toBe(2);
  expect(pairs.angleDegrees).toBeCloseTo(publicCode.meanAngleDegrees, 4); // that code computes in float32
  expect(pairs.metric).toBeCloseTo(publicCode.angleMetric, 6);
});
