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
export { multipliersUpperBound, type Multipliers, witnessLowerBound } from './certificates.js';
export {
  type Classifier,
  type ClassifierInput,
  readClassifier,
  type Vector,
  type Weights,
} from './classifier.js';
export { coverCount } from './cover-count.js';
export type { LabelSetInput } from './label-set-input.js';
export {
  type Counts,
  type LabelSetResult,
  type ReportData,
  type Settings,
  type Verdict,
  type Verified,
  VerifyReport,
} from './report.js';
export type { Rule } from './rule.js';
export { mergeReports, type Shard } from './shard.js';
export { type ReachabilityData, ReachabilityReport } from './reachability-report.js';
export type { Reach, SampledReach } from './reachability.js';
export { verify, type VerifyModelOptions } from './verify.js';
export { verifyMatrix } from './verify-matrix.js';
export type { Progress, ReachabilityOptions, VerifyOptions } from './verify-options.js';
