import { LabelSets, seededRandom } from '@argmaxable/core';
import fc from 'fast-check';
import { Matrix, pseudoInverse } from 'ml-matrix';
import {
  nc1,
  nc2Means,
  nc3,
  NeuralCollapse,
  neuralCollapseReport,
  type NeuralCollapseReport,
} from '../../src/neural-collapse/index.js';
import { type Case, collapsedCase, labelSetsOf, randomCase, rotation } from './cases.js';

const seeds = fc.integer({ min: 0, max: 1e6 });
const shapes = fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 1, max: 8 }), seeds);
const runs = { numRuns: 40 };

function reportOf(given: Case): NeuralCollapseReport {
  return neuralCollapseReport(given.features, labelSetsOf(given), given.classifier);
}

function expectSame(actual: NeuralCollapseReport, expected: NeuralCollapseReport): void {
  for (const name of ['nc1', 'nc2Classifier', 'nc2Means', 'nc3'] as const) {
    // NC1 divides by the smallest between-class spread, which may be small and so magnify rounding.
    expect(Math.abs(actual[name] - expected[name])).toBeLessThanOrEqual(1e-7 * Math.max(1, expected[name]));
  }
  const [a, b] = [actual.tagWiseAverage!, expected.tagWiseAverage!];
  expect(a.angleDegrees).toBeCloseTo(b.angleDegrees, 5); // sums of rounded features may nearly cancel
  // One feature may have angles of 0 only
  if (b.baselineDegrees > 0) expect(a.metric).toBeCloseTo(b.metric, 6);
  expect(a.sets).toBe(b.sets);
}

test.each([3, 4, 7])('full collapse of %i classes is 0 in every figure', (numLabels) => {
  for (const numFeatures of [numLabels, numLabels + 5]) {
    const report = reportOf(collapsedCase(numLabels, numFeatures, 1));
    // Rounding of float64, and its square.
    expect(report.nc1).toBeLessThan(1e-28);
    expect(report.nc2Classifier).toBeLessThan(1e-14);
    expect(report.nc2Means).toBeLessThan(1e-14);
    expect(report.nc3).toBeLessThan(1e-14);
    expect(report.tagWiseAverage!.angleDegrees).toBeLessThan(1e-12);
    expect(report.tagWiseAverage!.metric).toBeLessThan(1e-14);
    for (const { multiplicity, lengthRatio, lengthDeviation } of report.tagWiseAverage!.byMultiplicity) {
      expect(lengthRatio).toBeCloseTo(1 / multiplicity, 12); // as the case is made
      expect(lengthDeviation).toBeLessThan(1e-12);
    }
  }
});

/** The case with the examples of class k, and of the sets whose least label it is, k + 1 times over. */
function imbalanced({ features, sets, classifier }: Case): Case {
  const rows = sets.flatMap((set, i) => Array.from({ length: set[0] + 1 }, () => i));
  return { features: rows.map((i) => features[i]), sets: rows.map((i) => sets[i]), classifier };
}

test.each([3, 4, 7])(
  'full collapse of %i classes of unequal size is 0 about the mean of means',
  (numLabels) => {
    const given = imbalanced(collapsedCase(numLabels, numLabels + 2, 1));
    const measure = (centre: 'features' | 'classMeans') =>
      neuralCollapseReport(given.features, labelSetsOf(given), given.classifier, { centre });
    const [ofFeatures, ofMeans] = [measure('features'), measure('classMeans')];
    // Rounding of float64, and its square; class sizes of 1 to K move the mean of the features far.
    expect(ofMeans.nc1).toBeLessThan(1e-28);
    expect(ofMeans.nc2Means).toBeLessThan(1e-14);
    expect(ofMeans.nc3).toBeLessThan(1e-14);
    expect(ofFeatures.nc2Means).toBeGreaterThan(0.01);
    expect(ofFeatures.nc3).toBeGreaterThan(0.01);
    expect(ofMeans.tagWiseAverage).toEqual(ofFeatures.tagWiseAverage);
    expect(ofMeans.nc2Classifier).toBe(ofFeatures.nc2Classifier);
  },
);

test('with classes of equal size both centres are the same', () => {
  fc.assert(
    fc.property(shapes, ([labels, width, seed]) => {
      const given = randomCase(labels, width, seed);
      const about = neuralCollapseReport(given.features, labelSetsOf(given), given.classifier, {
        centre: 'classMeans',
      });
      expectSame(about, reportOf(given));
    }),
    runs,
  );
});

test('two classes collapse to opposite means', () => {
  const report = neuralCollapseReport(
    [
      [3, 1],
      [-3, 1],
    ],
    LabelSets.from([[0], [1]], 2),
    [
      [2, 0],
      [-2, 0],
    ],
  );
  expect(report).toMatchObject({ nc1: 0, tagWiseAverage: undefined });
  expect(report.nc2Classifier + report.nc2Means + report.nc3).toBeLessThan(1e-15); // rounding
});

test('features without structure have an angle metric near 1', () => {
  for (const seed of [1, 2, 3]) {
    const { tagWiseAverage } = reportOf(randomCase(7, 30, seed));
    // Each angle is about 90 degrees, give or take 10; 56 sets: the mean is within 4 degrees of the baseline.
    expect(tagWiseAverage!.metric).toBeGreaterThan(0.95);
    expect(tagWiseAverage!.metric).toBeLessThan(1.05);
  }
});

