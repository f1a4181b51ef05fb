import type { Optimizer } from '@tensorflow/tfjs-core';
import type * as exported from '../src/index.js';

type Exports = typeof exported;
/** The functions that make optimizers: a table with these keys is complete, or does not compile. */
export type OptimizerName = {
  [N in keyof Exports]: Exports[N] extends (...args: never) => Optimizer ? N : never;
}[keyof Exports];
