import { getKernel } from '@tensorflow/tfjs-core';
import { dftLogits } from './dft.js';

/**
 * Whether `@argmaxable/wasm-training` is loaded: the wasm backend then has our own kernels, and products that
 * take transposed operands as they are. False in engines without WebAssembly SIMD, where the package leaves
 * these out.
 */
export function isWasmTrainingLoaded(): boolean {
  return getKernel(dftLogits.name, 'wasm') !== undefined;
}
