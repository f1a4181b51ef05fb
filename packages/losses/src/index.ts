export { asymmetric, type AsymmetricOptions } from './asymmetric.js';
export { type AverageOptions } from './counts/average.js';
export {
  confusionLoss,
  type ConfusionLossOptions,
  type FBetaOptions,
  sigmoidF1,
  smoothAccuracy,
  smoothFBeta,
  smoothJaccard,
  smoothNpv,
  smoothPrecision,
  smoothRecall,
  smoothSpecificity,
  type SmoothStepOptions,
} from './confusion-loss.js';
export { type ConfusionMetric } from './counts/confusion-metrics.js';
export { focal, type FocalOptions } from './focal.js';
export {
  type CommonOptions,
  type LabelOptions,
  type LabelReduction,
  type Reduction,
} from './define/common-options.js';
export { allLosses, type Loss } from './define/loss.js';
export { oneVersusAll, type OneVersusAllOptions } from './one-versus-all.js';
export { pairwiseRanking, type PairwiseRankingOptions } from './pairwise-ranking.js';
export { pickAllLabels, type PickAllLabelsOptions } from './pick-all-labels.js';
export { pickOneLabel, type PickOneLabelOptions } from './pick-one-label.js';
export { polyLoss, type PolyLossOptions } from './poly-loss.js';
export { recallAtKSurrogate, type RecallAtKSurrogateOptions } from './recall-at-k-surrogate.js';
export { type InputKind } from './counts/smooth-counts.js';
export { type SingleLabelOptions } from './single-label/bases.js';
export { unboundedF1, type UnboundedF1Options } from './unbounded-f1.js';
export { zlpr } from './zlpr.js';
