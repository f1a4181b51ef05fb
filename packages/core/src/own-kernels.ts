import { engine, getBackend, getKernel, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Whether the current backend has a kernel of that name. Our packages run some steps in kernels of their own
 * where a package has registered them for the backend (`@argmaxable/wasm-training` for wasm), and in tfjs's
 * operations everywhere else.
 */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/**
 * Runs a kernel of the current backend that `hasKernel` found, outside of any gradient: wrap it in
 * `customGrad`.
 */
export function runKernel<Result extends Tensor | Tensor[]>(
  name: string,
  inputs: Record<string, Tensor>,
  attrs: object = {},
): Result {
  return engine().runKernel<Result>(name, inputs, attrs as NamedAttrMap);
}
