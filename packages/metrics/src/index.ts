export { F1AtK } from './f1-at-k.js';
export { MicroF1 } from './micro-f1.js';
