import { isIterable } from '@argmaxable/core';
import * as metrics from '@argmaxable/metrics';
import { tensor2d } from '@tensorflow/tfjs-core';
import {
  boolean,
  either,
  instance,
  integer,
  number,
  numbers,
  oneOf,
  options,
  optional,
  publicFunction,
  rows,
  type Spec,
  string,
} from '../specs.js';
import { labelSets, scores, targets } from './core.js';

export const name = '@argmaxable/metrics';
export { metrics as exports };

const format = oneOf('auto', 'dense', 'sparse');
const zeroDivision = number(0, () => true);
const average = oneOf('macro', 'micro', 'weighted', 'samples');
const threshold = either(
  number(0, (value) => !Number.isNaN(value)),
  numbers([0, 1, 2]),
);
const k = integer(2, 1);
const atK = { k, targets: format };
const thresholded = { threshold, targets: format };
const averaged = { ...thresholded, average, zeroDivision };
const ranking = { average, zeroDivision, targets: format };
const plain = { targets: format };
const propensities = numbers([0.5, 0.4, 0.9], { alsoWrong: [NaN, 0, 2, -1] });

/** The options of each metric, by its name, and those that it needs. */
const parameters: Record<string, [fields: Record<string, Spec>, needed?: string[]]> = {
  accuracyScore: [thresholded],
  averagePrecisionScore: [ranking],
  coverageError: [plain],
  f1AtK: [{ ...atK, zeroDivision }, ['k']],
  f1Score: [averaged],
  fbetaScore: [{ ...averaged, beta: number(1, (value) => value >= 0 && value < Infinity) }, ['beta']],
  hammingLoss: [thresholded],
  hammingScore: [{ ...thresholded, zeroDivision }],
  intersectionOverUnion: [plain],
  jaccardScore: [averaged],
  labelRankingAveragePrecisionScore: [plain],
  labelRankingLoss: [plain],
  meanAveragePrecision: [
    { zeroDivision, targets: format, interpolation: oneOf('voc2010', 'voc2007', 'coco') },
  ],
  ndcgAtK: [{ ...atK, zeroDivision }, ['k']],
  precisionAtK: [atK, ['k']],
  precisionScore: [averaged],
  propensityScoredPrecisionAtK: [{ ...atK, propensities, zeroDivision }, ['k', 'propensities']],
  rPrecision: [{ zeroDivision, targets: format }],
  recallAtK: [{ ...atK, zeroDivision }, ['k']],
  recallScore: [averaged],
  rocAucScore: [ranking],
  zeroOneLoss: [thresholded],
};

const scoresOf = (metric: string): Spec =>
  metric === 'intersectionOverUnion'
    ? rows([
        [0.5, 0.1, 0.9],
        [0.2, 1, 0.3],
        [1, 0, 0.3],
      ])
    : scores();

type Class = new (given: unknown) => metrics.Metric;

const each = metrics.allMetrics.flatMap(({ name: metric, Class, function: score }) => {
  if (!Object.hasOwn(parameters, metric)) throw new Error(`The options of ${metric} are missing.`);
  const [fields, needed] = parameters[metric];
  const given = options(fields, needed);
  const spec = needed ? given : optional(given);
  const streaming = Class as unknown as Class;
  const filled = () => {
    const one = new streaming(given.valid());
    one.update(targets().valid() as never, scoresOf(metric).valid() as never);
    return one;
  };
  return [
    publicFunction(metric, score, targets(), scoresOf(metric), spec),
    publicFunction(streaming.name, (some: unknown) => new streaming(some), spec),
    publicFunction(
      `${streaming.name}.update`,
      (yTrue: never, yPred: never) => new streaming(given.valid()).update(yTrue, yPred),
      targets(),
      scoresOf(metric),
    ),
    publicFunction(`${streaming.name}.merge`, (other: never) => filled().merge(other), instance(filled)),
    publicFunction(
      `${streaming.name}.fromJSON`,
      (json: never) => (Class as unknown as { fromJSON: (json: never) => unknown }).fromJSON(json),
      instance(() => JSON.parse(JSON.stringify(filled())) as unknown),
    ),
  ];
});

const names: Spec = instance(
  () => ['a', 'b', 'c'],
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
);

const features = (): Spec =>
  rows([
    [1, 0],
    [0, 1],
    [1, 1],
    [2, 1],
    [0, 2],
    [1, 0.5],
    [1, 3],
  ]);
