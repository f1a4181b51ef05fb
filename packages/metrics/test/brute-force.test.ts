import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import {
  averagePrecisionScore,
  coverageError,
  f1AtK,
  labelRankingAveragePrecisionScore,
  labelRankingLoss,
  meanAveragePrecision,
  ndcgAtK,
  precisionAtK,
  propensities,
  propensityScoredPrecisionAtK,
  recallAtK,
  rocAucScore,
  rPrecision,
  f1Score,
  jaccardScore,
  accuracyScore,
  hammingLoss,
} from '../src/index.js';
import { data, expectSame, numLabels, muteWarnings } from './cases.js';

muteWarnings();

// The definitions word by word: quadratic, and of plain arrays. Scores with ties, so that their rules are
// tried too.

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const labels = Array.from({ length: numLabels }, (_, label) => label);
const columns = (rows: readonly number[][]): number[][] =>
  labels.map((label) => rows.map((row) => row[label]));

/** Labels by falling score, of equal scores the lower first. */
const ranking = (scores: readonly number[]): number[] =>
  scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);

/** Precision and recall of 'score at least t', for every score t there is, from the highest. */
function curve(y: readonly number[], scores: readonly number[]): { precision: number; recall: number }[] {
  const thresholds = [...new Set(scores)].sort((a, b) => b - a);
  return thresholds.map((t) => {
    const predicted = y.filter((_, i) => scores[i] >= t);
    return { precision: mean(predicted), recall: sum(predicted) / sum(y) };
  });
}

function stepArea(points: { precision: number; recall: number }[]): number {
  return sum(points.map(({ precision, recall }, i) => precision * (recall - (points[i - 1]?.recall ?? 0))));
}

const averagePrecision = (y: readonly number[], scores: readonly number[]): number =>
  sum(y) === 0 ? NaN : stepArea(curve(y, scores));

function interpolated(y: readonly number[], scores: readonly number[], parts: number): number {
  if (sum(y) === 0) return NaN;
  const points = curve(y, scores);
  // The tolerance: recalls and grid points are quotients of small whole numbers, rounded.
  const best = (r: number) =>
    Math.max(...points.map(({ precision, recall }) => (recall >= r - 1e-9 ? precision : 0)));
  if (parts > 0) return mean(Array.from({ length: parts + 1 }, (_, i) => best(i / parts)));
  return stepArea(points.map(({ recall }) => ({ recall, precision: best(recall) })));
}

/** Part of the pairs of a positive and a negative that is in order; ties count `tie`. */
function orderedPairs(y: readonly number[], scores: readonly number[], tie: number): number {
  const pairs = y.flatMap((a, i) =>
    y.flatMap((b, j) => {
      if (a !== 1 || b !== 0) return [];
      return scores[i] === scores[j] ? tie : scores[i] > scores[j] ? 1 : 0;
    }),
  );
  return pairs.length === 0 ? NaN : mean(pairs);
}

const defined = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));

type Brute = (y: number[][], scores: number[][]) => [number, number];

