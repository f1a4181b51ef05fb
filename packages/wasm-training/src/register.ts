import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
// The stock kernels must be registered first: our kernels replace some of them, and call others.
import '@tensorflow/tfjs-backend-wasm';
import { kernelTable } from './kernel-table.js';
import { hasNativeModule } from './native/native-module.js';

const hasSimd = hasNativeModule();
const trainingKernels = kernelTable
  .filter(({ needsSimd }) => hasSimd || !needsSimd)
  .map(({ kernel }) => kernel);

/** The names of the kernels that `registerTrainingKernels` adds to the wasm backend or replaces in it. */
export const trainingKernelNames: readonly string[] = trainingKernels.map(({ kernelName }) => kernelName);

/**
 * Registers the training kernels with the wasm backend, instead of stock kernels of the same name. Importing
 * the package does this; call it again only to undo a later registration of stock kernels. Each kernel is
 * registered once, after any number of calls, also from two copies of this module. This does not start or
 * select the backend. If the engine has no WebAssembly SIMD, the kernels that need it are left out, with a
 * warning on the console.
 *
 * @example
 * import { setBackend } from '@tensorflow/tfjs-core';
 * import { registerTrainingKernels } from '@argmaxable/wasm-training';
 *
 * registerTrainingKernels(); // Already done by the import; harmless.
 * await setBackend('wasm');
 */
export function registerTrainingKernels(): void {
  if (!hasSimd) warnWithoutSimd();
  for (const kernel of trainingKernels) {
    // tfjs prints a warning if a kernel is registered a second time.
    if (getKernel(kernel.kernelName, kernel.backendName)) {
      unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    registerKernel(kernel);
  }
}

let warned = false;

function warnWithoutSimd(): void {
  if (warned) return;
  warned = true;
  console.warn(
    "@argmaxable/wasm-training: this engine has no WebAssembly SIMD, so backend 'wasm' cannot train convolutions and " +
      "embeddings, and products are slow. Use Chrome 115, Firefox 89, Safari 16.4, Node 20 or later; or setBackend('cpu').",
  );
}
