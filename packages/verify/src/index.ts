export { type AttachedReport, attachedReport, attachReport } from './api/attached-report.js';
export {
  type CertificateCheck,
  type CertificateCheckOptions,
  checkCertificate,
  checkClassifierCertificate,
  type ClassifierCheckOptions,
} from './certificate/check-certificate.js';
export type { ExactMultipliers } from './certificate/exact/exact-combination.js';
export { exactMultipliers } from './certificate/exact/exact-multipliers.js';
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
export {
  trigonometricWitness,
  type TrigonometricWitness,
} from './certificate/theorem/trigonometric-witness.js';
export type { Multipliers } from './certificate/multipliers.js';
export { multipliersUpperBound } from './certificate/bounds/multipliers-bound.js';
export type { Projection } from '@argmaxable/layers';
export { classifierOfVersionOne } from './certificate/version-one.js';
export { witnessLowerBound } from './certificate/bounds/witness-bound.js';
export {
  type Classifier,
  type ClassifierInput,
  type ProjectionInput,
  readClassifier,
} from './input/classifier.js';
export type { FeatureRange, ResolvedRange } from './input/feature-range.js';
export type { Vector, Weights } from './input/numbers.js';
export type { ModelRange } from './input/model-subject.js';
export type { ProjectionReach } from './report/report-data.js';
export { rangeFromJson, type RangeJson } from './report/range-json.js';
export { coverCount } from './exploring/cover-count.js';
export type { LabelSetInput } from './input/label-set-input.js';
export type { About } from './input/subject.js';
export type { Verdict, VerdictCounts } from '@argmaxable/core';
export type { LabelSetResult } from './report/result.js';
export type { ReportData, Settings, Verified } from './report/report-data.js';
export { VerifyReport } from './report/verify-report.js';
export type { Rule } from './input/rule.js';
export type { InputDigest } from './input/input-digest.js';
export { mergeReports } from './report/merge-reports.js';
export type { Shard } from './input/shard.js';
export type { ReachabilityData } from './report/report-data.js';
export { ReachabilityReport } from './report/reachability-report.js';
export type { Reach, SampledReach } from './report/report-data.js';
export { verify, type VerifyModelOptions } from './api/verify.js';
export { verifyMatrix } from './api/verify-matrix.js';
export { type Hashes, hashesOf } from './input/weights-hash.js';
export type { Progress, ReachabilityOptions, VerifyOptions } from './input/verify-options.js';
