import { Identity, type IdentityInputs } from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';

/**
 * Shares the tensor's memory, like the cpu backend. The stock kernel copies every tensor that the tape saves
 * for the backward pass; tfjs's own check for leaks (flag `IS_TEST`) reports these copies as a leak.
 */
export const identity = tfjsKernel<IdentityInputs>(
  Identity,
  (backend, { x }) => {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
  { x: 'any' },
);
