import { hasKernel, kernels, runKernel } from '@argmaxable/core';
import { add, div, mul, sqrt, square, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';

/** One step: returns the new value and changes the moments. */
export function adamStep(
  value: Tensor,
  gradient: Tensor,
  m: Variable,
  v: Variable,
  options: kernels.AdamStep,
): Tensor {
  if (hasKernel(kernels.adam)) return runKernel(kernels.adam, { value, gradient, m, v }, options);
  const { beta1, beta2, epsilon, step, scale, keep } = options;
  m.assign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
  v.assign(add(mul(v, beta2), mul(square(gradient), 1 - beta2)));
  const direction = div(m, add(sqrt(mul(v, scale)), epsilon));
  return sub(keep === 1 ? value : mul(value, keep), mul(direction, step));
}
