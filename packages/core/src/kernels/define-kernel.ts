import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { InputDtypes, KernelContract } from './contract.js';

/**
 * A kernel as a backend runs it, for tfjs's `registerKernel`: a function of the contract's inputs, whose
 * dtypes are checked, and of its attributes.
 *
 * @param backendName The name of the backend that is passed to `run`.
 */
export function defineKernel<Backend, Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  { name, dtypes }: KernelContract<Inputs, Attributes, Output>,
  backendName: string,
  run: (backend: Backend, inputs: Inputs, attributes: Attributes) => Output,
): KernelConfig {
  return {
    kernelName: name,
    backendName,
    // tfjs's registry does not know the types of a kernel's inputs and attributes; this cast restores them.
    kernelFunc: ({ inputs, backend, attrs }) => {
      checkDtypes(name, backendName, inputs, dtypes);
      return run(backend as Backend, inputs as Inputs, attrs as Attributes);
    },
  };
}

/** Throws for an input of another dtype: kernels read raw memory and would interpret it wrongly. */
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
