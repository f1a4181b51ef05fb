import '@tensorflow/tfjs-backend-cpu';
import { LabelSets, ValueError } from '@argmaxable/core';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import {
  nc1,
  nc2Classifier,
  nc2Means,
  nc3,
  NeuralCollapse,
  NeuralCollapseMonitor,
  neuralCollapseReport,
  tagWiseAverage,
} from '../../src/neural-collapse/index.js';
import { labelSetsOf, randomCase } from './cases.js';

const given = randomCase(4, 3, 21);
const { features, classifier } = given;
const labelSets = labelSetsOf(given);
const report = neuralCollapseReport(features, labelSets, classifier);

test('features, label sets and classifier may come in any form', () => {
  const before = memory().numTensors;
  const multiHot = labelSets.toMultiHot();
  const padded = labelSets.toPadded();
  const forms = [multiHot, padded, multiHot.arraySync(), multiHot.dataSync(), labelSets];
  for (const form of forms) expect(neuralCollapseReport(features, form, classifier)).toEqual(report);
  const flat = Float64Array.from(features.flat());
  expect(neuralCollapseReport(flat, padded, classifier)).toEqual(report);
  expect(nc1(flat, labelSets)).toBe(report.nc1);
  expect(nc1(flat, padded, { numLabels: 4 })).toBe(report.nc1);
  expect(nc2Means(flat, multiHot)).toBe(report.nc2Means);
  expect(nc3(flat, multiHot, classifier)).toBe(report.nc3);
  const [x, w] = [tensor2d(features), tensor2d(classifier)];
  const single = neuralCollapseReport(x, labelSets, w);
  expect(single.nc1).toBeCloseTo(report.nc1, 5); // tensors hold float32
  expect(single.nc3).toBeCloseTo(report.nc3, 5);
  for (const tensor of [multiHot, padded, x, w]) tensor.dispose();
  expect(memory().numTensors).toBe(before);
});

test('int32 multi-hot targets as wide as there are labels must be said to be that', () => {
  const ints = tensor2d(Array.from(labelSets.toMultiHot().dataSync()), [labelSets.size, 4], 'int32');
  expect(neuralCollapseReport(features, ints, classifier, { targets: 'dense' })).toEqual(report);
  expect(() => neuralCollapseReport(features, ints, classifier)).toThrow("Say targets: 'dense'");
});

test('labels without single-label examples are named, or left out with all that has them', () => {
  // Label 2 of five never stands alone; {2, 4} and {0, 2} go with it.
  const rename = (label: number) => (label < 2 ? label : label + 1);
  const sets = [...given.sets.map((set) => set.map(rename)), [2, 4], [0, 2]];
  const more = [...features, [1, 2, 3], [3, 2, 1]];
  const wider = [...classifier.slice(0, 2), [7, 7, 7], ...classifier.slice(2)];
  const targets = LabelSets.from(sets, 5);
  const message =
    'labelSets must be with an example of each label that has this label only: it makes the class mean; ' +
    `got "none of label 2". Leave such labels out with missingClasses: 'omit'.`;
  for (const measure of [nc1, nc2Means, tagWiseAverage]) {
    expect(() => measure(more, targets)).toThrow(message);
  }
  expect(() => nc3(more, targets, wider)).toThrow(message);
  expect(() => neuralCollapseReport(more, targets, wider)).toThrow(message);
  const omitting = neuralCollapseReport(more, targets, wider, { missingClasses: 'omit' });
  expect(omitting).toEqual({
    ...report,
    omittedLabels: [2],
    tagWiseAverage: { ...report.tagWiseAverage, omittedSets: 2 },
  });
  expect(String(omitting)).toContain('4 classes (1 label left out)');
});

test('without multi-label examples the rest is given', () => {
  const singles = given.sets.flatMap((set, i) => (set.length === 1 ? [i] : []));
  const sets = labelSets.select(singles);
  const rows = singles.map((i) => features[i]);
  const without = neuralCollapseReport(rows, sets, classifier);
  expect(without).toEqual({ ...report, tagWiseAverage: undefined });
  expect(String(without)).toContain('no multi-label sets');
  expect(() => tagWiseAverage(rows, sets)).toThrow('labelSets must be with one of 2 to 3 labels');
});

test('examples without labels take no part', () => {
  const sets = LabelSets.from([...given.sets, []], 4);
  expect(neuralCollapseReport([...features, [9, 9, 9]], sets, classifier)).toEqual(report);
});

test('what is not defined is NaN, and is said to be', () => {
  const sets = LabelSets.from([[0], [1], [1], [2], [0, 1]], 3);
  // No difference between the means, but for rounding
  const same = Array.from({ length: 5 }, () => [0.1, 0.7]);
  const frame = [
    [1, 0],
    [-0.5, 0.8],
    [-0.5, -0.8],
  ];
  const dead = neuralCollapseReport(same, sets, frame);
  expect(dead).toMatchObject({ nc1: NaN, nc2Means: NaN, nc3: NaN });
  expect(dead.nc2Classifier).toBeLessThan(0.2);
  expect(String(dead)).toContain('NC1 within-class variability    not defined');
  expect(
    nc2Classifier([
      [0, 0],
      [0, 0],
    ]),
  ).toBeNaN();
});

