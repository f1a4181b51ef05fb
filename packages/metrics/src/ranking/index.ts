export { AveragePrecisionScore, averagePrecisionScore } from './average-precision-score.js';
export type { RankingOptions } from './options.js';
export { CoverageError, coverageError } from './coverage-error.js';
export {
  LabelRankingAveragePrecisionScore,
  labelRankingAveragePrecisionScore,
} from './label-ranking-average-precision-score.js';
export { LabelRankingLoss, labelRankingLoss } from './label-ranking-loss.js';
export {
  type Interpolation,
  MeanAveragePrecision,
  meanAveragePrecision,
  type MeanAveragePrecisionOptions,
} from './mean-average-precision.js';
export { RocAucScore, rocAucScore } from './roc-auc-score.js';
