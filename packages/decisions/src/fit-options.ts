import {
  checkOneOf,
  checkOptions,
  readExamples,
  type ScoredExamples,
  type Scores,
  type TargetFormat,
  targetFormats,
  type Targets,
} from '@argmaxable/core';
import { checkBeta } from './f-beta.js';

/** Options that the `fit` of every rule has. */
export interface FitOptions {
  /** Weight of recall against precision in F-beta, from 0 to 1e6; 1 by default. */
  readonly beta?: number;
  /** How an int32 tensor of targets is read: 'auto' (default), 'dense' or 'sparse'; see `TargetFormat`. */
  readonly targets?: TargetFormat;
}

/** Checks the arguments of every `fit`: options, targets and scores. */
export function readFit(
  rule: string,
  yTrue: Targets,
  yPred: Scores,
  options: FitOptions,
  others: readonly string[] = [],
): ScoredExamples & { beta: number } {
  const { beta = 1, targets = 'auto' } = checkOptions(`${rule}.fit`, options, ['beta', 'targets', ...others]);
  checkBeta(beta);
  checkOneOf('targets', targets, targetFormats);
  return { ...readExamples(yTrue, yPred, targets), beta };
}
