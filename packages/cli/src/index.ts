export type { Context } from './terminal/context.js';
export { main } from './main.js';
