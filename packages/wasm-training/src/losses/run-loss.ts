import type { kernels } from '@argmaxable/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { nativeModule } from '../native/native-module.js';
import { addressOf, addressesOf } from '../native/heap.js';
import type { Batch, LossExports, Results } from './loss-exports.js';

/** The losses of rows, [rows, 1], and if asked for their gradient, [rows, n]. */
export function runLoss(
  backend: BackendWasm,
  { logits, targets, starts }: kernels.LossInputs,
  { gradientScale }: kernels.LossAttributes,
  run: (module: LossExports, batch: Batch, results: Results) => void,
): TensorInfo[] {
  const dtype = starts ? 'int32' : 'float32';
  if (targets.dtype !== dtype) {
    throw new Error(
      `targets must be of dtype ${dtype} ${starts ? 'with' : 'without'} starts; got ${targets.dtype}.`,
    );
  }
  const module = nativeModule(backend);
  const [rows, n] = logits.shape;
  const outputs = [backend.makeOutput([rows, 1], 'float32')];
  if (gradientScale !== undefined) outputs.push(backend.makeOutput([rows, n], 'float32'));
  const scratch = backend.makeOutput([module.labelLossScratch() / 4], 'float32');
  const [logitsAt, targetsAt, scratchAt, valuesAt, gradientAt = 0] = addressesOf(
    backend,
    logits,
    targets,
    scratch,
    ...outputs,
  );
  const batch: Batch = starts
    ? [rows, n, logitsAt, 0, addressOf(backend, starts), targetsAt]
    : [rows, n, logitsAt, targetsAt, 0, 0];
  run(module, batch, [gradientScale ?? 0, valuesAt, gradientAt, scratchAt]);
  backend.disposeData(scratch.dataId);
  return outputs;
}
