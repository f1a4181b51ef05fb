import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * The tensors' values where they lie on the wasm heap. A view dies when the heap grows, so take views last:
 * after the outputs are allocated and after every call of another kernel.
 */
export function floatViews(backend: BackendWasm, ...tensors: TensorInfo[]): Float32Array[] {
  return views(backend, tensors) as Float32Array[];
}

/** As `floatViews`, for tensors that may hold integers. */
export function numberViews(backend: BackendWasm, ...tensors: TensorInfo[]): (Float32Array | Int32Array)[] {
  return views(backend, tensors) as (Float32Array | Int32Array)[];
}

/** A new tensor of zeros; the backend's own `makeOutput` leaves whatever the heap held before. */
export function makeZeros(backend: BackendWasm, shape: number[], dtype: DataType): TensorInfo {
  const output = backend.makeOutput(shape, dtype);
  backend.typedArrayFromHeap(output).fill(0);
  return output;
}

function views(backend: BackendWasm, tensors: TensorInfo[]) {
  // Looking a tensor up copies it here if it still lies on another backend, which may grow the heap: so all
  // of them are looked up before the first view is taken.
  for (const tensor of tensors) backend.dataIdMap.get(tensor.dataId);
  return tensors.map((tensor) => backend.typedArrayFromHeap(tensor));
}
