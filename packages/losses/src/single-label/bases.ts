import { checkNumber, checkOneOf } from '@argmaxable/core';
import type { RowLoss } from '../per-example/row-loss.js';
import { crossEntropyOfPicked } from './cross-entropy.js';
import { focalOfPicked } from './focal.js';
import { smoothCrossEntropyOfPicked } from './smooth-cross-entropy.js';
import { squaredOfPicked } from './squared.js';

/** The single-label loss of each label that `pickAllLabels` or `pickOneLabel` picks. */
export interface SingleLabelOptions {
  /** 'crossEntropy' (default), 'focal' or 'squared'. */
  readonly base: (typeof bases)[number];
  /**
   * Label smoothing s, from 0 to below 1; 0 by default. The target t of a picked label has `1 - s + s/n`
   * there and `s/n` elsewhere.
   */
  readonly labelSmoothing: number;
  /** Focusing exponent of the base 'focal', 0 or more; 2 by default. The others have none. */
  readonly gamma: number;
  /** What the base 'squared' multiplies its target with, above 0; 1 by default. The others do not. */
  readonly targetScale: number;
}

const bases = ['crossEntropy', 'focal', 'squared'] as const;

export const singleLabelDefaults: SingleLabelOptions = {
  base: 'crossEntropy',
  labelSmoothing: 0,
  gamma: 2,
  targetScale: 1,
};

export function checkSingleLabel({ base, labelSmoothing, gamma, targetScale }: SingleLabelOptions): void {
  checkOneOf('base', base, bases);
  checkNumber('labelSmoothing', labelSmoothing, { min: 0, max: mostSmoothing }, 'At 1 no label is told.');
  checkNumber('gamma', gamma, { min: 0 });
  checkNumber('targetScale', targetScale, { min: Number.MIN_VALUE });
}

/** The largest number below 1. */
const mostSmoothing = 1 - Number.EPSILON / 2;

/** Why yPred must be logits; squared errors may be of a model that ends in probabilities. */
export function wantsLogitsOf({ base }: SingleLabelOptions): string | undefined {
  return base === 'squared' ? undefined : 'takes their softmax itself';
}

/** The loss of rows: the sum, or the mean, of a row's picked labels' single-label losses. */
export function lossOfPicked(
  { base, labelSmoothing, gamma, targetScale }: SingleLabelOptions,
  normalize: boolean,
): RowLoss {
  if (base === 'focal') return focalOfPicked(gamma, labelSmoothing, normalize);
  if (base === 'squared') return squaredOfPicked(targetScale, labelSmoothing, normalize);
  return labelSmoothing === 0
    ? crossEntropyOfPicked(normalize)
    : smoothCrossEntropyOfPicked(labelSmoothing, normalize);
}
