import { checkOneOf, type LabelSets, type Scores, type Targets, ValueError } from '@argmaxable/core';
import { decideRows, labelsWhere } from '../decide.js';
import { type FitOptions, readFit } from '../fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from '../rule.js';
import { thresholdCandidates } from './candidates.js';
import { checkThreshold, thresholdToJSON } from './check-threshold.js';
import { maximizeF, maximizeMicroF } from './maximize-f.js';

/** Predicts every label whose score is above its own threshold. Made by `perLabelThresholds`. */
export class PerLabelThresholds implements DecisionRule {
  /** One per label; Infinity: never predicted; -Infinity: always (but for a score of -Infinity). */
  readonly thresholds: readonly number[];

  constructor(thresholds: ArrayLike<number>) {
    if (!Array.isArray(thresholds) && !ArrayBuffer.isView(thresholds)) {
      throw new ValueError('thresholds', thresholds, 'an array, one number per label');
    }
    if (thresholds.length === 0)
      throw new ValueError('thresholds', [], 'of one number or more, one per label');
    this.thresholds = Object.freeze(
      Array.from(thresholds, (threshold, i) => checkThreshold(`thresholds[${i}]`, threshold)),
    );
  }

  predict(scores: Scores, numLabels: number = this.thresholds.length): LabelSets {
    if (numLabels !== this.thresholds.length) {
      throw new ValueError('numLabels', numLabels, `${this.thresholds.length}, one label per threshold`);
    }
    return decideRows(scores, numLabels, (row) =>
      labelsWhere(row, (score, label) => score > this.thresholds[label]),
    );
  }

  toJSON(): RuleJSON {
    return { rule: 'perLabelThresholds', thresholds: this.thresholds.map(thresholdToJSON) };
  }
}

/** Options of `perLabelThresholds.fit`. */
export interface PerLabelThresholdsOptions extends FitOptions {
  /**
   * 'micro' (default): the highest F-beta of the counts pooled over labels, by coordinate ascent (Pillai et al. 2013); 'macro':
   * the highest F-beta of each label by itself, and so of their mean.
   */
  readonly average?: (typeof averages)[number];
}

const averages = ['micro', 'macro'] as const;

/**
 * Predicts every label whose score is above that label's threshold.
 *
 * `perLabelThresholds.fit(yTrue, yPred, { average, beta })` finds the thresholds of highest F-beta on validation examples,
 * micro-averaged by default. Both maxima are global. Thresholds lie halfway between neighbouring scores; a label that is
 * best never predicted, such as one never active, has threshold Infinity. O(size n log(active examples of a label)), and for
 * 'micro' besides that O(active labels of all examples) for each round of the coordinate ascent.
 *
 * Source: Pillai, Fumera, Roli, "Threshold optimisation for multi-label classifiers", Pattern Recognition 46 (2013).
 *
 * @param thresholds One number per label; may be infinite.
 * @throws ValueError for a threshold that is not a number; `predict` for another number of labels; `fit` for shapes that
 *   differ, label indices out of range, NaN scores, or no example.
 *
 * @example
 * import { perLabelThresholds } from '@argmaxable/decisions';
 * const yTrue = [[1, 0], [0, 1], [1, 0]];
 * const scores = [[0.9, -2], [0.2, -1], [0.4, -3]];
 * const rule = perLabelThresholds.fit(yTrue, scores);
 * rule.thresholds; // 0.3 and -1.5, up to rounding
 * rule.predict(scores).get(1); // Int32Array [1]
 */
export const perLabelThresholds: RuleFactory<
  [thresholds: ArrayLike<number>],
  PerLabelThresholds,
  PerLabelThresholdsOptions
> = Object.assign((thresholds: ArrayLike<number>) => new PerLabelThresholds(thresholds), { fit });

function fit(yTrue: Targets, yPred: Scores, options: PerLabelThresholdsOptions = {}): PerLabelThresholds {
  const { beta, ...examples } = readFit('perLabelThresholds', yTrue, yPred, options, ['average']);
  const average = checkOneOf('average', options.average ?? 'micro', averages);
  const candidates = thresholdCandidates(examples, 'label');
  const { targets } = examples;
  const actual = targets.labelCounts();
  const best =
    average === 'micro'
      ? maximizeMicroF(candidates, targets.indices.length, beta)
      : candidates.map((group, label) => maximizeF(group, actual[label], beta));
  return new PerLabelThresholds(best.map(({ threshold }) => threshold));
}
