import { checkInteger } from '@argmaxable/core';
import { type ErrorCounts, emptyCounts } from '../batch/error-counts.js';
import type { LabelScoring } from '../metric/scoring.js';
import { addToMean, averageOf, checkPartialMean, meanOf, type PartialMean } from '../metric/zero-division.js';
import type { CheckedAveragedOptions } from './options.js';
import { ofPredictedSets } from './predicted-sets.js';
import type { RangeCounts } from './probabilities.js';

/** Counts by label; `sum` and `count` are for the mean over examples. */
type CountState = Record<keyof ErrorCounts, Float64Array> & PartialMean;

/**
 * Makes the scoring of a formula of the numbers of active, of predicted, and of both active and predicted
 * labels. It is computed for each label, for each example, or for counts pooled over labels.
 *
 * @param score The formula; its value is from 0 to 1, or `zeroDivision` for 0/0.
 */
export function averagedOverSets<Options extends CheckedAveragedOptions>(
  score: (truePositives: number, predicted: number, active: number, options: Options) => number,
): LabelScoring<Options, CountState & RangeCounts, true> {
  const scores = ({ truePositives, predicted, active }: ErrorCounts, options: Options): Float64Array =>
    truePositives.map((hits, i) => score(hits, predicted[i], active[i], options));

  const scoring = ofPredictedSets<Options, CountState>({
    takesLabelSets: true,
    empty: (numLabels) => ({ ...emptyCounts(numLabels), sum: 0, count: 0 }),
    add(state, batch, options) {
      const { byLabel, byExample } = batch.errorCounts(options.threshold);
      for (const name of ['truePositives', 'predicted', 'active'] as const) {
        byLabel[name].forEach((count, label) => (state[name][label] += count));
      }
      scores(byExample, options).forEach((value) => addToMean(state, value));
    },
    value(state, options) {
      const { truePositives, predicted, active } = state;
      switch (options.average) {
        case 'micro':
          return score(total(truePositives), total(predicted), total(active), options);
        case 'macro':
          return averageOf(scores(state, options));
        case 'weighted':
          return averageOf(scores(state, options), active);
        case 'samples':
          return meanOf(state);
      }
    },
    checkState,
  });
  return { ...scoring, perLabel: scores };
}

function checkState(state: CountState, options: CheckedAveragedOptions, examples: number): void {
  checkPartialMean(state, examples, options);
  const { predicted, active } = state;
  const within = (name: keyof ErrorCounts, label: number, max: number): number =>
    checkInteger(`json.state.${name}[${label}]`, state[name][label], { min: 0, max });
  for (let label = 0; label < active.length; label++) {
    within('predicted', label, examples);
    within('active', label, examples);
    within('truePositives', label, Math.min(predicted[label], active[label]));
  }
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
