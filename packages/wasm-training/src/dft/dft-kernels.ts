import { kernels } from '@argmaxable/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { ownKernel } from '../define-kernel.js';
import { addressOf, addressesOf } from '../native/addresses.js';
import { nativeModule } from '../native/native-module.js';
import { withRecord } from '../native/record.js';
import { dftBatch } from '../native/records.js';
import { dftCache } from './dft-cache.js';

export const dftLogits = ownKernel(kernels.dftLogits, (backend, inputs, sizes) => {
  const logits = backend.makeOutput([inputs.x.shape[0], sizes.n], 'float32');
  const z = addressOf(backend, logits);
  withBatch(backend, inputs, sizes, { z, dx: 0, ds: 0 }, (at) => nativeModule(backend).dftLogits(at));
  return logits;
});

export const dftLogitsGrad = ownKernel(kernels.dftLogitsGrad, (backend, { dy, ...inputs }, sizes) => {
  const { x, slack } = inputs;
  const gradients = (slack ? [x, slack] : [x]).map(({ shape }) => backend.makeOutput(shape, 'float32'));
  const [z, dx, ds = 0] = addressesOf(backend, dy, ...gradients);
  withBatch(backend, inputs, sizes, { z, dx, ds }, (at) => nativeModule(backend).dftLogitsGrad(at));
  return gradients;
});

/** Calls `use` with the address of a `DftBatch` of what both kernels are given, and of their own tensors. */
function withBatch(
  backend: BackendWasm,
  { x, slack, order }: kernels.DftInputs,
  { n, k }: kernels.DftSizes,
  own: { readonly z: number; readonly dx: number; readonly ds: number },
  use: (batch: number) => void,
): void {
  const tables = dftCache(backend).get(n, k);
  const size = { rows: x.shape[0], slack: slack?.shape[0] ?? 0 };
  const at = {
    x: addressOf(backend, x),
    s: slack ? addressOf(backend, slack) : 0,
    order: order ? addressOf(backend, order) : 0,
  };
  withRecord(
    backend,
    dftBatch,
    (scratch) => ({ tables, ...size, ...at, ...own, scratch }),
    use,
    nativeModule(backend).dftScratch(tables, size.rows, size.slack),
  );
}
