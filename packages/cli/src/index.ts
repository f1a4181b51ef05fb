export { main } from './main.js';
export * as optionValues from './option-values.js';
export type { Context } from './terminal/context.js';
export { type ProgressBar, progressBar } from './terminal/progress-bar.js';