const two = LabelSets.from([[0], [1]], 2);
const nothing = LabelSets.from([], 2);

test.each([
  [
    () =>
      nc1(
        [
          [1, NaN],
          [1, 0],
        ],
        two,
      ),
    'features[0][1] must be a number; got NaN. Did training diverge?',
  ],
  [
    () =>
      nc1(
        [
          [1, 2],
          [Infinity, 0],
        ],
        two,
      ),
    'features[1][0] must be a finite number; got Infinity.',
  ],
  [() => nc1([[1, 2], [1]], two), 'features[1] must be a row of 2 numbers, like the first; got [1].'],
  [() => nc1([[1, 2]], two), 'features must be as many examples as label sets, 2; got "1 examples".'],
  [() => nc1(new Float32Array(3), two), 'features must be a multiple of 2 numbers'],
  [() => nc1([], nothing), 'features must be'],
  [
    () =>
      nc1(
        [[1], [2]],
        [
          [1, 0],
          [2, 0],
        ],
      ),
    'multiHot[1][0] must be 0 or 1; got 2.',
  ],
  [
    () => nc1([[1], [2]], new Uint8Array([1, 0, 0, 1])),
    'numLabels must be given for label sets that do not show it',
  ],
  [
    () => nc1([[1], [2]], two, { numLabels: 3 }),
    'labelSets must be sets of 3 labels; got "sets of 2 labels".',
  ],
  [() => nc1([[1], [2]], two, { numLabels: 0 }), 'numLabels must be an integer, 1 or more; got 0.'],
  [
    () => nc1([[1], [2]], two, { centred: true } as object),
    'options of nc1 must be among numLabels, targets, missingClasses, centre; got "centred".',
  ],
  [
    () => nc1([[1], [2]], two, { missingClasses: 'skip' as 'omit' }),
    "missingClasses must be one of 'error', 'omit'; got \"skip\".",
  ],
  [() => nc1([[1]], LabelSets.from([[0]], 1)), 'numLabels must be 2 or more; got 1.'],
  [
    () => nc1([[1]], LabelSets.from([[0]], 2), { missingClasses: 'omit' }),
    'labelSets must be with single-label examples of two labels or more',
  ],
  [() => nc2Means([[1], [2]], two, { centred: 1 as never }), 'centred must be true or false; got 1.'],
  [
    () => nc1([[1], [2]], two, { centre: 'means' as never }),
    "centre must be one of 'features', 'classMeans'",
  ],
  [() => nc2Classifier([[1, 2]]), 'rows of classifier must be an integer, 2 or more; got 1.'],
  [
    () =>
      nc2Classifier([
        [1, 2],
        [0, NaN],
      ]),
    'classifier[1][1] must be a number; got NaN.',
  ],
  [
    () =>
      nc3([[1], [2]], two, [
        [1, 2],
        [3, 4],
      ]),
    'classifier must be of shape [2 labels, 1 features]; got "[2, 2]".',
  ],
  [
    () => neuralCollapseReport([[1], [2]], two, [[1], [2], [3]]),
    'labelSets must be sets of 3 labels; got "sets of 2 labels".',
  ],
  [
    () => tagWiseAverage([[1], [2]], two, { baselinePairs: 0 }),
    'baselinePairs must be an integer from 1 to 1000000000; got 0.',
  ],
  [() => tagWiseAverage([[1], [2]], two, { seed: 0.5 }), 'seed must be an integer; got 0.5.'],
  [() => new NeuralCollapse({ numLabels: 0 }), 'numLabels must be an integer, 1 or more; got 0.'],
  [
    () => new NeuralCollapse({ numLabels: 2 }).result([[1], [2]]),
    'labelSets must be with an example of each label',
  ],
  [
    () => {
      const collapse = new NeuralCollapse({ numLabels: 2 });
      collapse.update([[1], [2]], two);
      collapse.update(
        [
          [1, 1],
          [2, 2],
        ],
        two,
      );
    },
    'features must be of 1 columns, like those before; got "2 columns".',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2 }).merge(new NeuralCollapse({ numLabels: 3 })),
    'numLabels of other must be 2, as here; got 3.',
  ],
  [() => nc1(null as never, two), 'features must be a tensor, rows, or a flat Float32Array; got null.'],
  [() => nc1([[1], [null]] as never, two), 'features[1][0] must be a number; got null.'],
  [() => nc1([[1], ['']] as never, two), 'features[1][0] must be a number; got "".'],
  [() => nc1([[1], [true]] as never, two), 'features[1][0] must be a number; got true.'],
  [() => nc1([[1], [[5]]] as never, two), 'features[1][0] must be a number; got [5].'],
  [() => nc1([[1], [1e200]], two), 'features[1][0] must be from -1e+60 to 1e+60; got 1e+200.'],
  [
    () => nc1([[1e-160], [2e-160]], two),
    'features must be with some of 1e-60 or more; got "numbers up to 2e-160". Scale them.',
  ],
  // prettier-ignore
  [() => nc2Classifier([[0, 1e-200], [1e-200, 0]]), 'classifier must be with some of 1e-60 or more'],
  [() => nc1([[1], [2]], null as never), 'labelSets must be LabelSets, a tensor, rows, or a flat array'],
  [() => nc1([[1], [2]], {} as never), 'labelSets must be LabelSets, a tensor, rows, or a flat array'],
  [() => nc1([[1], [2]], [null, [1]] as never), 'labelSets[0] must be a row of 0 and 1; got null.'],
  [() => nc1([[1], [2]], null as never, { numLabels: 2 }), 'labelSets must be LabelSets, a tensor, rows'],
  [
    () => nc1([[1], [2]], two, { targets: null as never }),
    "targets must be one of 'auto', 'dense', 'sparse'; got null.",
  ],
  [() => nc1([[1], [2]], two, null as never), 'options of nc1 must be an object'],
  [() => nc2Means([[1], [2]], two, { centred: null as never }), 'centred must be true or false; got null.'],
  [() => nc2Classifier([[1, null]] as never), 'classifier[0][1] must be a number; got null.'],
  [
    () => nc2Classifier(undefined as never),
    'classifier must be a tensor, rows, or a flat Float32Array; got undefined.',
  ],
  [() => nc3([[1], [2]], two, [[1], ['2']] as never), 'classifier[1][0] must be a number; got "2".'],
  [() => tagWiseAverage([[1], [2]], two, { seed: null as never }), 'seed must be an integer; got null.'],
  [
    () => tagWiseAverage([[1], [2]], two, { baselinePairs: 1e300 }),
    'baselinePairs must be an integer from 1 to 1000000000',
  ],
  [() => new NeuralCollapse(null as never), 'options of NeuralCollapse must be an object'],
  [
    () => new NeuralCollapse({ numLabels: '3' as never }),
    'numLabels must be an integer, 1 or more; got "3".',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2, labels: 2 } as never),
    'options of NeuralCollapse must be among numLabels; got "labels".',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2 }).update([[1], [2]], two, null as never),
    'options of update must be an object',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2 }).merge({ numLabels: 2 } as never),
    'other must be a NeuralCollapse; got an object of class Object.',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2 }).merge(null as never),
    'other must be a NeuralCollapse; got null.',
  ],
  [
    () => new NeuralCollapse({ numLabels: 2 }).update([new Float32Array(1e6)], LabelSets.from([[0]], 2)),
    'features must be of so few columns that a matrix [columns, columns] fits in memory; got "1000000 columns".',
  ],
  [() => new NeuralCollapseMonitor({} as never), 'data must be { x, y }'],
  [
    () => new NeuralCollapseMonitor({ data: { x: [], y: two }, every: 0 }),
    'every must be an integer, 1 or more; got 0.',
  ],
  [
    () => new NeuralCollapseMonitor({ data: { x: [], y: two }, batchSize: 1.5 }),
    'batchSize must be an integer, 1 or more; got 1.5.',
  ],
  [
    () => new NeuralCollapseMonitor({ data: { x: [], y: two }, evry: 1 } as never),
    'options of NeuralCollapseMonitor must be among data, layer, every',
  ],
])('bad input %# is named', (call, message) => {
  expect(call).toThrow(message);
});

