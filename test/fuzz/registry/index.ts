import type { PublicFunction } from '../specs.js';
import * as core from './core.js';
import * as data from './data.js';
import * as decisions from './decisions.js';
import * as layers from './layers.js';
import * as losses from './losses.js';
import * as metrics from './metrics.js';
import * as node from './node.js';
import * as optimizers from './optimizers.js';
import * as report from './report.js';
import * as tagger from './tagger.js';
import * as verify from './verify.js';
import * as wasmTraining from './wasm-training.js';

/** A package: all that it exports, its functions with right and wrong arguments, and why others have none. */
export interface Package {
  readonly name: string;
  readonly exports: object;
  readonly functions: readonly PublicFunction[];
  readonly others: Readonly<Record<string, string>>;
  /** To be awaited before the functions are called. */
  readonly prepare?: () => Promise<void>;
  /** To be awaited when they were: removes what they wrote. */
  readonly cleanUp?: () => Promise<void>;
}

export const packages: readonly Package[] = [
  core,
  data,
  decisions,
  layers,
  losses,
  metrics,
  node,
  optimizers,
  report,
  tagger,
  verify,
  wasmTraining,
];
