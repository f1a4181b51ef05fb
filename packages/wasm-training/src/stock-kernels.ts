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

/** Calls `use` with tensors [batch, height, width, channels]: with copies, if they have channels first. */
export function withChannelsLast(
  backend: BackendWasm,
  dataFormat: 'NHWC' | 'NCHW',
  tensors: readonly TensorInfo[],
  use: (tensors: readonly TensorInfo[]) => TensorInfo,
): TensorInfo {
  if (dataFormat === 'NHWC') return use(tensors);
  const copies = tensors.map((tensor) => transposedTensor(backend, tensor, [0, 2, 3, 1]));
  const result = use(copies);
  for (const { dataId } of copies) backend.disposeData(dataId);
  return result;
}

/** The tensor with its axes permuted. */
export function transposedTensor(backend: BackendWasm, x: TensorInfo, perm: number[]): TensorInfo {
  return runStockKernel(Transpose, backend, { x }, { perm });
}
