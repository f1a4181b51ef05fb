import type { Projection } from '@argmaxable/layers';

/** `P e + p` in float64. */
export function projected({ kernel, offset, numInputs }: Projection, e: Float64Array): Float64Array {
  return offset.map((value, k) => {
    let sum = value;
    for (let j = 0; j < numInputs; j++) sum += kernel[k * numInputs + j] * e[j];
    return sum;
  });
}
