export { F1AtK, f1AtK } from './f1-at-k.js';
export type { ActiveAtKOptions, AtKOptions } from './options.js';
export { NdcgAtK, ndcgAtK } from './ndcg-at-k.js';
export { PrecisionAtK, precisionAtK } from './precision-at-k.js';
export { propensities, type PropensityOptions } from './propensities.js';
export {
  PropensityScoredPrecisionAtK,
  propensityScoredPrecisionAtK,
  type PropensityScoredOptions,
} from './propensity-scored-precision-at-k.js';
export { RecallAtK, recallAtK } from './recall-at-k.js';
export { RPrecision, rPrecision, type RPrecisionOptions } from './r-precision.js';
