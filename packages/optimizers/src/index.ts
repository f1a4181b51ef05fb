export { adam, Adam, type AdamOptions } from './adam.js';
export { adamW, AdamW, type AdamWOptions } from './adam-w.js';
export { sgd, SGD, type SGDOptions } from './sgd.js';
