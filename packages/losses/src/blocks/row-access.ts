import { defineKernel, hasKernel, kernels, runKernel } from '@argmaxable/core';
import { getKernel, registerKernel, slice, type Tensor2D, type TensorInfo } from '@tensorflow/tfjs-core';

/** Rows `start` to `end - 1` of a matrix, as a new tensor. */
export function readRows(matrix: Tensor2D, start: number, end: number): Tensor2D {
  if (!hasKernel(kernels.readRows)) {
    return slice(matrix, [start, 0], [end - start, matrix.shape[1]]);
  }
  return runKernel(kernels.readRows, { matrix }, { start, end }) as Tensor2D;
}

/** Whether the current backend can write into a tensor. */
export function canWriteRows(): boolean {
  return hasKernel(kernels.writeRows);
}

/**
 * Writes `rows` into rows `start`, `start + 1`, ... of `target`, in place. The target must be new, and no
 * other tensor may share its memory.
 */
export function writeRows(target: Tensor2D, rows: Tensor2D, start: number): void {
  runKernel(kernels.writeRows, { target, rows }, { start });
}

/** How to access a backend's memory. */
interface Access<Backend> {
  readonly values: (backend: Backend, tensor: TensorInfo) => Float32Array;
  readonly allocate: (backend: Backend, shape: number[]) => TensorInfo;
}

/** Registers the kernels for a backend whose memory JavaScript can access. */
function define<Backend>(backendName: string, { values, allocate }: Access<Backend>): void {
  if (getKernel(kernels.readRows.name, backendName)) return; // registered by another copy of this module
  registerKernel(
    defineKernel(kernels.readRows, backendName, (backend: Backend, { matrix }, { start, end }) => {
      const width = matrix.shape[1];
      values(backend, matrix); // may move the data here from another backend: before the output is made
      const output = allocate(backend, [end - start, width]);
      values(backend, output).set(values(backend, matrix).subarray(start * width, end * width));
      return output;
    }),
  );
  registerKernel(
    defineKernel(kernels.writeRows, backendName, (backend: Backend, { target, rows }, { start }) => {
      values(backend, rows);
      values(backend, target).set(values(backend, rows), start * target.shape[1]);
      return []; // the kernel makes no new tensor
    }),
  );
}

/**
 * The members of tfjs's cpu and wasm backends that are used; as an interface, so that this package imports
 * neither.
 */
interface CpuBackend {
  readonly data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}
interface WasmBackend {
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
}

define<CpuBackend>('cpu', {
  values: (backend, { dataId }) => backend.data.get(dataId).values,
  allocate: (backend, shape) =>
    backend.makeTensorInfo(shape, 'float32', new Float32Array(shape[0] * shape[1])),
});
define<WasmBackend>('wasm', {
  values: (backend, tensor) => backend.typedArrayFromHeap(tensor),
  allocate: (backend, shape) => backend.makeOutput(shape, 'float32'),
});
