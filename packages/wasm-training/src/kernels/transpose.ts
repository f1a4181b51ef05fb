import { getKernel, type KernelConfig, Transpose, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
// The stock kernel must be registered before it can be wrapped.
import '@tensorflow/tfjs-backend-wasm';

/**
 * The stock kernel, except if no axis moves: stock then copies the tensor, at every training step for the
 * gradient of each embedding. This kernel shares the memory, like `Identity`.
 */
export const transpose: KernelConfig = wrapped(getKernel(Transpose, 'wasm'));

function wrapped(stock: KernelConfig): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      const { perm } = call.attrs as unknown as { perm: readonly number[] };
      if (!perm.every((axis, place) => axis === place)) return stock.kernelFunc(call);
      (call.backend as BackendWasm).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  };
}
