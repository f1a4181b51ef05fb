export type { Predictions } from './batch/batch.js';
export * from './at-k/index.js';
export * from './callbacks/index.js';
export { MetricCollection, type MetricLike } from './metric/metric-collection.js';
export { type LabelMetric, Metric, type MetricClass, type MetricJSON } from './metric/metric.js';
export {
  allMetrics,
  type CompiledMetric,
  type LabelMetricFunction,
  type MetricAtKFunction,
  type MetricEntry,
  type MetricForms,
  type MetricFunction,
} from './metric/metric-forms.js';
export type { MetricOptions } from './metric/option-reader.js';
export type {
  DataBatch,
  DatasetLike,
  EvaluationData,
  ModelInputs,
  WholeData,
} from './callbacks/evaluation-data.js';
export {
  MultiLabelEvaluation,
  type MultiLabelEvaluationOptions,
} from './callbacks/multi-label-evaluation.js';
export { multiLabelReport } from './report/multi-label-report.js';
export type { LabelSetReportOptions, MultiLabelReportOptions } from './report/options.js';
export type { LabelSetReport, MultiLabelReport } from './report/report.js';
export type { AtKValues } from './report/at-k-table.js';
export type { LabelValues, ScoredLabelValues } from './report/label-table.js';
export type { RankingValues } from './report/overall-table.js';
export type { SetSummary, SetValues } from './report/set-table.js';
export type { ThresholdValues } from './report/threshold-table.js';
export * from './neural-collapse/index.js';
export * from './ranking/index.js';
export * from './label-sets/index.js';
export type { ZeroDivisionOption } from './metric/zero-division.js';
