export { multipliersUpperBound, type Multipliers, witnessLowerBound } from './certificates.js';
export {
  type Classifier,
  type ClassifierInput,
  readClassifier,
  type Vector,
  type Weights,
} from './classifier.js';
export { coverCount } from './cover-count.js';
export { type Counts, type LabelSetResult, type Settings, type Verdict, VerifyReport } from './report.js';
export type { Rule } from './rule.js';
export { verify, type VerifyModelOptions } from './verify.js';
export { type Progress, verifyMatrix, type VerifyOptions } from './verify-matrix.js';
