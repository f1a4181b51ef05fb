/** What benchmarks take of the main job: its data set, and the layer that its models are loaded with. */
export { type DatasetSettings, loadDataset } from './dataset.js';
export { MeanOfWords } from './mean-of-words.js';
