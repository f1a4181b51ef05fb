import type { KernelConfig } from '@tensorflow/tfjs-core';
import { dftLogits, dftLogitsGrad } from './dft/dft-kernels.js';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './kernels/conv2d-backprop-input.js';
import { conv2D } from './kernels/conv2d.js';
import { conv3DBackpropFilter } from './kernels/conv3d-backprop-filter.js';
import { conv3DBackpropInput } from './kernels/conv3d-backprop-input.js';
import { depthwiseConv2dNativeBackpropFilter } from './kernels/depthwise-conv2d-native-backprop-filter.js';
import { depthwiseConv2dNativeBackpropInput } from './kernels/depthwise-conv2d-native-backprop-input.js';
import { depthwiseConv2dNative } from './kernels/depthwise-conv2d-native.js';
import { einsum } from './kernels/einsum.js';
import { fusedConv2D } from './kernels/fused-conv2d.js';
import { fusedDepthwiseConv2D } from './kernels/fused-depthwise-conv2d.js';
import { fusedMatMul } from './kernels/fused-mat-mul.js';
import { gatherV2 } from './kernels/gather-v2.js';
import { identity } from './kernels/identity.js';
import { maxPool3DGrad } from './kernels/max-pool-3d-grad.js';
import { maxPool3D } from './kernels/max-pool-3d.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { maxPoolWithArgmax } from './kernels/max-pool-with-argmax.js';
import { transpose } from './kernels/transpose.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
import { crossEntropy } from './losses/cross-entropy.js';
import { focusedCrossEntropy } from './losses/focused-cross-entropy.js';
import { softmaxCrossEntropy } from './losses/softmax-cross-entropy.js';
import { adam } from './optimizers/adam.js';
import { momentum } from './optimizers/momentum.js';

export interface TableRow {
  readonly kernel: KernelConfig;
  /** Whether it uses our WebAssembly module, which needs SIMD; the other kernels run in every engine. */
  readonly needsSimd: boolean;
}

/** All kernels of this package. The README says what each is for. */
export const kernelTable: readonly TableRow[] = [
  // Kernels of tfjs that are missing, wrong or slow in the stock backend.
  { kernel: batchMatMul, needsSimd: true },
  { kernel: conv2D, needsSimd: false },
  { kernel: conv2DBackpropFilter, needsSimd: true },
  { kernel: conv2DBackpropInput, needsSimd: true },
  { kernel: conv3DBackpropFilter, needsSimd: true },
  { kernel: conv3DBackpropInput, needsSimd: true },
  { kernel: depthwiseConv2dNative, needsSimd: false },
  { kernel: depthwiseConv2dNativeBackpropFilter, needsSimd: true },
  { kernel: depthwiseConv2dNativeBackpropInput, needsSimd: true },
  { kernel: einsum, needsSimd: true },
  { kernel: fusedConv2D, needsSimd: false },
  { kernel: fusedDepthwiseConv2D, needsSimd: false },
  { kernel: fusedMatMul, needsSimd: true },
  { kernel: gatherV2, needsSimd: true },
  { kernel: identity, needsSimd: false },
  { kernel: maxPool3D, needsSimd: false },
  { kernel: maxPool3DGrad, needsSimd: false },
  { kernel: maxPoolGrad, needsSimd: false },
  { kernel: maxPoolWithArgmax, needsSimd: false },
  { kernel: transpose, needsSimd: false },
  { kernel: unsortedSegmentSum, needsSimd: true },

  // Our own kernels, with the contracts in `kernels` of @argmaxable/core.
  { kernel: adam, needsSimd: true },
  { kernel: crossEntropy, needsSimd: true },
  { kernel: dftLogits, needsSimd: true },
  { kernel: dftLogitsGrad, needsSimd: true },
  { kernel: focusedCrossEntropy, needsSimd: true },
  { kernel: momentum, needsSimd: true },
  { kernel: softmaxCrossEntropy, needsSimd: true },
];
