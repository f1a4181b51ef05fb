export type { Verdict, VerdictCounts } from '@argmaxable/core';
export { date, decimal, duration, percent, powerOfTen, scientific, share, whole } from './format.js';
export { type Page, renderPage } from './page/page.js';
export { color, type ColorName, type Look } from './palette.js';
export * from './plots/index.js';
export { type DecidedSet, type MeasuredSet, verdicts, verdictWords } from './verdicts.js';
