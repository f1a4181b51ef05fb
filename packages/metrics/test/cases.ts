import { LabelSets, type Scores, type Targets } from '@argmaxable/core';
import { tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { allMetrics, type Metric, type MetricEntry } from '../src/index.js';

/** Number of labels that the propensities below are for. */
export const numLabels = 5;

const ks = [{ k: 1 }, { k: 3 }, { k: numLabels }];
const activeKs = [...ks, { k: 2, zeroDivision: 1 }, { k: 2, zeroDivision: NaN }];
const averages = ['micro', 'macro', 'weighted', 'samples'].map((average) => ({ average }));
const averaged = [
  {},
  ...averages,
  { threshold: 0.5, zeroDivision: 1 },
  { average: 'samples', zeroDivision: NaN },
  { average: 'weighted', threshold: [0, 1, -1, 0.5, 0], zeroDivision: NaN },
  { average: 'samples', threshold: [Infinity, 0, -Infinity, 0.5, 0] },
  { threshold: -Infinity },
];
const thresholds = [{}, { threshold: 0.5 }, { threshold: [0, 1, -1, 0.5, 0] }, { threshold: Infinity }];

/** Options to try each metric with. */
export const optionsOf: Record<string, object[]> = {
  precisionAtK: ks,
  recallAtK: activeKs,
  f1AtK: activeKs,
  ndcgAtK: activeKs,
  propensityScoredPrecisionAtK: activeKs.map((options) => ({
    ...options,
    propensities: [0.9, 0.5, 1, 0.1, 0.3],
  })),
  rPrecision: [{}, { zeroDivision: 1 }, { zeroDivision: NaN }],
  precisionScore: averaged,
  recallScore: averaged,
  f1Score: averaged,
  jaccardScore: averaged,
  fbetaScore: [0.5, 2].flatMap((beta) => averaged.map((options) => ({ beta, ...options }))),
  hammingLoss: thresholds,
  hammingScore: thresholds,
  accuracyScore: thresholds,
  zeroOneLoss: thresholds,
  intersectionOverUnion: [{}],
  averagePrecisionScore: [...averages, { zeroDivision: 0 }],
  rocAucScore: [...averages, { zeroDivision: 1 }],
  meanAveragePrecision: [{}, { interpolation: 'voc2007' }, { interpolation: 'coco', zeroDivision: 0 }],
  labelRankingAveragePrecisionScore: [{}],
  coverageError: [{}],
  labelRankingLoss: [{}],
};

export interface Case {
  readonly entry: MetricEntry;
  readonly options: object;
  readonly make: () => Metric;
}

/** Every metric with every one of its options to try, as `test.each` takes them: a title and the case. */
export const cases = allMetrics.flatMap((entry) =>
  (optionsOf[entry.name] ?? []).map((options): [string, Case] => [
    `${entry.name} ${JSON.stringify(options)}`,
    { entry, options, make: () => make(entry, options) },
  ]),
);

export function make({ Class }: MetricEntry, options: object): Metric {
  return new Class(options as never);
}

/** Examples as rows of 0 and 1 and rows of scores. */
export interface Data {
  readonly targets: number[][];
  readonly scores: number[][];
}

/** Few different scores make ties, which every metric has a rule for; all are float32 numbers. */
const tiedScore = fc.constantFrom(-2, -1, -0.5, 0, 0.25, 1, 3);

/** Scores without ties: ranks, shuffled, around 0. */
const distinctScores = (size: number): fc.Arbitrary<number[]> =>
  fc
    .shuffledSubarray(
      Array.from({ length: size }, (_, i) => i - size / 2 + 0.25),
      { minLength: size },
    )
    .map((scores) => scores);

/** Random examples of `numLabels` labels. */
export function data({ ties = true, maxLength = 12 } = {}): fc.Arbitrary<Data> {
  return fc.integer({ min: 1, max: maxLength }).chain((size) => {
    const label = fc.constantFrom(0, 0, 1);
    const targets = fc.array(fc.array(label, { minLength: numLabels, maxLength: numLabels }), {
      minLength: size,
      maxLength: size,
    });
    const flat = ties
      ? fc.array(tiedScore, { minLength: size * numLabels, maxLength: size * numLabels })
      : distinctScores(size * numLabels);
    const scores = flat.map((all) =>
      Array.from({ length: size }, (_, i) => all.slice(i * numLabels, (i + 1) * numLabels)),
    );
    return fc.record({ targets, scores });
  });
}

/** The forms that targets and scores may have, of one meaning. Tensors are the caller's. */
export function forms({ targets, scores }: Data): [string, Targets, Scores][] {
  const sets = LabelSets.fromMultiHot(targets);
  const width = scores[0].length;
  // Never as wide as there are labels, so that it can be told from multi-hot.
  const sparse = sets.toPadded(width + 1);
  return [
    ['rows', targets, scores],
    ['label sets and a tensor', sets, tensor2d(scores)],
    ['a multi-hot tensor', tensor2d(targets), tensor2d(scores)],
    ['a sparse tensor', sparse, tensor2d(scores)],
    ['flat float32', sets, Float32Array.from(scores.flat())],
    ['flat float64', sets, Float64Array.from(scores.flat())],
    [
      'rows of booleans and typed rows',
      targets.map((row) => row.map(Boolean)),
      scores.map((row) => Float32Array.from(row)),
    ],
  ];
}

export function disposeForms(all: [string, Targets, Scores][]): void {
  for (const given of all.flat()) if (typeof given === 'object' && 'dataSync' in given) given.dispose();
}

/** Equal up to the rounding of sums of at most a few hundred terms in another order; NaN equals NaN. */
export function expectSame(value: number, expected: number): void {
  if (Number.isNaN(expected)) expect(value).toBeNaN();
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

/** Random scores may by chance all lie between 0 and 1, which metrics warn of. */
export function muteWarnings(): void {
  beforeAll(() => void jest.spyOn(console, 'warn').mockImplementation());
  afterAll(() => jest.restoreAllMocks());
}
