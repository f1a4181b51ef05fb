import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { nativeModule } from '../native/native-module.js';
import { addressesOf } from '../native/heap.js';
import { checkDtypes } from '../tensor-views.js';

type Inputs = Record<'value' | 'gradient' | 'm' | 'v', TensorInfo>;

interface Attributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate over `1 - beta1^t`. */
  readonly step: number;
  /** 1 over `1 - beta2^t`. */
  readonly scale: number;
  /** Share of the value that weight decay leaves. */
  readonly keep: number;
}

/**
 * `adam` and `adamW` of @argmaxable/optimizers: gives the new value and writes the moments m and v in place.
 */
export const adam = defineKernel<Inputs, Attributes>(
  'ArgmaxableAdam',
  (backend, { value, gradient, m, v }, { beta1, beta2, epsilon, step, scale, keep }) => {
    checkDtypes('ArgmaxableAdam', { value, gradient, m, v });
    const result = backend.makeOutput(value.shape, 'float32');
    const [valueAt, gradientAt, mAt, vAt, resultAt] = addressesOf(backend, value, gradient, m, v, result);
    const n = util.sizeFromShape(value.shape);
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    nativeModule(backend).adam(
      ...([n, valueAt, gradientAt, mAt, vAt, resultAt] as const),
      ...([beta1, gain1, beta2, gain2, scale, epsilon, step, keep] as const),
    );
    return result;
  },
);
