import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Views of the tensors' values on the wasm heap. A view becomes invalid when the heap grows, so take views
 * last: after the outputs are allocated and after every call of another kernel.
 */
export function floatViews(backend: BackendWasm, ...tensors: TensorInfo[]): Float32Array[] {
  return views(backend, tensors) as Float32Array[];
}

/** Like `floatViews`, for tensors that may contain integers. */
export function numberViews(backend: BackendWasm, ...tensors: TensorInfo[]): (Float32Array | Int32Array)[] {
  return views(backend, tensors) as (Float32Array | Int32Array)[];
}

/** A new tensor of zeros; the backend's own `makeOutput` keeps the old contents of the heap. */
export function makeZeros(backend: BackendWasm, shape: number[], dtype: DataType): TensorInfo {
  const output = backend.makeOutput(shape, dtype);
  backend.typedArrayFromHeap(output).fill(0);
  return output;
}

function views(backend: BackendWasm, tensors: TensorInfo[]) {
  // If a tensor is still on another backend, reading its address copies it here, which may grow the heap. So
  // all addresses are read before the first view is taken.
  for (const tensor of tensors) backend.dataIdMap.get(tensor.dataId);
  return tensors.map((tensor) => backend.typedArrayFromHeap(tensor));
}