const sets: Spec = {
  ...labelSets(),
  valid: () => [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 0],
  ],
  accepts: targets().accepts,
};
const classifier = (): Spec =>
  rows([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
const collapse = {
  numLabels: integer(3, 1),
  targets: format,
  missingClasses: oneOf('error', 'omit'),
  centred: boolean(),
  centre: oneOf('features', 'classMeans'),
  baselinePairs: integer(50, 1),
  seed: integer(1),
};
const of = (...names: (keyof typeof collapse)[]): Spec =>
  optional(options(Object.fromEntries(names.map((field) => [field, collapse[field]]))));
const report = of('targets', 'missingClasses', 'centred', 'centre', 'baselinePairs', 'seed');
const metricList: Spec = instance(
  () => [metrics.f1Score()],
  (value) => Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'function'),
);
const collection = () => {
  const all = new metrics.MetricCollection([metrics.f1Score()]);
  all.update(targets().valid() as never, scores().valid() as never);
  return all;
};
const tensorData = () => ({ x: tensor2d([[1, 2]]), y: [[1, 0, 0]] });
const positiveInteger = integer(1, 1);

export const functions = [
  ...each,
  publicFunction(
    'propensities',
    metrics.propensities,
    numbers([1, 2, 3], { alsoWrong: [NaN, -1, 0.5] }),
    integer(10, 3),
    optional(options({ a: number(0.5, (v) => v >= 0), b: number(1.5, (v) => v >= 0) })),
  ),
  publicFunction(
    'multiLabelReport',
    metrics.multiLabelReport,
    targets(),
    scores(),
    optional(
      options({
        k: either(k, numbers([1, 2])),
        threshold,
        thresholds: numbers([0, 1]),
        propensities,
        zeroDivision,
        labelNames: names,
        perLabel: boolean(),
        targets: format,
      }),
    ),
  ),
  publicFunction(
    'multiLabelReport of label sets',
    metrics.multiLabelReport,
    targets(),
    either(labelSets(), scores()),
    optional(options({ zeroDivision, labelNames: names, perLabel: boolean(), targets: format })),
  ),
  publicFunction(
    'BestWeights',
    (given: never) => new metrics.BestWeights(given),
    optional(
      options({
        monitor: string('val_loss', () => true),
        mode: oneOf('min', 'max', 'auto'),
        patience: integer(2, 1),
        restore: boolean(),
        minDelta: number(0, (value) => value >= 0 && value < Infinity),
      }),
    ),
  ),
  publicFunction(
    'MetricCollection',
    (list: never, given: never) => new metrics.MetricCollection(list, given),
    metricList,
    optional(options(plain)),
  ),
  publicFunction(
    'MetricCollection.update',
    (yTrue: never, yPred: never) => new metrics.MetricCollection([metrics.f1Score()]).update(yTrue, yPred),
    targets(),
    scores(),
  ),
  publicFunction('MetricCollection.merge', (other: never) => collection().merge(other), instance(collection)),
  publicFunction(
    'MetricCollection.fromJSON',
    (json: never) => metrics.MetricCollection.fromJSON(json),
    instance(() => JSON.parse(JSON.stringify(collection())) as unknown),
  ),
  publicFunction(
    'nc1',
    metrics.nc1,
    features(),
    sets,
    of('numLabels', 'targets', 'missingClasses', 'centre'),
  ),
  publicFunction('nc2Classifier', metrics.nc2Classifier, classifier()),
  publicFunction(
    'nc2Means',
    metrics.nc2Means,
    features(),
    sets,
    of('numLabels', 'targets', 'missingClasses', 'centred', 'centre'),
  ),
  publicFunction(
    'nc3',
    metrics.nc3,
    features(),
    sets,
    classifier(),
    of('targets', 'missingClasses', 'centre'),
  ),
  publicFunction(
    'tagWiseAverage',
    metrics.tagWiseAverage,
    features(),
    sets,
    of('numLabels', 'targets', 'missingClasses', 'baselinePairs', 'seed'),
  ),
  publicFunction(
    'neuralCollapseReport',
    metrics.neuralCollapseReport,
    features(),
    sets,
    classifier(),
    report,
  ),
  publicFunction(
    'NeuralCollapse',
    (given: never) => new metrics.NeuralCollapse(given),
    options({ numLabels: integer(3, 1) }, ['numLabels']),
  ),
  publicFunction(
    'NeuralCollapse.update',
    (some: never, labels: never) => new metrics.NeuralCollapse({ numLabels: 3 }).update(some, labels),
    features(),
    sets,
  ),
  publicFunction(
    'NeuralCollapseMonitor',
    (given: never) => new metrics.NeuralCollapseMonitor(given),
    options(
      {
        data: instance(tensorData),
        every: positiveInteger,
        batchSize: positiveInteger,
        prefix: string('nc_'),
        targets: format,
        missingClasses: collapse.missingClasses,
        centred: boolean(),
        centre: collapse.centre,
        baselinePairs: collapse.baselinePairs,
        seed: collapse.seed,
      },
      ['data'],
    ),
  ),
  publicFunction(
    'MultiLabelEvaluation',
    (given: never) => new metrics.MultiLabelEvaluation(given),
    options(
      {
        data: instance(tensorData, (value) => typeof value === 'function' || isIterable(value)),
        metrics: metricList,
        every: positiveInteger,
        batchSize: positiveInteger,
        prefix: string('val_'),
        targets: format,
      },
      ['data', 'metrics'],
    ),
  ),
];

export const others: Record<string, string> = {
  Metric: 'abstract',
  MultiLabelReport: 'made by multiLabelReport',
  NeuralCollapseReport: 'made by neuralCollapseReport',
};
