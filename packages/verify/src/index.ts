export { type AttachedReport, attachedReport, attachReport } from './attached-report.js';
export {
  type CertificateCheck,
  type CertificateCheckOptions,
  checkCertificate,
  checkClassifierCertificate,
  type ClassifierCheckOptions,
} from './certificate/check-certificate.js';
export type { ExactMultipliers } from './certificate/exact-combination.js';
export { exactMultipliers } from './certificate/exact-multipliers.js';
export {
  type Certificate,
  dftCertificate,
  multipliersCertificate,
  type MultipliersCertificate,
  type TheoremCertificate,
  witnessCertificate,
  type WitnessCertificate,
} from './certificate/format.js';
export { provesInfeasible } from './certificate/proves-infeasible.js';
export { trigonometricWitness, type TrigonometricWitness } from './certificate/trigonometric-witness.js';
export type { Multipliers } from './certificate/multipliers.js';
export { multipliersUpperBound } from './certificate/multipliers-bound.js';
export { classifierOfVersionOne } from './certificate/version-one.js';
export { witnessLowerBound } from './certificate/witness-bound.js';
export {
  type Classifier,
  type ClassifierInput,
  type Projection,
  type ProjectionInput,
  readClassifier,
} from './head/classifier.js';
export type { FeatureRange, ResolvedRange } from './head/feature-range.js';
export type { Vector, Weights } from './head/numbers.js';
export type { ModelRange } from './model-subject.js';
export type { ProjectionReach } from './projection-reach.js';
export { rangeFromJson, type RangeJson } from './range-json.js';
export { coverCount } from './cover-count.js';
export type { LabelSetInput } from './label-set-input.js';
export {
  type About,
  type Counts,
  type LabelSetResult,
  type ReportData,
  type Settings,
  type Verdict,
  type Verified,
  VerifyReport,
} from './report.js';
export type { Rule } from './rule.js';
export type { LabelInput } from './label-input.js';
export { mergeReports } from './merge-reports.js';
export type { Shard } from './shard.js';
export { type ReachabilityData, ReachabilityReport } from './reachability-report.js';
export type { Reach, SampledReach } from './reachability.js';
export { verify, type VerifyModelOptions } from './verify.js';
export { verifyMatrix } from './verify-matrix.js';
export { type Hashes, hashesOf } from './weights-hash.js';
export type { Progress, ReachabilityOptions, VerifyOptions } from './verify-options.js';
