export * from './checks/index.js';
export { type CsvField, toCsv } from './csv.js';
export { cyclicSignChanges } from './cyclic-sign-changes.js';
export { dot } from './dot.js';
export { describeValue, ValueError } from './errors.js';
export { LabelSets, mostLabels } from './label-sets.js';
export { fromJsonNumber, type JsonNumber, toJsonNumber } from './json-numbers.js';
export { decimalNumber } from './decimal-number.js';
export { type InputDtypes, kernelContract, type KernelContract } from './kernels/contract.js';
export * as kernels from './kernels/contracts.js';
export { defineKernel } from './kernels/define-kernel.js';
export { hasKernel, runKernel } from './kernels/run-kernel.js';
export { isWasmTrainingLoaded } from './kernels/wasm-training.js';
export { fromLoadedConfig } from './saving/loaded-config.js';
export { printable, printableLine } from './printable.js';
export { type ClassWeights, type Factory, identify, register, type Traits } from './saving/registry.js';
export { saveByName } from './saving/save-by-name.js';
export {
  readExamples,
  readScores,
  readTargets,
  type ScoredExamples,
  type ScoreMatrix,
  type Scores,
  type Targets,
} from './scored-examples.js';
export { isSparse, type TargetFormat, targetFormats } from './target-format.js';
export { log2OfBigInt } from './log2.js';
export { inversePermutation } from './permutation.js';
export { type Random, seededRandom } from './random.js';
export type { Verdict, VerdictCounts } from './verdict.js';
export { announceKeys, checkOrder, knownKeys } from './training/log-keys.js';
export { mixCallbacks, type TfjsLayers } from './training/mix-callbacks.js';