test('turning features and classifier alike, or scaling either, changes nothing', () => {
  fc.assert(
    fc.property(shapes, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), ([labels, width, seed], scale) => {
      const given = randomCase(labels, width, seed);
      const turn = rotation(width, seed + 2);
      const turned = {
        ...given,
        features: new Matrix(given.features).mmul(turn).mul(scale).to2DArray(),
        classifier: new Matrix(given.classifier).mmul(turn).div(scale).to2DArray(),
      };
      expectSame(reportOf(turned), reportOf(given));
    }),
    runs,
  );
});

test('the order of labels and of examples changes nothing', () => {
  fc.assert(
    fc.property(shapes, ([labels, width, seed]) => {
      const given = randomCase(labels, width, seed);
      const [newLabel, rows] = [labels, given.sets.length].map(seededRandom(seed).permutation);
      const classifier = given.classifier.map((_, label) => given.classifier[newLabel.indexOf(label)]);
      const permuted = {
        features: rows.map((row) => given.features[row]),
        sets: rows.map((row) => given.sets[row].map((label) => newLabel[label])),
        classifier,
      };
      expectSame(reportOf(permuted), reportOf(given));
    }),
    runs,
  );
});

test('batches and merged parts give what the whole gives', () => {
  fc.assert(
    fc.property(
      shapes,
      fc.uniqueArray(fc.integer({ min: 1, max: 8 })),
      fc.nat(9),
      ([labels, width, seed], cuts, middle) => {
        const given = randomCase(labels, width, seed);
        const [sets, size] = [labelSetsOf(given), given.sets.length];
        const bounds = [0, ...cuts.sort((a, b) => a - b), size];
        const parts = [new NeuralCollapse({ numLabels: labels }), new NeuralCollapse({ numLabels: labels })];
        for (let b = 1; b < bounds.length; b++) {
          const rows = Array.from({ length: bounds[b] - bounds[b - 1] }, (_, i) => bounds[b - 1] + i);
          const part = parts[bounds[b - 1] < middle ? 0 : 1]; // one may stay empty
          part.update(given.features.slice(bounds[b - 1], bounds[b]), sets.select(rows));
        }
        parts[0].merge(parts[1]);
        expectSame(parts[0].result(given.classifier), reportOf(given));
      },
    ),
    runs,
  );
});

test('reset forgets everything, the width of the features too', () => {
  const [first, second] = [randomCase(4, 3, 1), randomCase(4, 5, 2)];
  const collapse = new NeuralCollapse({ numLabels: 4 });
  collapse.update(first.features, labelSetsOf(first));
  collapse.reset();
  collapse.update(second.features, labelSetsOf(second));
  expect(collapse.result(second.classifier)).toEqual(reportOf(second));
});

test.each(['features', 'classMeans'] as const)(
  'about %s, all figures are those of the definitions',
  (centre) => {
    fc.assert(
      fc.property(shapes, ([labels, width, seed]) => {
        const { features, sets, classifier } = imbalanced(randomCase(labels, width, seed));
        const classes = Array.from({ length: labels }, (_, label) => {
          return new Matrix(features.filter((_, i) => sets[i].join() === `${label}`));
        });
        const covariance = (rows: Matrix[]) =>
          rows
            .reduce((sum, row) => sum.add(row.transpose().mmul(row)), Matrix.zeros(width, width))
            .div(rows.length);
        const rowsOf = (matrix: Matrix) => matrix.to2DArray().map((row) => Matrix.rowVector(row));
        const meanOf = (rows: Matrix[]) =>
          Matrix.rowVector(new Matrix(rows.map((row) => row.getRow(0))).mean('column'));
        const means = classes.map((rows) => meanOf(rowsOf(rows)));
        const globalMean = centre === 'features' ? meanOf(classes.flatMap(rowsOf)) : meanOf(means);
        const within = covariance(
          classes.flatMap((rows, k) => rowsOf(rows).map((row) => Matrix.sub(row, means[k]))),
        );
        const centred = means.map((mean) => Matrix.sub(mean, globalMean));
        const expected = within.mmul(pseudoInverse(covariance(centred), 1e-9)).trace() / labels;
        const labelSets = LabelSets.from(sets, labels);
        // Inverting S_B costs twice the digits that decomposing the means does.
        expect(nc1(features, labelSets, { centre }) / expected).toBeCloseTo(1, 5);
        const m = new Matrix(centred.map((mean) => mean.getRow(0)));
        const simplex = (gram: Matrix): number => {
          const frame = Matrix.eye(labels).sub(1 / labels);
          return Matrix.sub(gram.div(gram.norm()), frame.div(Math.sqrt(labels - 1))).norm();
        };
        expect(nc2Means(features, labelSets, { centre })).toBeCloseTo(simplex(m.mmul(m.transpose())), 10);
        expect(nc3(features, labelSets, classifier, { centre })).toBeCloseTo(
          simplex(new Matrix(classifier).mmul(m.transpose())),
          10,
        );
      }),
      runs,
    );
  },
);

test('NC1 is within over between, along the directions between classes alone', () => {
  // Means (+-1, 0); variance 0.01 along x, 1 along y. y is no direction between the classes.
  const features = [
    [1.1, 1],
    [0.9, -1],
    [-1.1, -1],
    [-0.9, 1],
  ];
  expect(nc1(features, LabelSets.from([[0], [0], [1], [1]], 2))).toBeCloseTo(0.01 / 2, 14);
});

test('NC1 keeps its digits where the means are large beside what varies', () => {
  const given = randomCase(4, 6, 5, 10);
  const moved = given.features.map((row) => row.map((value) => value + 1e6));
  const expected = nc1(given.features, labelSetsOf(given));
  // Adding 1e6 rounds each value to 1e-10; sums of squares of the features would have lost all digits but 4.
  expect(nc1(moved, labelSetsOf(given)) / expected).toBeCloseTo(1, 8);
});
