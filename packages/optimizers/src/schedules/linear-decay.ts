import { type LearningRateSchedule, makeSchedule, type ScheduleOptions } from './schedule.js';

/**
 * A learning rate that falls from `peak` to `end` by the same amount at each step, after a warm-up if wanted:
 * for `learningRate` of `adam`, `adamW` and `sgd`. `learningRateAt` has the formula.
 *
 * Source: what Keras calls `PolynomialDecay` of power 1, with the warm-up of Goyal et al. 2017, arXiv
 * 1706.02677, from 0.
 *
 * @param options `peak`, `steps`, `end`, `warmUp`; see {@link ScheduleOptions}.
 * @throws ValueError for unknown options and values out of range.
 *
 * @example
 * import { adam, linearDecay } from '@argmaxable/optimizers';
 * const [batches, epochs] = [40, 5];
 * adam({ learningRate: linearDecay({ peak: 0.01, steps: batches * epochs, warmUp: batches }) });
 */
export function linearDecay(options: ScheduleOptions): LearningRateSchedule {
  return makeSchedule('linearDecay', options);
}
