import { kernels } from '@argmaxable/core';
import { util } from '@tensorflow/tfjs-core';
import { ownKernel } from '../define-kernel.js';
import { nativeModule } from '../native/native-module.js';
import { addressesOf } from '../native/addresses.js';

export const momentum = ownKernel(
  kernels.momentum,
  (backend, { value, gradient, velocity }, { momentum, nesterov, learningRate }) => {
    const result = backend.makeOutput(value.shape, 'float32');
    const [valueAt, gradientAt, velocityAt, resultAt] = addressesOf(
      backend,
      value,
      gradient,
      velocity,
      result,
    );
    const n = util.sizeFromShape(value.shape);
    nativeModule(backend).momentum(
      ...([n, valueAt, gradientAt, velocityAt, resultAt] as const),
      ...([momentum, Number(nesterov), learningRate] as const),
    );
    return result;
  },
);
