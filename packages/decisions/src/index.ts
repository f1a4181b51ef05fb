export type { Calibration, CalibrationOptions } from './calibration/calibration.js';
export { expectedF } from './expected-f/expected-f.js';
export {
  generalFMaximizer,
  type GeneralFMaximizer,
  type GeneralFMaximizerOptions,
} from './expected-f/general-f-maximizer.js';
export { independentJoint, type Joint } from './expected-f/joint.js';
export {
  plugInFMaximizer,
  type PlugInFMaximizer,
  type PlugInFMaximizerOptions,
} from './expected-f/plug-in-f-maximizer.js';
export type { FitOptions } from './fit-options.js';
export { mcut, type MCut } from './mcut.js';
export { type LabelCountRange, perExample, type PerExample, type PerExampleOptions } from './per-example.js';
export { ruleFromJSON } from './rule-from-json.js';
export type { DecisionRule, RuleFactory, RuleJSON } from './rule.js';
export {
  perLabelThresholds,
  type PerLabelThresholds,
  type PerLabelThresholdsOptions,
} from './thresholds/per-label-thresholds.js';
export { thresholdAveraging, type ThresholdAveraging } from './thresholds/threshold-averaging.js';
export { threshold, type Threshold } from './thresholds/threshold.js';
export { topK, type TopK } from './top-k.js';
