export * from './at-k/index.js';
export { MetricCollection, type MetricLike } from './metric-collection.js';
export { Metric, type MetricJSON, type MetricOptions } from './metric.js';
export {
  allMetrics,
  type CompiledMetric,
  type LabelMetricFunction,
  type MetricAtKFunction,
  type MetricEntry,
  type MetricFunction,
} from './metric-function.js';
export type { DataBatch, DatasetLike, EvaluationData, ModelInputs, WholeData } from './evaluation-data.js';
export { MultiLabelEvaluation, type MultiLabelEvaluationOptions } from './multi-label-evaluation.js';
export {
  type AtKValues,
  type LabelValues,
  MultiLabelReport,
  multiLabelReport,
  type MultiLabelReportOptions,
  type RankingValues,
  type SetValues,
} from './multi-label-report.js';
export * from './neural-collapse/index.js';
export * from './ranking/index.js';
export * from './thresholded/index.js';
export type { ZeroDivisionOption } from './zero-division.js';
