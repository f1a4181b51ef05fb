import type { kernels } from '@argmaxable/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, addressesOf } from '../native/addresses.js';
import type { NativeExports } from '../native/native-exports.js';
import { nativeModule } from '../native/native-module.js';
import { withRecord } from '../native/record.js';
import { lossRows } from '../native/records.js';

/**
 * The losses of rows, [rows, 1], and on request their gradient, [rows, n].
 *
 * @param run Called with the address of a `LossRows`, and the scale of gradients.
 */
export function runLoss(
  backend: BackendWasm,
  { logits, targets, starts }: kernels.LossInputs,
  { gradientScale }: kernels.LossAttributes,
  run: (module: NativeExports, batch: number, scale: number) => void,
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
  const [values, gradient = 0] = addressesOf(backend, ...outputs);
  const targetsAt = addressOf(backend, targets);
  const logitsAt = addressOf(backend, logits);
  const startsAt = starts ? addressOf(backend, starts) : 0;
  const [y, labels] = starts ? [0, targetsAt] : [targetsAt, 0];
  withRecord(
    backend,
    lossRows,
    (scratch) => ({ rows, n, logits: logitsAt, y, starts: startsAt, labels, values, gradient, scratch }),
    (batch) => run(module, batch, gradientScale ?? 0),
    module.lossScratch(),
  );
  return outputs;
}