test.each([1e59, 1e-59])('figures of features and classifiers of size %p are those of size 1', (size) => {
  const scaled = (rows: readonly (readonly number[])[]) =>
    rows.map((row) => row.map((value) => (size * value) / 4));
  const { tagWiseAverage: tagWise, ...figures } = neuralCollapseReport(
    scaled(features),
    labelSets,
    scaled(classifier),
  );
  const names = ['nc1', 'nc2Classifier', 'nc2Means', 'nc3'] as const;
  for (const name of names) expect(figures[name]).toBeCloseTo(report[name], 10);
  expect(tagWise!.metric).toBeCloseTo(report.tagWiseAverage!.metric, 10);
});

test('what throws adds nothing', () => {
  const [collapse, other] = [new NeuralCollapse({ numLabels: 4 }), new NeuralCollapse({ numLabels: 4 })];
  collapse.update(features, labelSets);
  other.update([[1, 2]], LabelSets.from([[0]], 4));
  const before = collapse.result(classifier);
  const bad = features.map((row, i) => (i === features.length - 1 ? [1, null as never, 2] : row));
  for (const call of [
    () => collapse.update(bad, labelSets),
    () => collapse.update(features.slice(1), labelSets),
    () => collapse.update(features, LabelSets.from([], 4)),
    () => collapse.merge(other),
  ]) {
    expect(call).toThrow(ValueError);
  }
  expect(() => collapse.merge(other)).toThrow(
    'other must be of 3 columns, like those before; got "2 columns".',
  );
  expect(collapse.result(classifier)).toEqual(before);
  const fresh = new NeuralCollapse({ numLabels: 4 });
  expect(() => fresh.update(bad, labelSets)).toThrow(ValueError);
  expect(fresh.numFeatures).toBe(0);
});
