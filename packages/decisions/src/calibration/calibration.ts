import { checkOneOf, checkOptions, readNumbers, type ScoredExamples, ValueError } from '@argmaxable/core';
import type { ScoreRow } from '../rows/decide-rows.js';
import { fitSigmoid, type Sigmoid } from './platt.js';

/** How scores are turned into probabilities: `sigmoid(slope z + offset)` of the logit z. Plain data. */
export interface Calibration {
  /** What the scores are. If they are probabilities, their logits are taken first. */
  readonly scores: ScoreKind;
  /** One slope for all labels, or one per label. */
  readonly slopes: readonly number[];
  /** As many offsets as slopes. */
  readonly offsets: readonly number[];
}

export type ScoreKind = (typeof scoreKinds)[number];

/** How `fit` learns to make probabilities of scores. */
export interface CalibrationOptions {
  /**
   * 'global' (default): one slope and one offset for all labels; 'perLabel': one of each per label, if labels
   * have many examples.
   */
  readonly calibration?: (typeof calibrations)[number];
  /** What the scores are: 'logits' (default) or 'probabilities'. */
  readonly scores?: ScoreKind;
}

const scoreKinds = ['logits', 'probabilities'] as const;
const calibrations = ['global', 'perLabel'] as const;

/** Platt scaling (Platt 1999) on validation examples. */
export function fitCalibration(examples: ScoredExamples, options: CalibrationOptions): Calibration {
  const { targets, scores } = examples;
  const { scores: kind = 'logits', calibration = 'global' } = options;
  checkOneOf('scores', kind, scoreKinds);
  checkOneOf('calibration', calibration, calibrations);
  const n = scores.numLabels;
  const logits = kind === 'logits' ? scores.values : scores.values.map((p, i) => logit(p, i % n));
  const infinite = logits.findIndex((z) => !Number.isFinite(z));
  if (infinite >= 0) {
    throw new ValueError(
      `yPred[${Math.floor(infinite / n)}][${infinite % n}]`,
      logits[infinite],
      'finite to calibrate',
    );
  }
  const isActive = new Uint8Array(logits.length);
  for (let i = 0; i < targets.size; i++) for (const label of targets.get(i)) isActive[i * n + label] = 1;
  const sigmoids: Sigmoid[] =
    calibration === 'global'
      ? [fitSigmoid(logits, isActive)]
      : Array.from({ length: n }, (_, label) =>
          fitSigmoid(column(logits, label, n), column(isActive, label, n)),
        );
  return {
    scores: kind,
    slopes: sigmoids.map(({ slope }) => slope),
    offsets: sigmoids.map(({ offset }) => offset),
  };
}

/**
 * Probabilities of one example: the calibrated scores; without a calibration the scores, after a check.
 */
export function probabilities(row: ScoreRow, calibration: Calibration | undefined): Float64Array {
  if (!calibration) {
    row.forEach((p, label) => checkProbability(p, label, 'Take the sigmoid of logits, or fit the rule.'));
    return Float64Array.from(row);
  }
  const { scores, slopes, offsets } = calibration;
  if (slopes.length !== 1 && slopes.length !== row.length) {
    throw new ValueError(
      'scores',
      `${row.length} labels`,
      `scores of ${slopes.length} labels, as the rule was fitted`,
    );
  }
  return Float64Array.from(row, (score, label) => {
    const which = slopes.length === 1 ? 0 : label;
    const z = scores === 'logits' ? score : logit(score, label);
    // A slope of 0 means that the score contains no information, even if it is infinite.
    const scaled = slopes[which] === 0 ? 0 : slopes[which] * z;
    return 1 / (1 + Math.exp(-(scaled + offsets[which])));
  });
}

/** Checks a rule's calibration, and returns it frozen. */
export function checkCalibration(value: Calibration): Calibration {
  const { scores, slopes, offsets } = checkOptions('calibration', value, ['scores', 'slopes', 'offsets']);
  checkOneOf('calibration.scores', scores, scoreKinds);
  const numbers = { slopes: parameters('slopes', slopes), offsets: parameters('offsets', offsets) };
  if (slopes.length !== offsets.length || slopes.length === 0) {
    throw new ValueError(
      'calibration.offsets',
      offsets,
      `as many numbers as slopes, ${slopes.length}, and 1 or more`,
    );
  }
  return Object.freeze({ scores, ...numbers });
}

/** -0 becomes 0, because JSON does not distinguish them. */
function parameters(name: string, values: ArrayLike<number>): readonly number[] {
  return Object.freeze(Array.from(readNumbers(`calibration.${name}`, values), (value) => value + 0));
}

function checkProbability(p: number, label: number, advice?: string): void {
  if (!(p >= 0 && p <= 1)) {
    throw new ValueError(`score of label ${label}`, p, 'a probability, from 0 to 1', advice);
  }
}

/**
 * Finite: a probability of exactly 0 or 1, which sigmoids in float32 may give, is replaced by the nearest one
 * between 0 and 1 in float64.
 */
function logit(p: number, label: number): number {
  checkProbability(p, label, `With scores: 'logits', scores may be any numbers.`);
  const kept = Math.min(Math.max(p, Number.EPSILON / 2), 1 - Number.EPSILON / 2);
  return Math.log(kept) - Math.log1p(-kept);
}

function column<T extends Float32Array | Float64Array | Uint8Array>(matrix: T, j: number, width: number): T {
  const values = matrix.slice(0, matrix.length / width) as T;
  for (let i = 0; i < values.length; i++) values[i] = matrix[i * width + j];
  return values;
}
