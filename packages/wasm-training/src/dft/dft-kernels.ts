import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { defineKernel } from '../define-kernel.js';
import { addressOf, addressesOf, withScratch } from '../native/heap.js';
import { nativeModule, type NativeModule } from '../native/native-module.js';
import { checkDtypes } from '../tensor-views.js';
import { dftCache } from './dft-cache.js';

interface Inputs extends NamedTensorInfoMap {
  /** [batch, 2k + 1 + s]: columns for W_DFT, then columns for the slack kernel. */
  x: TensorInfo;
  /** The slack kernel, [s, n]; none where s is 0. */
  slack?: TensorInfo;
  /** The labels in their order around the circle, int32 [n]; 0, 1, 2, ... by default. */
  order?: TensorInfo;
}

interface Attributes {
  /** Number of labels. */
  n: number;
  /** Number of frequencies. */
  k: number;
}

/** The logits [batch, n] of `DFTOutput` of @argmaxable/layers: x [W_DFT | S^T]^T. */
export const dftLogits = defineKernel<Inputs, Attributes>(
  'ArgmaxableDftLogits',
  (backend, inputs, attributes) =>
    run('ArgmaxableDftLogits', backend, inputs, attributes, (module, given, scratch) => {
      const z = backend.makeOutput([inputs.x.shape[0], attributes.n], 'float32');
      module.dftLogits(...given, addressOf(backend, z), scratch);
      return z;
    }),
);

/**
 * The gradients of these logits, from dy [batch, n]: that of x and, with a slack kernel, that of the slack
 * kernel.
 */
export const dftLogitsGrad = defineKernel<Inputs & { dy: TensorInfo }, Attributes>(
  'ArgmaxableDftLogitsGrad',
  (backend, { dy, ...inputs }, attributes) => {
    checkDtypes('ArgmaxableDftLogitsGrad', { dy });
    return run('ArgmaxableDftLogitsGrad', backend, inputs, attributes, (module, given, scratch) => {
      const { x, slack } = inputs;
      const gradients = (slack ? [x, slack] : [x]).map(({ shape }) => backend.makeOutput(shape, 'float32'));
      const [dx, dSlack = 0] = addressesOf(backend, ...gradients);
      module.dftLogitsGrad(...given, addressOf(backend, dy), dx, dSlack, scratch);
      return gradients;
    });
  },
);

type Given = [tables: number, rows: number, slack: number, x: number, s: number, order: number];

/** Calls a function of the module with what both kernels are given, and with scratch. */
function run<Result>(
  kernelName: string,
  backend: BackendWasm,
  { x, slack, order }: Inputs,
  { n, k }: Attributes,
  call: (module: NativeModule, given: Given, scratch: number) => Result,
): Result {
  checkDtypes(kernelName, slack ? { x, slack } : { x });
  if (order) checkDtypes(kernelName, { order }, ['int32']);
  const module = nativeModule(backend);
  const tables = dftCache(backend).get(n, k);
  const [rows, slackRows] = [x.shape[0], slack?.shape[0] ?? 0];
  const [xAt, slackAt, orderAt] = [x, slack, order].map((input) => (input ? addressOf(backend, input) : 0));
  return withScratch(backend, module.dftScratch(tables, rows, slackRows), (scratch) =>
    call(module, [tables, rows, slackRows, xAt, slackAt, orderAt], scratch),
  );
}
