import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

declare const call: unique symbol;

/**
 * The contract of a kernel: its name, its inputs and attributes, and its output. The compiler checks against
 * it both the callers (`runKernel`) and the definitions for a backend (`defineKernel`). tfjs's own registry
 * knows only the name.
 */
export interface KernelContract<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]> {
  readonly name: string;
  /** The dtypes that inputs may have if these are not float32. */
  readonly dtypes: InputDtypes<Inputs>;
  /** Only for the compiler: at run time there is no such value. */
  readonly [call]?: (inputs: Inputs, attributes: Attributes) => Output;
}

export type InputDtypes<Inputs> = { readonly [Name in keyof Inputs]?: 'any' | readonly DataType[] };

/**
 * The contract of a kernel of ours. `Inputs` is an interface of tensors, `Attributes` one of plain values,
 * `Output` what the kernel returns: `TensorInfo`, or `TensorInfo[]` if it returns several tensors or none.
 *
 * @param name Starts with 'Argmaxable', so that it differs from the names of tfjs's kernels.
 * @param dtypes The dtypes of inputs that are not float32.
 */
export function kernelContract<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  name: `Argmaxable${string}`,
  dtypes: InputDtypes<Inputs> = {},
): KernelContract<Inputs, Attributes, Output> {
  return { name, dtypes };
}
