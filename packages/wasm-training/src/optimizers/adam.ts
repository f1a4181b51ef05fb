import { kernels } from '@argmaxable/core';
import { util } from '@tensorflow/tfjs-core';
import { ownKernel } from '../define-kernel.js';
import { nativeModule } from '../native/native-module.js';
import { addressesOf } from '../native/addresses.js';

export const adam = ownKernel(
  kernels.adam,
  (backend, { value, gradient, m, v }, { beta1, beta2, epsilon, step, scale, keep }) => {
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
