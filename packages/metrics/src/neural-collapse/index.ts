export type { ClassifierMatrix, Features } from './inputs.js';
export type { CollapseOptions, ReportOptions } from './options.js';
export { nc1 } from './nc1.js';
export { nc2Classifier, nc2Means } from './nc2.js';
export { nc3 } from './nc3.js';
export { NeuralCollapse } from './neural-collapse.js';
export { NeuralCollapseMonitor, type NeuralCollapseMonitorArgs } from './monitor.js';
export { neuralCollapseReport, type NeuralCollapseReport } from './report.js';
export { tagWiseAverage, type TagWiseAngles, type TagWiseAverage } from './tag-wise-average.js';
