import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { tensor2d } from '@tensorflow/tfjs-core';
import {
  accuracyScore,
  averagePrecisionScore,
  coverageError,
  f1AtK,
  f1Score,
  fbetaScore,
  hammingLoss,
  hammingScore,
  intersectionOverUnion,
  jaccardScore,
  labelRankingAveragePrecisionScore,
  labelRankingLoss,
  meanAveragePrecision,
  ndcgAtK,
  precisionAtK,
  precisionScore,
  propensities,
  propensityScoredPrecisionAtK,
  recallAtK,
  recallScore,
  rocAucScore,
  zeroOneLoss,
} from '../src/index.js';
import reference from './fixtures/metrics.json' with { type: 'json' };

const { scores, targets: rows, values } = reference;
const targets = LabelSets.fromMultiHot(rows);
const p = propensities(targets.labelCounts(), targets.size, { a: 0.55, b: 1.5 });
const averages = ['micro', 'macro', 'weighted', 'samples'] as const;

/** Our value and the reference's, by the reference's name. */
const pairs: Record<keyof typeof values, [unknown, unknown]> = {
  at_k: [
    values.at_k.map(({ k }) => [
      precisionAtK(targets, scores, { k }),
      recallAtK(targets, scores, { k }),
      f1AtK(targets, scores, { k }),
      ndcgAtK(targets, scores, { k }),
      propensityScoredPrecisionAtK(targets, scores, { k, propensities: p }),
    ]),
    values.at_k.map(({ precision, recall, f1, ndcg, psp }) => [precision, recall, f1, ndcg, psp]),
  ],
  ...(Object.fromEntries(
    averages.map((average) => [
      average,
      [
        [f1Score, precisionScore, recallScore, jaccardScore].map((f) => f(targets, scores, { average })),
        ['f1' as const, 'precision' as const, 'recall' as const, 'jaccard' as const].map(
          (name) => values[average][name],
        ),
      ],
    ]),
  ) as Record<(typeof averages)[number], [number[], number[]]>),
  per_label_f1: [[...f1Score.perLabel(targets, scores)], values.per_label_f1],
  fbeta2_macro: [fbetaScore(targets, scores, { beta: 2 }), values.fbeta2_macro],
  hamming_loss: [hammingLoss(targets, scores), values.hamming_loss],
  subset_accuracy: [accuracyScore(targets, scores), values.subset_accuracy],
  zero_one_loss: [zeroOneLoss(targets, scores), values.zero_one_loss],
  average_precision_macro_labels_with_positives: [
    averagePrecisionScore(targets, scores),
    values.average_precision_macro_labels_with_positives,
  ],
  average_precision_micro: [
    averagePrecisionScore(targets, scores, { average: 'micro' }),
    values.average_precision_micro,
  ],
  mAP_public_code_percent_all_labels: [
    100 * averagePrecisionScore(targets, scores, { zeroDivision: 0 }),
    values.mAP_public_code_percent_all_labels,
  ],
  mAP_interpolated_labels_with_positives: [
    meanAveragePrecision(targets, scores),
    values.mAP_interpolated_labels_with_positives,
  ],
  roc_auc_macro_labels_with_positives: [
    rocAucScore(targets, scores),
    values.roc_auc_macro_labels_with_positives,
  ],
  roc_auc_micro: [rocAucScore(targets, scores, { average: 'micro' }), values.roc_auc_micro],
  label_ranking_average_precision: [
    labelRankingAveragePrecisionScore(targets, scores),
    values.label_ranking_average_precision,
  ],
  coverage_error: [coverageError(targets, scores), values.coverage_error],
  label_ranking_loss: [labelRankingLoss(targets, scores), values.label_ranking_loss],
  iou_per_example_public_code: [
    rows.map((row, i) => intersectionOverUnion([row], [scores[i]])),
    values.iou_per_example_public_code,
  ],
};

test.each(Object.entries(pairs))('%s', (_, [ours, theirs]) => {
  const [a, b] = [[ours], [theirs]].map((given) => given.flat(3) as number[]);
  expect(a.length).toBe(b.length);
  // The reference is rounded to 12 decimals at worst, and the public mAP adds 1e-8 to its denominators.
  a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThanOrEqual(1e-8 * Math.abs(b[i]) + 1e-12));
});

test('float32 tensors give the reference too', () => {
  const yPred = tensor2d(scores);
  // float32 scores differ by 1e-7 relative; only the softmax sees that.
  expect(f1Score(targets, yPred, { average: 'micro' })).toBeCloseTo(values.micro.f1, 12);
  expect(rocAucScore(targets, yPred)).toBeCloseTo(values.roc_auc_macro_labels_with_positives, 12);
  const mean = values.iou_per_example_public_code.reduce((sum, x) => sum + x) / rows.length;
  expect(intersectionOverUnion(targets, yPred)).toBeCloseTo(mean, 6);
  yPred.dispose();
});

