export { renderReport } from './report.js';
export { reachableSharePlot, type ReachableShareOptions } from './shares.js';
