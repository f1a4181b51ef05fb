export { compact, date, decimal, duration, powerOfTen, scientific, score, share, whole } from './format.js';
export { renderPage } from './page/page.js';
export { color, type ColorName, type Look } from './palette.js';
export { type Curve, type EpochCurves, epochCurves, type Point } from './plots/epoch-curves.js';
export { type Chart, hatches, hatchFill, inlineSvg, standaloneSvg } from './svg.js';
