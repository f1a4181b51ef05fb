import { ValueError } from '@argmaxable/core';
import type { RankedPositives } from '../batch/ranked-positives.js';
import { addToMean, averageOf, checkPartialMean, meanOf } from '../metric/zero-division.js';
import { ofLabelRankings, type RankingScoring } from './label-rankings-score.js';
import type { CheckedRankingOptions } from './options.js';

/**
 * Makes the scoring of a formula of a ranking, with scikit-learn's averages.
 *
 * @param score The formula; its value is from 0 to 1, or `zeroDivision` for 0/0.
 */
export function averagedOverRankings(
  score: (ranked: RankedPositives, options: CheckedRankingOptions) => number,
): RankingScoring<CheckedRankingOptions> {
  const byLabel = ofLabelRankings<CheckedRankingOptions>({
    label: score,
    all(rankings, options, values) {
      if (options.average === 'micro') return score(rankings.pooled, options);
      if (options.average === 'macro') return averageOf(values());
      return averageOf(
        values(),
        rankings.byLabel.map(({ numPositives }) => numPositives),
      );
    },
  });
  return {
    ...byLabel,
    add(state, batch, options) {
      if (options.average !== 'samples') return byLabel.add(state, batch, options);
      for (let i = 0; i < batch.size; i++) addToMean(state, score(batch.rankedPositives(i), options));
    },
    value: (state, options) =>
      options.average === 'samples' ? meanOf(state) : byLabel.value(state, options, 0),
    perLabel(state, options) {
      if (options.average !== 'samples') return byLabel.perLabel(state, options);
      throw new ValueError(
        'average',
        'samples',
        "'macro', 'weighted' or 'micro', to compute values of labels",
      );
    },
    checkState(state, options, examples, numLabels) {
      if (options.average !== 'samples') return byLabel.checkState(state, options, examples, numLabels);
      checkPartialMean(state, examples, options);
      for (const name of ['scores', 'active'] as const) {
        if (state[name].length > 0) throw new ValueError(`json.state.${name}`, state[name], 'without rows');
      }
    },
  };
}
