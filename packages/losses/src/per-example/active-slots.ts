import {
  mul,
  neg,
  slice,
  stack,
  squeeze,
  sum,
  type Tensor,
  type Tensor2D,
  zerosLike,
  add,
} from '@tensorflow/tfjs-core';
import type { SparseTargets } from '../targets/sparse-targets.js';

/**
 * Goes through the active labels of rows one slot at a time: slot s has the s-th active label of each row
 * that has that many. Comparing one active label with all labels takes a tensor [rows, n]; all pairs at once
 * would take [rows, n, n].
 */
export interface Slot {
  /** Logits of the slot's labels, [rows, 1]; 0 if a row has none. */
  readonly logits: Tensor2D;
  /** 1 if the row has a label in this slot, otherwise 0: [rows, 1]. */
  readonly filled: Tensor2D;
}

export function slotsOf(z: Tensor2D, targets: SparseTargets): Slot[] {
  const [logits, filled] = [targets.activeValues(z, 0), targets.filled()];
  const column = (x: Tensor2D, s: number): Tensor2D => slice(x, [0, s], [-1, 1]);
  return Array.from({ length: targets.width }, (_, s) => ({
    logits: column(logits, s),
    filled: column(filled, s),
  }));
}

/**
 * Gradient of a sum over slots whose terms depend only on the differences `z - slot.logits`.
 *
 * @param slopes Derivatives by the differences of one slot, [rows, n].
 */
export function gradientOverSlots(
  z: Tensor2D,
  targets: SparseTargets,
  slots: readonly Slot[],
  slopes: (slot: Slot) => Tensor2D,
): Tensor2D {
  let total: Tensor2D = zerosLike(z);
  const ofSlots: Tensor[] = [];
  for (const slot of slots) {
    const slope = mul(slopes(slot), slot.filled);
    total = add(total, slope);
    ofSlots.push(squeeze(neg(sum(slope, 1, true)), [1]));
  }
  return targets.addAtActive(total, stack(ofSlots, 1) as Tensor2D);
}
