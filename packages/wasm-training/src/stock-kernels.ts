import { BatchMatMul, getKernel, Transpose, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * The matrix product of [m, k] and [k, n] by the registered kernel. XNNPACK keeps `b` packed by its tensor id, whatever
 * the shape, until it is disposed: so `b` must be a tensor made for this purpose.
 */
export function matrixProduct(backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  return runKernel(BatchMatMul, backend, { a, b }, { transposeA: false, transposeB: false });
}

/** The tensor with its axes permuted, by the registered kernel. */
export function transposed(backend: BackendWasm, x: TensorInfo, perm: number[]): TensorInfo {
  return runKernel(Transpose, backend, { x }, { perm });
}

function runKernel(
  kernelName: string,
  backend: BackendWasm,
  inputs: Record<string, TensorInfo>,
  attrs: NamedAttrMap,
): TensorInfo {
  return getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as TensorInfo;
}
