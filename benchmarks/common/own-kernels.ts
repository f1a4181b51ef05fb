/**
 * Runs our packages with and without the kernels that @argmaxable/wasm-training gives them, in one process.
 */
import { registerTrainingKernels, trainingKernelNames } from '@argmaxable/wasm-training';
import { unregisterKernel } from '@tensorflow/tfjs-core';

/** Kernels of our own operations; the others of the package stand in for stock ones. */
const ownKernels = trainingKernelNames.filter((name) => name.startsWith('Argmaxable'));

/**
 * Calls `run` while the wasm backend lacks our own kernels, so that losses and optimizers are made of tfjs's
 * operations, as on every other backend.
 */
export function withoutOwnKernels<Result>(run: () => Result): Result {
  ownKernels.forEach((name) => unregisterKernel(name, 'wasm'));
  try {
    return run();
  } finally {
    registerTrainingKernels();
  }
}
