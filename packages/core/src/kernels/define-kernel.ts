import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { InputDtypes, KernelContract } from './contract.js';

/**
 * A kernel as a backend runs it, for tfjs's `registerKernel`: a function of inputs of the contract's dtypes,
 * and of its attributes.
 *
 * @param backendName Of the backend that `run` is given.
 */
export function defineKernel<Backend, Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  { name, dtypes }: KernelContract<Inputs, Attributes, Output>,
  backendName: string,
  run: (backend: Backend, inputs: Inputs, attributes: Attributes) => Output,
): KernelConfig {
  return {
    kernelName: name,
    backendName,
    // tfjs's registry forgets which inputs and attributes belong to which kernel; here they are named again.
    kernelFunc: ({ inputs, backend, attrs }) => {
      checkDtypes(name, backendName, inputs, dtypes);
      return run(backend as Backend, inputs as Inputs, attrs as Attributes);
    },
  };
}

/** Throws for an input of another dtype: kernels read raw memory and would misread it. */
function checkDtypes(
  name: string,
  backendName: string,
  inputs: NamedTensorInfoMap,
  dtypes: InputDtypes<NamedTensorInfoMap>,
): void {
  for (const [input, tensor] of Object.entries(inputs)) {
    const allowed = dtypes[input] ?? ['float32'];
    if (!tensor || allowed === 'any' || allowed.includes(tensor.dtype)) {
      continue;
    }
    throw new Error(
      `${name}: ${input} must be of dtype ${allowed.join(' or ')} on the ${backendName} backend; ` +
        `got ${tensor.dtype}. Convert it with cast().`,
    );
  }
}
