import { getKernel, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs-core';
// The stock kernels must be there first: these take the place of some, and call others.
import '@tensorflow/tfjs-backend-wasm';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { conv2D } from './kernels/conv2d.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './kernels/conv2d-backprop-input.js';
import { conv3DBackpropFilter } from './kernels/conv3d-backprop-filter.js';
import { conv3DBackpropInput } from './kernels/conv3d-backprop-input.js';
import { depthwiseConv2dNative } from './kernels/depthwise-conv2d-native.js';
import { depthwiseConv2dNativeBackpropFilter } from './kernels/depthwise-conv2d-native-backprop-filter.js';
import { depthwiseConv2dNativeBackpropInput } from './kernels/depthwise-conv2d-native-backprop-input.js';
import { einsum } from './kernels/einsum.js';
import { fusedConv2D } from './kernels/fused-conv2d.js';
import { fusedDepthwiseConv2D } from './kernels/fused-depthwise-conv2d.js';
import { fusedMatMul } from './kernels/fused-mat-mul.js';
import { gatherV2 } from './kernels/gather-v2.js';
import { identity } from './kernels/identity.js';
import { maxPool3D } from './kernels/max-pool-3d.js';
import { maxPool3DGrad } from './kernels/max-pool-3d-grad.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { maxPoolWithArgmax } from './kernels/max-pool-with-argmax.js';
import { transpose } from './kernels/transpose.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
import { dftLogits, dftLogitsGrad } from './dft/dft-kernels.js';
import { crossEntropy } from './losses/cross-entropy.js';
import { focusedCrossEntropy } from './losses/focused-cross-entropy.js';
import { softmaxCrossEntropy } from './losses/softmax-cross-entropy.js';
import { hasNativeModule } from './native/native-module.js';
import { adam } from './optimizers/adam.js';
import { momentum } from './optimizers/momentum.js';

/** Kernels that run in every engine. */
const portableKernels: readonly KernelConfig[] = [
  conv2D,
  depthwiseConv2dNative,
  fusedConv2D,
  fusedDepthwiseConv2D,
  identity,
  maxPool3D,
  maxPool3DGrad,
  maxPoolGrad,
  maxPoolWithArgmax,
  transpose,
];

/** Kernels in our WebAssembly module, which needs SIMD. */
const simdKernels: readonly KernelConfig[] = [
  adam,
  batchMatMul,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  conv3DBackpropFilter,
  conv3DBackpropInput,
  crossEntropy,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  dftLogits,
  dftLogitsGrad,
  einsum,
  focusedCrossEntropy,
  fusedMatMul,
  gatherV2,
  momentum,
  softmaxCrossEntropy,
  unsortedSegmentSum,
];

const trainingKernels = hasNativeModule() ? [...portableKernels, ...simdKernels] : portableKernels;

/** The names of the kernels that `registerTrainingKernels` adds to the wasm backend or replaces in it. */
export const trainingKernelNames: readonly string[] = trainingKernels.map(({ kernelName }) => kernelName);

/**
 * Registers the training kernels with the wasm backend, in place of stock kernels of the same name. Importing
 * the package does this; call it again only to undo a later registration of stock kernels. Any number of
 * calls, also from two copies of this module, leave one registration of each kernel. Neither starts nor
 * selects the backend. Where the engine has no WebAssembly SIMD, the kernels that need it are left out, with
 * a warning on the console.
 *
 * @example
 * import { setBackend } from '@tensorflow/tfjs-core';
 * import { registerTrainingKernels } from '@argmaxable/wasm-training';
 *
 * registerTrainingKernels(); // Already done by the import; harmless.
 * await setBackend('wasm');
 */
export function registerTrainingKernels(): void {
  if (trainingKernels === portableKernels) warnOnce();
  for (const kernel of trainingKernels) {
    // tfjs warns on the console when a kernel is registered over another.
    if (getKernel(kernel.kernelName, kernel.backendName)) {
      unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    registerKernel(kernel);
  }
}

let warned = false;

function warnOnce(): void {
  if (warned) return;
  warned = true;
  console.warn(
    "@argmaxable/wasm-training: this engine has no WebAssembly SIMD, so backend 'wasm' cannot train convolutions and " +
      "embeddings, and products are slow. Use Chrome 115, Firefox 89, Safari 16.4, Node 20 or later; or setBackend('cpu').",
  );
}
