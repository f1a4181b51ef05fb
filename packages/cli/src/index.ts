export type { Context } from './context.js';
export { main } from './main.js';
