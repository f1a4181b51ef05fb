export { adam, Adam, type AdamOptions } from './adam.js';
export { adamW, AdamW, type AdamWOptions } from './adam-w.js';
export { sgd, SGD, type SGDOptions } from './sgd.js';
export type { OptimizerOptions } from './common-options.js';
export { cosineDecay } from './schedules/cosine-decay.js';
export { linearDecay } from './schedules/linear-decay.js';
export {
  learningRateAt,
  type LearningRateSchedule,
  type ScheduleName,
  type ScheduleOptions,
} from './schedules/schedule.js';
