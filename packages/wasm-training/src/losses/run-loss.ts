import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { nativeModule } from '../native/native-module.js';
import { addressOf, addressesOf } from '../native/heap.js';
import { checkDtypes } from '../tensor-views.js';
import type { Batch, LossExports, Results } from './loss-exports.js';

export type LossInputs = {
  logits: TensorInfo;
  /**
   * Multi-hot, float32 [rows, n]; or, with `starts`, the int32 labels of all rows one after the other, each
   * row's ascending.
   */
  targets: TensorInfo;
  /** int32 [rows + 1]: row i has the labels from `starts[i]` to `starts[i + 1] - 1`. */
  starts?: TensorInfo;
};

export interface LossAttributes {
  /** What the gradients of the rows' losses are multiplied by; where it is undefined, no gradient is made. */
  readonly gradientScale?: number;
}

/** The losses of rows, [rows, 1], and if asked for their gradient, [rows, n]. */
export function runLoss(
  backend: BackendWasm,
  kernelName: string,
  { logits, targets, starts }: LossInputs,
  { gradientScale }: LossAttributes,
  run: (module: LossExports, batch: Batch, results: Results) => void,
): TensorInfo[] {
  checkDtypes(kernelName, { logits });
  checkDtypes(kernelName, starts ? { starts, targets } : { targets }, [starts ? 'int32' : 'float32']);
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
