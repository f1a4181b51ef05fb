import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { nativeModule } from '../native/native-module.js';
import { addressesOf } from '../native/heap.js';
import { checkDtypes } from '../tensor-views.js';

type Inputs = Record<'value' | 'gradient' | 'velocity', TensorInfo>;

interface Attributes {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly learningRate: number;
}

/** `sgd` of @argmaxable/optimizers with momentum: gives the new value and writes the velocity in place. */
export const momentum = defineKernel<Inputs, Attributes>(
  'ArgmaxableMomentum',
  (backend, { value, gradient, velocity }, { momentum, nesterov, learningRate }) => {
    checkDtypes('ArgmaxableMomentum', { value, gradient, velocity });
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
