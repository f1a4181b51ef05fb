import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { allMetrics, precisionAtK, propensities } from '../src/index.js';
import { data, expectSame, make, muteWarnings, numLabels } from './cases.js';

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

type Definition = (y: number[][], scores: number[][]) => number;

/** The counts of pairs of a target and a decision at threshold 0: true positives, predicted, active. */
function countsOf(y: readonly number[], scores: readonly number[]): [number, number, number] {
  const decided = scores.map((score): number => (score > 0 ? 1 : 0));
  return [sum(y.map((on, i) => on * decided[i])), sum(decided), sum(y)];
}

/** A formula of such counts, of each label, and 0 for 0/0. */
const macro =
  (formula: (both: number, predicted: number, active: number) => number) =>
  (y: number[][], s: number[][]): number =>
    mean(
      columns(y).map((column, label) => {
        const value = formula(...countsOf(column, columns(s)[label]));
        return Number.isNaN(value) ? 0 : value;
      }),
    );

const ks = [1, 2, 5];
const hits = (y: number[], s: number[], k: number): number[] =>
  ranking(s)
    .slice(0, k)
    .map((label) => y[label]);
const precision = (y: number[][], s: number[][], k: number): number =>
  mean(y.map((row, i) => sum(hits(row, s[i], k)) / k));
const recall = (y: number[][], s: number[][], k: number): number =>
  mean(y.map((row, i) => (sum(row) ? sum(hits(row, s[i], k)) / sum(row) : 0)));
const dcg = (gains: number[]): number => sum(gains.map((gain, j) => gain / Math.log2(j + 2)));
const best = (row: number[], k: number): number[] => [...row].sort((a, b) => b - a).slice(0, k);
const isRight = (row: number[], s: number[]): boolean =>
  row.every((on, label) => (on === 1) === s[label] > 0);
const wrongParts = (y: number[][], s: number[][]): number[] =>
  y.flatMap((row, i) => row.map((on, label) => ((on === 1) === s[i][label] > 0 ? 0 : 1)));

