export { renderReport } from './report.js';
export { reachableSharePlot, type ReachableShareOptions } from './plots/reachable-share.js';