const checks: Record<string, Brute> = {
  ...Object.fromEntries(
    [1, 2, 5].flatMap((k): [string, Brute][] => {
      const hits = (y: number[], s: number[]): number[] =>
        ranking(s)
          .slice(0, k)
          .map((label) => y[label]);
      const precision: (y: number[][], s: number[][]) => number = (y, s) =>
        mean(y.map((row, i) => sum(hits(row, s[i])) / k));
      const recall: (y: number[][], s: number[][]) => number = (y, s) =>
        mean(y.map((row, i) => (sum(row) ? sum(hits(row, s[i])) / sum(row) : 0)));
      const dcg = (gains: number[]): number => sum(gains.map((gain, j) => gain / Math.log2(j + 2)));
      const best = (row: number[]): number[] => [...row].sort((a, b) => b - a).slice(0, k);
      return [
        [`precision@${k}`, (y, s) => [precisionAtK(y, s, { k }), precision(y, s)]],
        [`recall@${k}`, (y, s) => [recallAtK(y, s, { k }), recall(y, s)]],
        [
          `f1@${k}`,
          (y, s) => {
            const [p, r] = [precision(y, s), recall(y, s)];
            return [f1AtK(y, s, { k }), p + r === 0 ? 0 : 2 / (1 / p + 1 / r)];
          },
        ],
        [
          `ndcg@${k}`,
          (y, s) => [
            ndcgAtK(y, s, { k }),
            mean(y.map((row, i) => (sum(row) ? dcg(hits(row, s[i])) / dcg(best(row)) : 0))),
          ],
        ],
        [
          `psp@${k}`,
          (y, s) => {
            const p = [0.9, 0.5, 1, 0.1, 0.3];
            const gain = (row: number[], order: number[]): number =>
              sum(order.slice(0, k).map((label) => row[label] / p[label]));
            const gained = sum(y.map((row, i) => gain(row, ranking(s[i]))));
            // The best order of all: by what a hit counts.
            const most = sum(y.map((row) => gain(row, ranking(row.map((on, label) => on / p[label])))));
            return [
              propensityScoredPrecisionAtK(y, s, { k, propensities: p }),
              most === 0 ? 0 : gained / most,
            ];
          },
        ],
      ];
    }),
  ),
  rPrecision: (y, s) => [
    rPrecision(y, s),
    mean(
      y.map((row, i) => {
        const top = ranking(s[i]).slice(0, sum(row));
        return top.length ? mean(top.map((label) => row[label])) : 0;
      }),
    ),
  ],
  macroF1: (y, s) => [
    f1Score(y, s),
    mean(
      labels.map((label) => {
        const pairs = y.map((row, i) => [row[label], s[i][label] > 0 ? 1 : 0]);
        const either = sum(pairs.flat());
        return either === 0 ? 0 : (2 * sum(pairs.map(([a, b]) => a * b))) / either;
      }),
    ),
  ],
  samplesJaccard: (y, s) => [
    jaccardScore(y, s, { average: 'samples', zeroDivision: 1 }),
    mean(
      y.map((row, i) => {
        const union = labels.filter((label) => row[label] === 1 || s[i][label] > 0);
        const both = labels.filter((label) => row[label] === 1 && s[i][label] > 0);
        return union.length === 0 ? 1 : both.length / union.length;
      }),
    ),
  ],
  subsetAccuracy: (y, s) => [
    accuracyScore(y, s),
    mean(y.map((row, i) => (row.every((on, label) => (on === 1) === s[i][label] > 0) ? 1 : 0))),
  ],
  hammingLoss: (y, s) => [
    hammingLoss(y, s),
    mean(y.flatMap((row, i) => row.map((on, label) => ((on === 1) === s[i][label] > 0 ? 0 : 1)))),
  ],
  macroAveragePrecision: (y, s) => [
    averagePrecisionScore(y, s),
    mean(defined(columns(y).map((column, label) => averagePrecision(column, columns(s)[label])))),
  ],
  microAveragePrecision: (y, s) => [
    averagePrecisionScore(y, s, { average: 'micro' }),
    averagePrecision(y.flat(), s.flat()),
  ],
  samplesAveragePrecision: (y, s) => [
    averagePrecisionScore(y, s, { average: 'samples' }),
    mean(defined(y.map((row, i) => averagePrecision(row, s[i])))),
  ],
  ...Object.fromEntries(
    (['voc2010', 'voc2007', 'coco'] as const).map((interpolation, i): [string, Brute] => [
      interpolation,
      (y, s) => [
        meanAveragePrecision(y, s, { interpolation }),
        mean(
          defined(
            columns(y).map((column, label) => interpolated(column, columns(s)[label], [0, 10, 100][i])),
          ),
        ),
      ],
    ]),
  ),
  macroRocAuc: (y, s) => [
    rocAucScore(y, s),
    mean(defined(columns(y).map((column, label) => orderedPairs(column, columns(s)[label], 0.5)))),
  ],
  microRocAuc: (y, s) => [rocAucScore(y, s, { average: 'micro' }), orderedPairs(y.flat(), s.flat(), 0.5)],
  weightedRocAuc: (y, s) => {
    const values = columns(y).map((column, label) => orderedPairs(column, columns(s)[label], 0.5));
    const weights = columns(y).map((column, label) => (Number.isNaN(values[label]) ? 0 : sum(column)));
    const weighted = sum(values.map((value, label) => (weights[label] ? weights[label] * value : 0)));
    return [
      rocAucScore(y, s, { average: 'weighted' }),
      sum(weights) ? weighted / sum(weights) : mean(defined(values)),
    ];
  },
  labelRankingAveragePrecision: (y, s) => [
    labelRankingAveragePrecisionScore(y, s),
    mean(
      y.map((row, i) => {
        const active = labels.filter((label) => row[label] === 1);
        if (active.length === 0) return 1;
        const asHigh = (label: number, among: number[]): number =>
          among.filter((other) => s[i][other] >= s[i][label]).length;
        return mean(active.map((label) => asHigh(label, active) / asHigh(label, labels)));
      }),
    ),
  ],
  coverageError: (y, s) => [
    coverageError(y, s),
    mean(
      y.map((row, i) => {
        const lowest = Math.min(...labels.filter((label) => row[label] === 1).map((label) => s[i][label]));
        return s[i].filter((score) => score >= lowest).length;
      }),
    ),
  ],
  labelRankingLoss: (y, s) => [
    labelRankingLoss(y, s),
    mean(
      y
        .map((row, i) => orderedPairs(row, s[i], 0))
        .map((ordered) => (Number.isNaN(ordered) ? 0 : 1 - ordered)),
    ),
  ],
};

test.each(Object.entries(checks))('%s', (_, check) => {
  fc.assert(
    fc.property(data(), ({ targets, scores }) => {
      const [ours, theirs] = check(targets, scores);
      expectSame(ours, theirs);
    }),
    { numRuns: 200 },
  );
});

test('k above what is found by insertion gives the same ranking', () => {
  const n = 300;
  const row = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: n, maxLength: n });
  fc.assert(
    fc.property(row, fc.integer({ min: 1, max: n }), (scores, k) => {
      const y = scores.map((_, label) => (label % 3 === 0 ? 1 : 0));
      // prettier-ignore
      const hits = ranking(scores).slice(0, k).filter((label) => label % 3 === 0).length;
      expect(precisionAtK([y], [scores], { k })).toBeCloseTo(hits / k, 12);
    }),
  );
});

test('propensities are those of the formula', () => {
  const [a, b, size] = [0.6, 2.6, 50];
  const c = (Math.log(size) - 1) * (b + 1) ** a;
  const expected = [0, 1, 50].map((count) => 1 / (1 + c * Math.exp(-a * Math.log(count + b))));
  expect([...propensities([0, 1, 50], size, { a, b })]).toEqual(
    expected.map((value) => expect.closeTo(value, 12) as number),
  );
});
