import { allLosses } from '@argmaxable/losses';
import type { Loss } from '../training.js';

/** A loss with parameters, and what is put behind the output layer for it. Plain JSON. */
export interface LossSettings {
  /** What is compared: settings of one family are tuned against each other. */
  readonly family: string;
  /** Its name in `@argmaxable/losses`. */
  readonly loss: string;
  /** Parameters of the loss that stay as they are. */
  readonly options: Readonly<Record<string, number | string>>;
  /** Parameters that are tuned, as they are in these settings: of the loss, or of what is behind it. */
  readonly tuned: Readonly<Record<string, number>>;
  /** 'labelScale': slopes and offsets, trained from the tuned ones; 'softplus': outputs above 0. */
  readonly end?: 'labelScale' | 'softplus';
}

/** Where the smooth step starts to be tuned. */
const step = { beta: 1, eta: 0 };

/** All losses that are compared, at the parameters that are tried first. */
export const lossFamilies: readonly LossSettings[] = [
  { family: 'oneVersusAll', loss: 'oneVersusAll', options: {}, tuned: {} },
  { family: 'focal', loss: 'focal', options: {}, tuned: { gamma: 2 } },
  { family: 'asymmetric', loss: 'asymmetric', options: {}, tuned: { gammaNeg: 4, gammaPos: 1, clip: 0.05 } },
  { family: 'pickAllLabels', loss: 'pickAllLabels', options: {}, tuned: {} },
  ...['macro', 'micro', 'weighted', 'samples'].map((average): LossSettings => ({
    family: `sigmoidF1, ${average}`,
    ...{ loss: 'sigmoidF1', options: { average }, tuned: step },
  })),
  {
    family: 'sigmoidF1, macro, LabelScale',
    ...{ loss: 'sigmoidF1', options: { average: 'macro' }, tuned: step, end: 'labelScale' },
  },
  {
    family: 'sigmoidF1, public code, (S, E) = (-1, 0)',
    ...{ loss: 'sigmoidF1', options: { inputs: 'probabilities' }, tuned: {} },
  },
  {
    family: 'sigmoidF1, public code, (S, E) = (-10, 1)',
    ...{ loss: 'sigmoidF1', options: { inputs: 'probabilities', beta: 10, eta: 1 }, tuned: {} },
  },
  { family: 'unboundedF1, softplus', loss: 'unboundedF1', options: {}, tuned: {}, end: 'softplus' },
];

/** The values that a parameter may take, in ascending order. */
export const lossParameters: Readonly<Record<string, readonly number[]>> = {
  gamma: [0, 0.5, 1, 2, 4],
  gammaNeg: [0, 1, 2, 4, 8],
  gammaPos: [0, 1, 2],
  clip: [0, 0.05, 0.1, 0.2],
  beta: [0.03, 0.1, 0.3, 1, 3, 10, 30],
  eta: [-4, -2, 0, 2, 4, 6, 8],
};

/** The loss as a function of targets and what the model gives. */
export function lossOf({ loss, options, tuned, end }: LossSettings): Loss {
  const found = allLosses.find(({ lossName }) => lossName === loss);
  if (!found) throw new Error(`There is no loss ${loss}.`);
  return (found.with as (given: object) => Loss)(end === 'labelScale' ? options : { ...options, ...tuned });
}

/**
 * The score above which a label is predicted without fitting: where the smooth count of `sigmoidF1` is one
 * half, half a count of `unboundedF1`, and logit 0 elsewhere.
 */
export function fixedThreshold({ loss, tuned: { eta = 0 }, end }: LossSettings): number {
  if (end === 'softplus') return 0.5;
  return loss === 'sigmoidF1' && end === undefined ? 0 - eta : 0;
}
