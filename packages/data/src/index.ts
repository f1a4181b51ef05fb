export { reorderLabels } from './label-order/reorder-labels.js';
export { type LabelOrderOptions, suggestLabelOrder } from './label-order/suggest-label-order.js';
export { type ArffOptions, loadArff } from './loaders/arff/index.js';
export { type JsonLinesOptions, loadJsonLines } from './loaders/json-lines.js';
export type { JsonLimits } from './loaders/json-text.js';
export type { LabelData } from './loaders/label-data.js';
export { loadLabelNames } from './loaders/label-names.js';
export { loadMulanLabels } from './loaders/mulan-labels.js';
export { SparseRows } from './loaders/sparse-rows.js';
export { loadSvmlight, type SvmlightOptions } from './loaders/svmlight.js';
export { loadXmlc, type XmlcOptions } from './loaders/xmlc.js';
export type { DftSize } from './statistics/dft-size.js';
export type { Distribution } from './statistics/distribution.js';
export {
  type LabelStatistics,
  labelStatistics,
  type LabelStatisticsOptions,
} from './statistics/label-statistics.js';
export type { TextLimits } from './text/limits.js';
export type { TextSource } from './text/source.js';
export { type WordNetNouns, wordNetNouns } from './wordnet.js';
