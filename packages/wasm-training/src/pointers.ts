import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Where the tensors' numbers lie on the heap. Unlike views, pointers stay good when the heap grows. Tensors that lie on another
 * backend are brought here.
 */
export function pointersTo(backend: BackendWasm, ...tensors: TensorInfo[]): number[] {
  return tensors.map(({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset);
}
