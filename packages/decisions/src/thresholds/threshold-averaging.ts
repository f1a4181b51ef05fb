import {
  checkNumber,
  type LabelSets,
  type ScoredExamples,
  type Scores,
  type Targets,
} from '@argmaxable/core';
import { decideRows, labelsWhere, type ScoreRow } from '../rows/decide-rows.js';
import { fBeta } from '../f-beta.js';
import { type FitOptions, readFit } from '../fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from '../rule.js';
import { type Candidate, thresholdCandidates } from './candidates.js';

/**
 * Predicts every label whose score is at least the mean of the examples' best thresholds. Made by
 * `thresholdAveraging`.
 */
export class ThresholdAveraging implements DecisionRule {
  constructor(readonly threshold: number) {
    checkNumber('threshold', threshold, {}, 'Scores to learn from must be finite too.');
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => labelsWhere(row, (score) => score >= this.threshold));
  }

  toJSON(): RuleJSON {
    return { rule: 'thresholdAveraging', threshold: this.threshold };
  }
}

/**
 * Predicts every label whose score is at least a threshold that is the mean of the best thresholds of single
 * examples: `score >= threshold`.
 *
 * `thresholdAveraging.fit(yTrue, yPred, { beta })` tries the scores of an example as its thresholds, takes
 * the one of highest F-beta (of equally good ones the smallest, so an example without active labels gives its
 * lowest score), and averages over examples. A label whose score equals the candidate is predicted, so the
 * rule uses `>=`, but `threshold` and `perLabelThresholds` use `>`: with one validation example the mean is
 * one of its scores. Source: Decubber, Mortier, Dembczynski, Waegeman, "Deep F-measure maximization in
 * multi-label classification", ECML PKDD (2018).
 *
 * @param threshold A finite number.
 * @throws ValueError for a threshold that is not finite; `fit` for shapes that differ, label indices out of
 *   range, NaN scores, best thresholds that are infinite, or no example.
 *
 * @example
 * import { thresholdAveraging } from '@argmaxable/decisions';
 * const rule = thresholdAveraging.fit([[1, 0, 1], [0, 0, 1]], [[3, 0, 1], [-1, 0, 2]]);
 * rule.threshold; // 1.5, the mean of 1 and 2
 * rule.predict([[1.5, 1, 2]]).get(0); // Int32Array [0, 2]
 */
export const thresholdAveraging: RuleFactory<[threshold: number], ThresholdAveraging, FitOptions> =
  Object.assign((value: number) => new ThresholdAveraging(value), { fit });

function fit(yTrue: Targets, yPred: Scores, options: FitOptions = {}): ThresholdAveraging {
  const { beta, ...examples } = readFit('thresholdAveraging', yTrue, yPred, options);
  const candidates = thresholdCandidates(examples, 'example');
  const best = candidates.map(([, ...cuts], i) => bestScore(examples, i, cuts, beta));
  return new ThresholdAveraging(best.reduce((sum, score) => sum + score, 0) / best.length);
}

/** The best threshold of one example, among its own scores. */
function bestScore({ targets, scores }: ScoredExamples, i: number, cuts: Candidate[], beta: number): number {
  const n = scores.numLabels;
  const actual = targets.get(i).length;
  if (actual === 0) return lowest(scores.values.subarray(i * n, (i + 1) * n));
  const value = ({ hits, predicted }: Candidate) => fBeta(hits, predicted, actual, beta);
  return cuts.reduce((best, cut) => (value(cut) >= value(best) ? cut : best), cuts[0])?.lowest ?? -Infinity;
}

function lowest(row: ScoreRow): number {
  let least = Infinity;
  for (const score of row) least = Math.min(least, score);
  return least;
}
