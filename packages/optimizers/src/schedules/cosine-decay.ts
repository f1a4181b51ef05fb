import { type LearningRateSchedule, makeSchedule, type ScheduleOptions } from './schedule.js';

/**
 * A learning rate that falls from `peak` to `end` along half a cosine, slowly at first and at the end, after
 * a warm-up if wanted: for `learningRate` of `adam`, `adamW` and `sgd`. `learningRateAt` has the formula.
 *
 * Source: Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5, without restarts; Keras calls it
 * `CosineDecay`.
 *
 * @param options `peak`, `steps`, `end`, `warmUp`; see {@link ScheduleOptions}.
 * @throws ValueError for unknown options and values out of range.
 *
 * @example
 * import { adamW, cosineDecay } from '@argmaxable/optimizers';
 * adamW({ learningRate: cosineDecay({ peak: 0.01, end: 0.0001, steps: 1000, warmUp: 50 }) });
 */
export function cosineDecay(options: ScheduleOptions): LearningRateSchedule {
  return makeSchedule('cosineDecay', options);
}
