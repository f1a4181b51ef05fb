import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { KernelContract } from './contract.js';

/** The inputs as tensors instead of as `TensorInfo`. */
type TensorsOf<Infos> = {
  readonly [Name in keyof Infos]: Infos[Name] extends TensorInfo ? Tensor : Tensor | undefined;
};

/**
 * Whether the current backend has a kernel. Our packages run some steps in our own kernels if a package has
 * registered them for the backend (`@argmaxable/wasm-training` does for wasm), and in tfjs's operations
 * otherwise.
 */
export function hasKernel({ name }: Pick<KernelContract<unknown, unknown, TensorInfo>, 'name'>): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/**
 * Runs a kernel of the current backend that `hasKernel` found, without a gradient of its own: wrap it in
 * `customGrad`.
 */
export function runKernel<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  { name }: KernelContract<Inputs, Attributes, Output>,
  inputs: TensorsOf<Inputs>,
  attributes: Attributes,
): Output extends TensorInfo[] ? Tensor[] : Tensor {
  return engine().runKernel(name, inputs as NamedTensorMap, attributes as NamedAttrMap);
}
