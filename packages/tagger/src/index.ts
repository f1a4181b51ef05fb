export type { NgramOptions } from './encoder/settings.js';
export type { Evaluation } from './evaluate.js';
export type { Contribution, Explanation } from './explain.js';
export type { TaggedTexts } from './input/tagged-texts.js';
export { TaggerFileError } from './saved/tagger-file-error.js';
export { type Tag, Tagger } from './tagger.js';
export type { TrainingRecord } from './tagger-parts.js';
export type { TrainOptions, TrainProgress } from './train-options.js';
