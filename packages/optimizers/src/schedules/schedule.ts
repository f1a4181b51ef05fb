import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  isPlainObject,
  ValueError,
} from '@argmaxable/core';

/**
 * A learning rate that depends on the step: plain data, which is saved with the optimizer. `linearDecay` and
 * `cosineDecay` make it.
 */
export interface LearningRateSchedule {
  /** The shape of the decay. */
  readonly schedule: ScheduleName;
  /** The rate at the end of the warm-up. */
  readonly peak: number;
  /** The rate after the last step. */
  readonly end: number;
  /** All steps, those of the warm-up included. */
  readonly steps: number;
  /** The steps of the warm-up. */
  readonly warmUp: number;
}

export type ScheduleName = keyof typeof shapes;

/** Options of `linearDecay` and `cosineDecay`. */
export interface ScheduleOptions {
  /** The highest rate, 0 or more: the first one, or the one after the warm-up. */
  readonly peak: number;
  /** The rate from `steps` steps on, from 0 to `peak`; 0 by default. */
  readonly end?: number;
  /**
   * The number of steps, 1 or more: batches of an epoch times epochs. Steps of the warm-up are among them.
   */
  readonly steps: number;
  /** For so many steps the rate first grows from 0 to `peak`; 0 to `steps - 1`, 0 by default. */
  readonly warmUp?: number;
}

/** What is left of the way from `end` to `peak`, by the share of the decay that is over. */
const shapes = {
  linearDecay: (over: number): number => 1 - over,
  cosineDecay: (over: number): number => (1 + Math.cos(Math.PI * over)) / 2,
};

/** A checked schedule. */
export function makeSchedule(schedule: ScheduleName, options: ScheduleOptions): LearningRateSchedule {
  const names = ['peak', 'end', 'steps', 'warmUp'];
  const { peak, end = 0, steps, warmUp = 0 } = checkOptions(schedule, options, names);
  return Object.freeze({
    schedule,
    peak: checkNumber('peak', peak, { min: 0 }),
    end: checkNumber('end', end, { min: 0, max: peak }),
    steps: checkInteger('steps', steps, { min: 1 }),
    warmUp: checkInteger('warmUp', warmUp, { min: 0, max: steps - 1 }),
  });
}

/** Returns `value`, or a copy of a schedule, if it is a learning rate; throws a `ValueError` otherwise. */
export function checkLearningRate(value: unknown): number | LearningRateSchedule {
  if (typeof value === 'number') return checkNumber('learningRate', value, { min: 0 });
  if (!isPlainObject(value) || !('schedule' in value)) {
    throw new ValueError(
      'learningRate',
      value,
      'a number, 0 or more, or what linearDecay or cosineDecay gives',
    );
  }
  const { schedule, ...options } = value as object as LearningRateSchedule;
  const names = Object.keys(shapes) as ScheduleName[];
  return makeSchedule(checkOneOf('learningRate.schedule', schedule, names), options);
}

/**
 * The learning rate of one step, for plots and tables.
 *
 * With w the `warmUp`, it is `peak t / w` while t < w, then `end + (peak - end) s` with s = 1 - x for
 * `linearDecay`, (1 + cos(pi x)) / 2 for `cosineDecay`, x = (t - w) / (steps - w); from t = steps on it is
 * `end`. So the first step of a warm-up has rate 0, as it has in Keras, optax and transformers.
 *
 * @param learningRate A rate or a schedule, as optimizers take it.
 * @param step t, the number of steps before this one, 0 or more: the optimizer's `iterations`.
 * @throws ValueError for what is no learning rate, and another step.
 *
 * @example
 * import { learningRateAt, linearDecay } from '@argmaxable/optimizers';
 * const schedule = linearDecay({ peak: 0.1, steps: 10, warmUp: 2 });
 * [0, 1, 2, 6, 10, 11].map((step) => learningRateAt(schedule, step)); // [0, 0.05, 0.1, 0.05, 0, 0]
 */
export function learningRateAt(learningRate: number | LearningRateSchedule, step: number): number {
  return rateAt(checkLearningRate(learningRate), checkInteger('step', step, { min: 0 }));
}

/** The same of what is checked. */
export function rateAt(learningRate: number | LearningRateSchedule, step: number): number {
  if (typeof learningRate === 'number') return learningRate;
  const { schedule, peak, end, steps, warmUp } = learningRate;
  if (step < warmUp) return (peak * step) / warmUp;
  if (step >= steps) return end;
  const left = shapes[schedule]((step - warmUp) / (steps - warmUp));
  return end * (1 - left) + peak * left;
}
