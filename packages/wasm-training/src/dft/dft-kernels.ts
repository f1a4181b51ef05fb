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

/**
 * Calls `use` with the address of a `DftBatch` that has the inputs of both kernels, and the tensors of one of
 * them.
 */
function withBatch(
  backend: BackendWasm,
  { x, slack, order }: kernels.DftInputs,
  { n, k }: kernels.DftSizes,
  { z, dx, ds }: { readonly z: number; readonly dx: number; readonly ds: number },
  use: (batch: number) => void,
): void {
  const tables = dftCache(backend).get(n, k);
  const rows = x.shape[0];
  const slackRows = slack?.shape[0] ?? 0;
  const xAt = addressOf(backend, x);
  const s = slack ? addressOf(backend, slack) : 0;
  const orderAt = order ? addressOf(backend, order) : 0;
  withRecord(
    backend,
    dftBatch,
    (scratch) => ({ tables, rows, slack: slackRows, x: xAt, s, order: orderAt, z, dx, ds, scratch }),
    use,
    nativeModule(backend).dftScratch(tables, rows, slackRows),
  );
}
