import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** tfjs types every input as possibly missing; those of these kernels never are. */
type Present<Inputs> = { [Name in keyof Inputs]: NonNullable<Inputs[Name]> };

/** A kernel of the wasm backend, from a function of typed inputs and attributes. */
export function defineKernel<Inputs extends NamedTensorInfoMap, Attributes extends object = object>(
  kernelName: string,
  run: (backend: BackendWasm, inputs: Present<Inputs>, attributes: Attributes) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    // tfjs's registry forgets which inputs and attributes belong to which kernel; only here are they named
    // again.
    kernelFunc: ({ inputs, backend, attrs }) =>
      run(backend as BackendWasm, inputs as Present<Inputs>, attrs as unknown as Attributes),
  };
}
