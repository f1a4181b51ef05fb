import { seededValues } from '@argmaxable/test-support';
import {
  engine,
  env,
  memory,
  setBackend,
  tensor,
  tidy,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

export { largestError } from '@argmaxable/test-support';

// tfjs then checks after each kernel that it leaves nothing on the backend but its outputs.
env().set('IS_TEST', true);

/** A tensor that is yet to be made on a backend. */
export interface Given {
  shape: number[];
  values: ArrayLike<number>;
  dtype?: 'float32' | 'int32';
}

export interface Result {
  shape: number[];
  dtype: string;
  values: number[];
}

export function sizeOf(shape: number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Numbers between `min` and `max`, another row of them for each seed. */
export function given(shape: number[], seed: number, min = -1, max = 1): Given {
  return { shape, values: seededValues(sizeOf(shape), seed, min, max) };
}

/**
 * Runs one kernel on a backend and reads its outputs, having checked that it leaves no other tensor behind.
 */
export async function runKernel(
  backend: string,
  kernelName: string,
  inputs: Record<string, Given>,
  attributes: object,
): Promise<Result[]> {
  await setBackend(backend);
  const before = memory().numTensors;
  const results = tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { values, shape, dtype = 'float32' }]) => [
        name,
        tensor(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape, dtype),
      ]),
    );
    const output: Tensor | Tensor[] = engine().runKernel(kernelName, tensors, attributes as NamedAttrMap);
    return [output].flat().map((out) => ({
      shape: out.shape,
      dtype: out.dtype,
      values: Array.from(out.dataSync()),
    }));
  });
  expect(memory().numTensors).toBe(before);
  return results;
}

/** As `runKernel`, for kernels with one output. */
export async function runKernelValues(...args: Parameters<typeof runKernel>): Promise<number[]> {
  return (await runKernel(...args))[0].values;
}
