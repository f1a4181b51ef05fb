export { reorderLabels } from './label-order/reorder-labels.js';
export { type LabelOrderOptions, suggestLabelOrder } from './label-order/suggest-label-order.js';
export { type ArffOptions, loadArff } from './label-formats/arff/index.js';
export { type JsonLinesOptions, loadJsonLines } from './label-formats/json-lines.js';
export type { JsonLimits } from './label-formats/json-text.js';
export type { LabelData } from './label-formats/label-data.js';
export { loadLabelNames } from './label-formats/label-names.js';
export { loadMulanLabels } from './label-formats/mulan-labels.js';
export { SparseRows } from './label-formats/sparse-rows.js';
export { loadSvmlight, type SvmlightOptions } from './label-formats/svmlight.js';
export { loadXmlc, type XmlcOptions } from './label-formats/xmlc.js';
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