/** Of every metric, by its name: options, and the value with them by definition. */
const definitions: Record<string, [options: object, definition: Definition][]> = {
  precisionAtK: ks.map((k) => [{ k }, (y, s) => precision(y, s, k)]),
  recallAtK: ks.map((k) => [{ k }, (y, s) => recall(y, s, k)]),
  f1AtK: ks.map((k) => [
    { k },
    (y, s) => {
      const [p, r] = [precision(y, s, k), recall(y, s, k)];
      return p + r === 0 ? 0 : 2 / (1 / p + 1 / r);
    },
  ]),
  ndcgAtK: ks.map((k) => [
    { k },
    (y, s) => mean(y.map((row, i) => (sum(row) ? dcg(hits(row, s[i], k)) / dcg(best(row, k)) : 0))),
  ]),
  propensityScoredPrecisionAtK: ks.map((k) => {
    const p = [0.9, 0.5, 1, 0.1, 0.3];
    const gain = (row: number[], order: number[]): number =>
      sum(order.slice(0, k).map((label) => row[label] / p[label]));
    return [
      { k, propensities: p },
      (y, s) => {
        const gained = sum(y.map((row, i) => gain(row, ranking(s[i]))));
        // The best order of all: by what a hit counts.
        const most = sum(y.map((row) => gain(row, ranking(row.map((on, label) => on / p[label])))));
        return most === 0 ? 0 : gained / most;
      },
    ];
  }),
  rPrecision: [
    [
      {},
      (y, s) =>
        mean(
          y.map((row, i) => {
            const top = ranking(s[i]).slice(0, sum(row));
            return top.length ? mean(top.map((label) => row[label])) : 0;
          }),
        ),
    ],
  ],
  precisionScore: [[{}, macro((both, predicted) => both / predicted)]],
  recallScore: [[{}, macro((both, _, active) => both / active)]],
  f1Score: [[{}, macro((both, predicted, active) => (2 * both) / (predicted + active))]],
  fbetaScore: [
    [
      { beta: 2 },
      macro((both, predicted, active) => (5 * both) / (5 * both + 4 * (active - both) + predicted - both)),
    ],
  ],
  jaccardScore: [
    [
      { average: 'samples', zeroDivision: 1 },
      (y, s) =>
        mean(
          y.map((row, i) => {
            const union = labels.filter((label) => row[label] === 1 || s[i][label] > 0);
            const both = labels.filter((label) => row[label] === 1 && s[i][label] > 0);
            return union.length === 0 ? 1 : both.length / union.length;
          }),
        ),
    ],
  ],
  accuracyScore: [[{}, (y, s) => mean(y.map((row, i) => (isRight(row, s[i]) ? 1 : 0)))]],
  zeroOneLoss: [[{}, (y, s) => mean(y.map((row, i) => (isRight(row, s[i]) ? 0 : 1)))]],
  hammingLoss: [[{}, (y, s) => mean(wrongParts(y, s))]],
  hammingScore: [[{}, (y, s) => mean(wrongParts(y, s).map((wrong) => 1 - wrong))]],
  intersectionOverUnion: [
    [
      {},
      (y, s) =>
        mean(
          y.map((row, i) => {
            const masses = s[i].map((score) => Math.exp(score));
            return sum(masses.map((mass, label) => mass * row[label])) / sum(masses);
          }),
        ),
    ],
  ],
  averagePrecisionScore: [
    [
      {},
      (y, s) => mean(defined(columns(y).map((column, label) => averagePrecision(column, columns(s)[label])))),
    ],
    [{ average: 'micro' }, (y, s) => averagePrecision(y.flat(), s.flat())],
    [{ average: 'samples' }, (y, s) => mean(defined(y.map((row, i) => averagePrecision(row, s[i]))))],
  ],
  meanAveragePrecision: (['voc2010', 'voc2007', 'coco'] as const).map((interpolation, i) => [
    { interpolation },
    (y, s) =>
      mean(
        defined(columns(y).map((column, label) => interpolated(column, columns(s)[label], [0, 10, 100][i]))),
      ),
  ]),
  rocAucScore: [
    [
      {},
      (y, s) =>
        mean(defined(columns(y).map((column, label) => orderedPairs(column, columns(s)[label], 0.5)))),
    ],
    [{ average: 'micro' }, (y, s) => orderedPairs(y.flat(), s.flat(), 0.5)],
    [
      { average: 'weighted' },
      (y, s) => {
        const values = columns(y).map((column, label) => orderedPairs(column, columns(s)[label], 0.5));
        const weights = columns(y).map((column, label) => (Number.isNaN(values[label]) ? 0 : sum(column)));
        const weighted = sum(values.map((value, label) => (weights[label] ? weights[label] * value : 0)));
        return sum(weights) ? weighted / sum(weights) : mean(defined(values));
      },
    ],
  ],
  labelRankingAveragePrecisionScore: [
    [
      {},
      (y, s) =>
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
  ],
  coverageError: [
    [
      {},
      (y, s) =>
        mean(
          y.map((row, i) => {
            const active = labels.filter((label) => row[label] === 1);
            const lowest = Math.min(...active.map((label) => s[i][label]));
            return s[i].filter((score) => score >= lowest).length;
          }),
        ),
    ],
  ],
  labelRankingLoss: [
    [
      {},
      (y, s) =>
        mean(
          y
            .map((row, i) => orderedPairs(row, s[i], 0))
            .map((ordered) => (Number.isNaN(ordered) ? 0 : 1 - ordered)),
        ),
    ],
  ],
};

test('every metric has a definition, and every definition a metric', () => {
  expect(Object.keys(definitions).sort()).toEqual(allMetrics.map(({ name }) => name).sort());
});

const all = allMetrics.flatMap((entry) =>
  (definitions[entry.name] ?? []).map(([options, definition]) => {
    const title = `${entry.name} ${JSON.stringify(options)}`;
    return [title, entry, options, definition] as const;
  }),
);

test.each(all)('%s', (_, entry, options, definition) => {
  fc.assert(
    fc.property(data(), ({ targets, scores }) => {
      const metric = make(entry, options);
      metric.update(targets, scores);
      expectSame(metric.result(), definition(targets, scores));
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
