import { kernels } from '@argmaxable/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { ownKernel } from '../define-kernel.js';
import { addressOf, addressesOf, withScratch } from '../native/heap.js';
import { nativeModule, type NativeModule } from '../native/native-module.js';
import { dftCache } from './dft-cache.js';

export const dftLogits = ownKernel(kernels.dftLogits, (backend, inputs, sizes) =>
  run(backend, inputs, sizes, (module, given, scratch) => {
    const z = backend.makeOutput([inputs.x.shape[0], sizes.n], 'float32');
    module.dftLogits(...given, addressOf(backend, z), scratch);
    return z;
  }),
);

export const dftLogitsGrad = ownKernel(kernels.dftLogitsGrad, (backend, { dy, ...inputs }, sizes) =>
  run(backend, inputs, sizes, (module, given, scratch) => {
    const { x, slack } = inputs;
    const gradients = (slack ? [x, slack] : [x]).map(({ shape }) => backend.makeOutput(shape, 'float32'));
    const [dx, dSlack = 0] = addressesOf(backend, ...gradients);
    module.dftLogitsGrad(...given, addressOf(backend, dy), dx, dSlack, scratch);
    return gradients;
  }),
);

type Given = [tables: number, rows: number, slack: number, x: number, s: number, order: number];

/** Calls a function of the module with what both kernels are given, and with scratch. */
function run<Result>(
  backend: BackendWasm,
  { x, slack, order }: kernels.DftInputs,
  { n, k }: kernels.DftSizes,
  call: (module: NativeModule, given: Given, scratch: number) => Result,
): Result {
  const module = nativeModule(backend);
  const tables = dftCache(backend).get(n, k);
  const [rows, slackRows] = [x.shape[0], slack?.shape[0] ?? 0];
  const [xAt, slackAt, orderAt] = [x, slack, order].map((input) => (input ? addressOf(backend, input) : 0));
  return withScratch(backend, module.dftScratch(tables, rows, slackRows), (scratch) =>
    call(module, [tables, rows, slackRows, xAt, slackAt, orderAt], scratch),
  );
}
