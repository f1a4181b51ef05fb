import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelContract } from './contract.js';

export interface ReadRowsInputs {
  readonly matrix: TensorInfo;
}

export interface WriteRowsInputs {
  /** Changed in place: it must be newly made, and no other tensor may share its memory. */
  readonly target: TensorInfo;
  readonly rows: TensorInfo;
}

/**
 * Rows `start` to `end - 1` of a matrix, as a new tensor. It exists because the wasm backend's own `Slice`
 * first copies the whole tensor that it slices.
 */
export const readRows = kernelContract<ReadRowsInputs, { start: number; end: number }, TensorInfo>(
  'ArgmaxableReadRows',
);

/**
 * Writes into rows `start`, `start + 1`, ... of the target, and returns no tensor. It is the only way to fill
 * a big tensor in blocks without a second tensor of its size.
 */
export const writeRows = kernelContract<WriteRowsInputs, { start: number }, TensorInfo[]>(
  'ArgmaxableWriteRows',
);
