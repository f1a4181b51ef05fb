import { allLabelSets } from '@argmaxable/test-support';
import {
  generalFMaximizer,
  mcut,
  perExample,
  perLabelThresholds,
  plugInFMaximizer,
  type RuleJSON,
  threshold,
  thresholdAveraging,
  topK,
  type DecisionRule,
} from '../src/index.js';
import { expectation, independentOutcomes } from './brute-force.js';
import type { RuleName } from './rule-names.js';

interface RuleCase {
  /** Rules of all parameters there are, for four labels. */
  readonly rules: readonly DecisionRule[];
  /** Whether a set is what a rule of such JSON predicts of the probabilities of one example. */
  readonly predicts: (set: readonly number[], row: readonly number[], json: RuleJSON) => boolean;
}

/** A rule that has one right answer. */
const labels =
  (right: (row: readonly number[], json: never) => number[]): RuleCase['predicts'] =>
  (set, row, json) =>
    String(set) === String(right(row, json as never));

const where = (row: readonly number[], is: (score: number, label: number) => boolean): number[] =>
  row.flatMap((score, label) => (is(score, label) ? [label] : []));

/** Labels by score, of equal scores the lower first. */
const ranked = (row: readonly number[]): number[] =>
  row.map((_, label) => label).sort((a, b) => row[b] - row[a] || a - b);

/** The expected F of a set, over all outcomes, is as high as that of any other. */
const maximizes =
  (weigh: (outcome: number[], json: never) => number): RuleCase['predicts'] =>
  (set, row, json) => {
    const { beta, calibration } = json as unknown as Parameters<typeof generalFMaximizer>[0] & {
      beta: number;
    };
    const p = row.map((z, label) => {
      if (calibration === undefined) return z;
      const { slopes, offsets } = calibration;
      const which = slopes.length === 1 ? 0 : label;
      return 1 / (1 + Math.exp(-slopes[which] * z - offsets[which]));
    });
    const outcomes = allLabelSets(p.length);
    const weights = independentOutcomes(outcomes, p).map((w, i) => w * weigh(outcomes[i], json as never));
    const worth = (labels: readonly number[]): number => expectation(labels, outcomes, weights, beta);
    // Sums of sixteen terms of at most 1, in another order.
    return worth(set) > Math.max(...outcomes.map(worth)) - 1e-12;
  };

const calibrations = [
  undefined,
  { scores: 'logits', slopes: [2], offsets: [-1] },
  { scores: 'logits', slopes: [2, 1, 0, -1], offsets: [-1, 0, 0.5, 0.25] },
] as const;

/** What every rule predicts, by its definition, tried one label or one label set after the other. */
export const definitions: Readonly<Record<RuleName, RuleCase>> = {
  topK: {
    rules: [1, 2, 3, 4].map((k) => topK(k)),
    predicts: labels((row, { k }: { k: number }) => ranked(row).slice(0, k).sort()),
  },
  threshold: {
    rules: [0, 0.5, Infinity, -Infinity].map((t) => threshold(t)),
    predicts: labels((row, { threshold: t }: { threshold: number }) => where(row, (z) => z > Number(t))),
  },
  thresholdAveraging: {
    rules: [0, 0.5, 0.75].map((t) => thresholdAveraging(t)),
    predicts: labels((row, { threshold: t }: { threshold: number }) => where(row, (z) => z >= t)),
  },
  perLabelThresholds: {
    rules: [perLabelThresholds([0.25, 0.5, 0.75, 0]), perLabelThresholds([Infinity, 0.5, -Infinity, 0.5])],
    predicts: labels((row, { thresholds }: { thresholds: number[] }) =>
      where(row, (z, label) => z > Number(thresholds[label])),
    ),
  },
  perExample: {
    rules: [{}, { threshold: 0.5 }, { threshold: 0.5, min: 2 }, { threshold: 0.25, min: 1, max: 2 }].map(
      (options) => perExample(options),
    ),
    predicts: labels((row, json: { threshold: number; min: number; max?: number }) => {
      const above = where(row, (z) => z > json.threshold).length;
      const count = Math.min(Math.max(above, json.min), json.max ?? row.length);
      return ranked(row).slice(0, count).sort();
    }),
  },
  mcut: {
    rules: [mcut()],
    predicts: labels((row) => {
      const levels = [...new Set(row)].sort((a, b) => b - a);
      const gaps = levels.slice(1).map((level, j) => levels[j] - level);
      const lowest = gaps.length === 0 ? Infinity : levels[gaps.indexOf(Math.max(...gaps))];
      return where(row, (z) => z >= lowest);
    }),
  },
  plugInFMaximizer: {
    rules: calibrations.flatMap((calibration) =>
      [0.5, 1, 2].map((beta) => plugInFMaximizer({ beta, calibration })),
    ),
    predicts: maximizes(() => 1),
  },
  generalFMaximizer: {
    rules: calibrations.flatMap((calibration) =>
      [[], [0.125, 1, 4]].map((countWeights) => generalFMaximizer({ beta: 1, calibration, countWeights })),
    ),
    predicts: maximizes(
      (outcome, json: { countWeights: number[] }) => json.countWeights[outcome.length] ?? 1,
    ),
  },
};
