import { getKernel, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs-core';
// The stock kernels must be there first: these take the place of some, and call others.
import '@tensorflow/tfjs-backend-wasm';
import { conv2D } from './kernels/conv2d.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv3DBackpropFilter } from './kernels/conv3d-backprop-filter.js';
import { conv3DBackpropInput } from './kernels/conv3d-backprop-input.js';
import { depthwiseConv2dNative } from './kernels/depthwise-conv2d-native.js';
import { depthwiseConv2dNativeBackpropFilter } from './kernels/depthwise-conv2d-native-backprop-filter.js';
import { depthwiseConv2dNativeBackpropInput } from './kernels/depthwise-conv2d-native-backprop-input.js';
import { fusedConv2D } from './kernels/fused-conv2d.js';
import { fusedDepthwiseConv2D } from './kernels/fused-depthwise-conv2d.js';
import { identity } from './kernels/identity.js';
import { maxPool3D } from './kernels/max-pool-3d.js';
import { maxPool3DGrad } from './kernels/max-pool-3d-grad.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { maxPoolWithArgmax } from './kernels/max-pool-with-argmax.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';

const trainingKernels: readonly KernelConfig[] = [
  conv2D,
  conv2DBackpropFilter,
  conv3DBackpropFilter,
  conv3DBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  fusedConv2D,
  fusedDepthwiseConv2D,
  identity,
  maxPool3D,
  maxPool3DGrad,
  maxPoolGrad,
  maxPoolWithArgmax,
  unsortedSegmentSum,
];

/** The names of the kernels that `registerTrainingKernels` adds to the wasm backend or replaces in it. */
export const trainingKernelNames: readonly string[] = trainingKernels.map(({ kernelName }) => kernelName);

/**
 * Registers the training kernels with the wasm backend, in place of stock kernels of the same name. Importing the
 * package does this; call it again only to undo a later registration of stock kernels. Any number of calls, also from
 * two copies of this module, leave one registration of each kernel. Neither starts nor selects the backend.
 *
 * @example
 * import { setBackend } from '@tensorflow/tfjs-core';
 * import { registerTrainingKernels } from '@argmaxable/wasm-training';
 *
 * registerTrainingKernels(); // Already done by the import; harmless.
 * await setBackend('wasm');
 */
export function registerTrainingKernels(): void {
  for (const kernel of trainingKernels) {
    // tfjs warns on the console when a kernel is registered over another.
    if (getKernel(kernel.kernelName, kernel.backendName)) {
      unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    registerKernel(kernel);
  }
}
