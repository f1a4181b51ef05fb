import { getKernel } from '@tensorflow/tfjs-core';
import { dftLogits } from './dft.js';

/**
 * Whether `@argmaxable/wasm-training` is loaded: the wasm backend then has our own kernels, and matrix
 * products that read transposed operands without a copy. False in engines without WebAssembly SIMD, where the
 * package does not register them.
 */
export function isWasmTrainingLoaded(): boolean {
  return getKernel(dftLogits.name, 'wasm') !== undefined;
}
