import { defineKernel, type InputDtypes, type KernelContract } from '@argmaxable/core';
import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A kernel of our own, for the wasm backend. */
export function ownKernel<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  contract: KernelContract<Inputs, Attributes, Output>,
  run: (backend: BackendWasm, inputs: Inputs, attributes: Attributes) => Output,
): KernelConfig {
  return defineKernel(contract, 'wasm', run);
}

/** In tfjs's types every input may be missing; the inputs of these kernels never are. */
type Present<Inputs> = { [Name in keyof Inputs]: NonNullable<Inputs[Name]> };

/**
 * One of tfjs's kernels, for the wasm backend. The files of such kernels begin alike: each imports the types
 * that tfjs has for its kernel.
 *
 * @param dtypes The dtypes of inputs that are not float32.
 */
export function tfjsKernel<Inputs extends NamedTensorInfoMap, Attributes extends object = object>(
  name: string,
  run: (backend: BackendWasm, inputs: Present<Inputs>, attributes: Attributes) => TensorInfo | TensorInfo[],
  dtypes: InputDtypes<Inputs> = {},
): KernelConfig {
  return defineKernel({ name, dtypes }, 'wasm', run);
}
