import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Where a tensor's numbers lie on the heap. The address stays, whatever else is allocated; a tensor that
 * still lies on another backend is brought over.
 */
export function addressOf(backend: BackendWasm, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** The addresses of some tensors' numbers, in their order. */
export function addressesOf(backend: BackendWasm, ...tensors: TensorInfo[]): number[] {
  return tensors.map((tensor) => addressOf(backend, tensor));
}