// What scikit-learn's documentation shows. Predictions there are label sets: scores of 1 and 0 with a
// threshold between.
describe("the examples of scikit-learn's documentation", () => {
  const threshold = 0.5;
  // prettier-ignore
  const yTrue = [[0, 0, 0], [1, 1, 1], [0, 1, 1]];
  // prettier-ignore
  const yPred = [[0, 0, 0], [1, 1, 1], [1, 1, 0]];
  const column = (values: number[]): number[][] => values.map((value) => [value]);

  test.each([
    ['precision_score', () => [...precisionScore.perLabel(yTrue, yPred, { threshold })], [0.5, 1, 1]],
    ['recall_score', () => [...recallScore.perLabel(yTrue, yPred, { threshold })], [1, 1, 0.5]],
    ['f1_score', () => [...f1Score.perLabel(yTrue, yPred, { threshold })], [2 / 3, 1, 2 / 3]],
    [
      'jaccard_score',
      () => [
        ...jaccardScore.perLabel(
          [
            [0, 1, 1],
            [1, 1, 0],
          ],
          [
            [1, 1, 1],
            [1, 0, 0],
          ],
          { threshold },
        ),
      ],
      [0.5, 0.5, 1],
    ],
    [
      'jaccard_score, micro',
      () => [
        jaccardScore(
          [
            [0, 1, 1],
            [1, 1, 0],
          ],
          [
            [1, 1, 1],
            [1, 0, 0],
          ],
          { threshold, average: 'micro' },
        ),
      ],
      [0.6],
    ],
    // prettier-ignore
    ['hamming_loss', () => [hammingLoss([[0, 1], [1, 1]], [[0, 0], [0, 0]], { threshold })], [0.75]],
    // prettier-ignore
    ['1 - hamming_loss', () => [hammingScore([[0, 1], [1, 1]], [[0, 0], [0, 0]], { threshold })], [0.25]],
    // prettier-ignore
    ['zero_one_loss', () => [zeroOneLoss([[0, 1], [1, 1]], [[1, 1], [1, 1]], { threshold })], [0.5]],
    // prettier-ignore
    ['accuracy_score', () => [accuracyScore([[0, 1], [1, 1]], [[1, 1], [1, 1]], { threshold })], [0.5]],
    [
      'average_precision_score',
      () => [averagePrecisionScore(column([0, 0, 1, 1]), column([0.1, 0.4, 0.35, 0.8]))],
      [5 / 6],
    ],
    ['roc_auc_score', () => [rocAucScore(column([0, 0, 1, 1]), column([0.1, 0.4, 0.35, 0.8]))], [0.75]],
    [
      'label_ranking_average_precision_score',
      () => [
        labelRankingAveragePrecisionScore(
          [
            [1, 0, 0],
            [0, 0, 1],
          ],
          [
            [0.75, 0.5, 1],
            [1, 0.2, 0.1],
          ],
        ),
      ],
      [5 / 12],
    ],
    // prettier-ignore
    ['coverage_error', () => [coverageError([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1], [1, 0.2, 0.1]])], [2.5]],
    [
      'label_ranking_loss',
      // prettier-ignore
      () => [labelRankingLoss([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1], [1, 0.2, 0.1]])],
      [0.75],
    ],
    [
      'label_ranking_loss of a good ranking',
      // prettier-ignore
      () => [labelRankingLoss([[1, 0, 0], [0, 0, 1]], [[1, 0.1, 0.2], [0.1, 0.2, 0.9]])],
      [0],
    ],
  ])('%s', (_, ours, expected) => {
    ours().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  test.each([
    [0, [0, 0, 1 / 3]],
    [1, [1, 0, 2 / 3]],
    [NaN, [NaN, 0, 0.5]],
  ])('zero_division=%p', (zeroDivision, [empty, wrong, macro]) => {
    // Label 0 is never predicted, label 1 never rightly, label 2 always rightly.
    // prettier-ignore
    const targets = [[1, 0, 1], [1, 1, 1]];
    // prettier-ignore
    const scores = [[-1, 1, 1], [-1, -1, 1]];
    const options = { zeroDivision };
    expect([...precisionScore.perLabel(targets, scores, options)]).toEqual([empty, wrong, 1]);
    expect(precisionScore(targets, scores, options)).toBeCloseTo(macro, 12);
  });

  test('nothing but 0/0 is the zero division itself', () => {
    for (const zeroDivision of [0, 1, NaN]) {
      for (const average of averages) {
        expect(f1Score([[0, 0]], [[-1, -1]], { average, zeroDivision })).toBe(zeroDivision);
        expect(recallScore([[0, 0]], [[1, 1]], { average, zeroDivision })).toBe(zeroDivision);
      }
    }
    expect(precisionScore([[0, 0]], [[1, -1]], { average: 'weighted' })).toBe(0);
  });
});
