import type { ScoredExamples } from '@argmaxable/core';
import { fBeta } from '../f-beta.js';
import { examplesWhere, foldsOf } from './folds.js';
import type { ThresholdAverage } from './own-thresholds.js';
import { strengths, thresholdPath, thresholdsAt, usualStrength } from './shrinkage.js';

/**
 * By how many standard errors another strength must be better than the usual one. For pooled F it is one
 * more, because the errors of examples are treated as independent, but are not fully: the thresholds of a
 * fold come from the same examples.
 */
const caution = { micro: 3, macro: 2 };

/**
 * The strength of highest F-beta on examples that the thresholds were not learnt on: each fold is decided
 * with thresholds learnt on all other folds. It is the usual one unless another is better by some standard
 * errors of the difference; then it is the one of highest lower bound.
 *
 * 'macro' measures the mean over labels with an active example, 'micro' and 'both' the pooled F-beta.
 *
 * @param common The common threshold of all labels, learnt from all examples.
 */
export function crossFittedStrength(
  examples: ScoredExamples,
  common: number,
  average: ThresholdAverage,
  beta: number,
  folds: number,
): number {
  const counts = outOfFoldCounts(examples, common, average, beta, folds);
  const gains = average === 'macro' ? macroGains(counts, beta) : microGains(counts, beta);
  let best: number = usualStrength;
  gains.forEach((gain, s) => {
    if (gain > gains[best] + rounding) best = s;
  });
  return strengths[best];
}

/** Sums of F that differ by less may be equal except for rounding. */
const rounding = 1e-12;

/** The counts of predicted labels and of hits at one strength, by example and by label. */
interface StrengthCounts {
  readonly byExample: { readonly hits: Int32Array; readonly predicted: Int32Array };
  readonly byLabel: { readonly hits: Int32Array; readonly predicted: Int32Array };
}

interface OutOfFold {
  /** One per strength. */
  readonly counts: readonly StrengthCounts[];
  readonly activeOfExample: Int32Array;
  readonly activeOfLabel: Int32Array;
}

function outOfFoldCounts(
  examples: ScoredExamples,
  common: number,
  average: ThresholdAverage,
  beta: number,
  folds: number,
): OutOfFold {
  const { targets, scores } = examples;
  const { size, numLabels: n } = scores;
  const zeros = (length: number) => ({ hits: new Int32Array(length), predicted: new Int32Array(length) });
  const counts = strengths.map((): StrengthCounts => ({ byExample: zeros(size), byLabel: zeros(n) }));
  const foldOf = foldsOf(examples, folds);
  for (let fold = 0; fold < folds; fold++) {
    const path = thresholdPath(
      examplesWhere(examples, (i) => foldOf[i] !== fold),
      common,
      average,
      beta,
    );
    const thresholds = strengths.map((strength) => thresholdsAt(path, strength));
    const lowest = Float64Array.from({ length: n }, (_, label) =>
      thresholds.reduce((least, row) => Math.min(least, row[label]), Infinity),
    );
    for (let i = 0; i < size; i++) {
      if (foldOf[i] !== fold) continue;
      const row = targets.get(i);
      for (let label = 0, next = 0; label < n; label++) {
        const isActive = row[next] === label;
        if (isActive) next++;
        const score = scores.values[i * n + label];
        if (!(score > lowest[label])) continue;
        thresholds.forEach((threshold, s) => {
          if (score > threshold[label]) count(counts[s], i, label, isActive);
        });
      }
    }
  }
  return {
    counts,
    activeOfExample: Int32Array.from(targets, (row) => row.length),
    activeOfLabel: targets.labelCounts(),
  };
}

function count(
  { byExample, byLabel }: StrengthCounts,
  example: number,
  label: number,
  isActive: boolean,
): void {
  byExample.predicted[example]++;
  byLabel.predicted[label]++;
  if (!isActive) return;
  byExample.hits[example]++;
  byLabel.hits[label]++;
}

/**
 * By how much the mean F-beta over labels with an active example is above that of the usual strength, minus
 * two standard errors, with the labels as the sample.
 */
function macroGains({ counts, activeOfLabel }: OutOfFold, beta: number): number[] {
  const labels = Array.from(activeOfLabel.keys()).filter((label) => activeOfLabel[label] > 0);
  const measured = counts.map(({ byLabel: { hits, predicted } }) =>
    labels.map((label) => fBeta(hits[label], predicted[label], activeOfLabel[label], beta)),
  );
  const usual = measured[usualStrength];
  return measured.map((values) => {
    const gains = values.map((value, i) => value - usual[i]);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / labels.length;
    const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
    return mean - (caution.macro * Math.sqrt(squares)) / labels.length;
  });
}

/**
 * By how much the pooled F-beta of each strength is above that of the usual one, minus three standard errors.
 *
 * To first order an example moves `F = (1 + beta^2) hits / D` by `((1 + beta^2) h - F (beta^2 a + p)) / D`,
 * and the examples are independent: the standard error of a difference is the root of the sum of squares of
 * these differences.
 */
function microGains({ counts, activeOfExample }: OutOfFold, beta: number): number[] {
  const b2 = beta * beta;
  const total = (values: Int32Array): number => values.reduce((sum, value) => sum + value, 0);
  const active = total(activeOfExample);
  const measured = counts.map(({ byExample: { hits, predicted } }) => {
    const denominator = b2 * active + total(predicted);
    const f = fBeta(total(hits), total(predicted), active, beta);
    const influences = Float64Array.from(hits, (h, i) =>
      denominator === 0 ? 0 : ((1 + b2) * h - f * (b2 * activeOfExample[i] + predicted[i])) / denominator,
    );
    return { f, influences };
  });
  const usual = measured[usualStrength];
  return measured.map(({ f, influences }) => {
    const squares = influences.reduce((sum, value, i) => sum + (value - usual.influences[i]) ** 2, 0);
    return f - usual.f - caution.micro * Math.sqrt(squares);
  });
}
