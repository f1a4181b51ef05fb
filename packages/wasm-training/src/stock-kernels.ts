import { getKernel, Transpose, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The output of a registered kernel, outside of tfjs's engine: the caller disposes it. */
export function runStockKernel(
  kernelName: string,
  backend: BackendWasm,
  inputs: Record<string, TensorInfo>,
  attributes: object = {},
): TensorInfo {
  return getKernel(kernelName, 'wasm').kernelFunc({
    inputs,
    backend,
    attrs: attributes as NamedAttrMap,
  }) as TensorInfo;
}

/** The tensor with its axes permuted. */
export function transposed(backend: BackendWasm, x: TensorInfo, perm: number[]): TensorInfo {
  return runStockKernel(Transpose, backend, { x }, { perm });
}
