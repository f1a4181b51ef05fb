import { checkInteger, type LabelSets, type Scores, type Targets } from '@argmaxable/core';
import { decideRows } from './rows/decide-rows.js';
import { fBeta } from './f-beta.js';
import { type FitOptions, readFit } from './fit-options.js';
import { ranksOf } from './rows/ranks-of.js';
import type { DecisionRule, RuleFactory, RuleJSON } from './rule.js';
import { topLabels } from './rows/top-labels.js';

/** Predicts the k labels of highest score. Made by `topK`. */
export class TopK implements DecisionRule {
  constructor(readonly k: number) {
    checkInteger('k', k, { min: 1 });
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => {
      checkInteger('k', this.k, { max: row.length }, `There are ${row.length} labels.`);
      return topLabels(row, this.k);
    });
  }

  toJSON(): RuleJSON {
    return { rule: 'topK', k: this.k };
  }
}

/**
 * Predicts the k labels of highest score; of equal scores, the lower label index.
 *
 * `topK.fit(yTrue, yPred, { beta })` chooses the k, from 1 to n, whose mean F-beta over the examples is
 * highest (the smallest such k).
 *
 * @param k Number of labels in every predicted set, an integer from 1 to n.
 * @throws ValueError for k below 1 or not an integer; `predict` for k above the number of labels.
 *
 * @example
 * import { topK } from '@argmaxable/decisions';
 * topK(2).predict([[0.1, 2.5, -1, 0.7]]).get(0); // Int32Array [1, 3]
 * topK.fit([[1, 0, 1, 0]], [[3, -1, 2, 0]]).k; // 2
 */
export const topK: RuleFactory<[k: number], TopK, FitOptions> = Object.assign((k: number) => new TopK(k), {
  fit,
});

function fit(yTrue: Targets, yPred: Scores, options: FitOptions = {}): TopK {
  const { targets, scores, beta } = readFit('topK', yTrue, yPred, options);
  const n = scores.numLabels;
  const total = new Float64Array(n + 1); // of F-beta over examples, by k
  for (let i = 0; i < scores.size; i++) {
    const active = targets.get(i);
    const ranks = ranksOf(active, scores.values.subarray(i * n, (i + 1) * n));
    for (let k = 1, hits = 0; k <= n; k++) {
      if (ranks[hits] < k) hits++;
      total[k] += fBeta(hits, k, active.length, beta);
    }
  }
  let best = 1;
  // Equal means may differ by the rounding of their sums.
  for (let k = 2; k <= n; k++) if (total[k] > total[best] * (1 + 1e-12)) best = k;
  return new TopK(best);
}
