export { boxPlot, type BoxPlot, type BoxRow } from './box-plot.js';
export { type Curve, type EpochCurves, epochCurves, type Point } from './epoch-curves.js';
export { type ChartAxis, type ChartLine, type ChartPoint, lineChart, type LineChart } from './line-chart.js';
export { type RadiusBySize, radiusBySize } from './radius-by-size.js';
export { type RadiusGroup, type RadiusHistograms, radiusHistograms } from './radius-histograms.js';
export { type ReachableBySize, reachableBySize, type ReachingModel } from './reachable-by-size.js';
export { type ShareRow, type VerdictShare, verdictShare } from './verdict-share.js';
export { type SharingModel, type VerdictSharePicture, verdictSharePicture } from './verdict-share-picture.js';
