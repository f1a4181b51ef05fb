export type { Bytes, ByteSource, ByteStream } from './bytes/byte-source.js';
export { FormatError } from './bytes/format-error.js';
export type { ByteLimits } from './bytes/read-budget.js';
export { formatsOf } from './formats-of.js';
export { type ArffOptions, loadArff } from './label-formats/arff/index.js';
export { type CsvLabelOptions, loadCsv } from './label-formats/csv.js';
export { type JsonLinesOptions, loadJsonLines } from './label-formats/json-lines.js';
export type { NestingLimit } from './label-formats/json-text.js';
export type { LabelData } from './label-formats/label-data.js';
export { type LabelFormat, type LabelFormatOptions, labelFormats } from './label-formats/label-formats.js';
export { loadLabelNames } from './label-formats/label-names.js';
export { loadMulanLabels } from './label-formats/mulan-labels.js';
export { loadNpyLabels } from './label-formats/npy-labels.js';
export { SparseRows } from './label-formats/sparse-rows.js';
export { loadSvmlight, type SvmlightOptions } from './label-formats/svmlight.js';
export { loadXmlc, type XmlcOptions } from './label-formats/xmlc.js';
export { reorderLabels } from './label-order/reorder-labels.js';
export { type LabelOrderOptions, suggestLabelOrder } from './label-order/suggest-label-order.js';
export {
  expectedRadius,
  type ExpectedRadiusOptions,
  radiusLaw,
  type RadiusLaw,
} from './recommendation/expected-radius.js';
export {
  type LayerRecommendation,
  recommendLayer,
  type RecommendLayerOptions,
} from './recommendation/recommend-layer.js';
export type { DftSize } from './statistics/dft-size.js';
export type { Distribution } from './statistics/distribution.js';
export { labelFrequencies } from './statistics/label-frequencies.js';
export { labelStatistics, type LabelStatisticsOptions } from './statistics/label-statistics.js';
export type { LabelStatistics } from './statistics/statistics.js';
export { keepLabels, type KeepLabelsOptions, type KeptLabels } from './subsets/keep-labels.js';
export { stratifiedSplit, type StratifiedSplitOptions } from './subsets/stratified-split.js';
export {
  type TaggedTextFormat,
  type TaggedTextFormatName,
  taggedTextFormats,
} from './tagged-texts/formats.js';
export type { TaggedTextLayout } from './tagged-texts/layout.js';
export {
  loadTaggedTexts,
  type LoadTaggedTextsOptions,
  type TaggedTexts,
} from './tagged-texts/load-tagged-texts.js';
export type { TaggedTextOptions } from './tagged-texts/options.js';
export { readTaggedTexts, type TaggedTextRows } from './tagged-texts/read-tagged-texts.js';
export type { RowCounts, TaggedText } from './tagged-texts/tagged-row.js';
export type { TaggedTextCounts } from './tagged-texts/tagged-text-counts.js';
export type { TextLimits } from './text/limits.js';
export type { TextSource } from './text/source.js';
export { loadVectors, type LoadVectorsOptions, type Vectors } from './vectors/load-vectors.js';
export type { FilesBeside } from './weight-formats/files-beside.js';
export { loadNpy } from './weight-formats/npy.js';
export { loadNpz } from './weight-formats/npz.js';
export { loadSafetensorsIndex } from './weight-formats/safetensors-index.js';
export { loadSafetensors } from './weight-formats/safetensors.js';
export type { StoredTensor } from './weight-formats/stored-tensor.js';
export type { TensorEntry, TensorFile } from './weight-formats/tensor-file.js';
export { loadTfjsWeights } from './weight-formats/tfjs-weights.js';
export {
  type WeightFormat,
  type WeightFormatOptions,
  weightFormats,
} from './weight-formats/weight-formats.js';
export { type WordNetNouns, wordNetNouns } from './wordnet.js';
