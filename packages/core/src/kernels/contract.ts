import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

declare const call: unique symbol;

/**
 * What a kernel is called, takes and gives: the compiler holds both who runs it (`runKernel`) and who defines
 * it for a backend (`defineKernel`) to it. tfjs's own registry knows only the name.
 */
export interface KernelContract<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]> {
  readonly name: string;
  /** What inputs may be, where that is not float32. */
  readonly dtypes: InputDtypes<Inputs>;
  /** For the compiler alone: there is no such value. */
  readonly [call]?: (inputs: Inputs, attributes: Attributes) => Output;
}

export type InputDtypes<Inputs> = { readonly [Name in keyof Inputs]?: 'any' | readonly DataType[] };

/**
 * The contract of a kernel of ours. `Inputs` is an interface of tensors, `Attributes` one of plain values,
 * `Output` what the kernel gives: `TensorInfo`, or `TensorInfo[]` where they are several or none.
 *
 * @param name Starts with 'Argmaxable', so that no kernel of tfjs has it.
 * @param dtypes The dtypes of inputs that are not float32.
 */
export function kernelContract<Inputs, Attributes, Output extends TensorInfo | TensorInfo[]>(
  name: `Argmaxable${string}`,
  dtypes: InputDtypes<Inputs> = {},
): KernelContract<Inputs, Attributes, Output> {
  return { name, dtypes };
}
