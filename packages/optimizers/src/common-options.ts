import type { LearningRateSchedule } from './schedules/schedule.js';

/** Options that every optimizer has. */
export interface OptimizerOptions {
  /** Size of a step, 0 or more, or a schedule by `linearDecay` or `cosineDecay`. */
  readonly learningRate: number | LearningRateSchedule;
  /**
   * The share that the average of each variable over its steps keeps at a step, from 0 to below 1, such as
   * 0.999; 0 (default) for no averages. See `useAveragedWeights`.
   */
  readonly weightAverage: number;
}
