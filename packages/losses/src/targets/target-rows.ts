import { add, mul, sub, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A function of logits and their targets, place by place: `y` is a tensor like `z`, or the number 0 or 1
 * if all places have the same. `others` are the further arguments of `TargetRows.map`, at the places of `z`.
 */
export type LabelFunction = (z: Tensor, y: Tensor | 0 | 1, ...others: Tensor[]) => Tensor;

/**
 * The targets of some rows of a batch, multi-hot or sparse: all operations on targets that the losses need,
 * so that each loss is written once.
 */
export interface TargetRows {
  /**
   * `f` at every place of the logits z [rows, n]. `others` are scalars, [n] or [rows, 1].
   *
   * Sparse rows compute f(z, 0) everywhere and then write f(z, 1) to the active places. They do not add a
   * correction there, because a sum would lose a term much smaller than the other.
   */
  map(z: Tensor2D, f: LabelFunction, ...others: Tensor[]): Tensor2D;
  /** Sum of y in each row, [rows, 1]: how many labels are active. */
  counts(): Tensor2D;
  /** Sum of y x in each row, [rows, 1]. */
  activeRowSums(x: Tensor2D): Tensor2D;
  /** Sum of (1 - y) x in each row, [rows, 1]. */
  inactiveRowSums(x: Tensor2D): Tensor2D;
  /** x at the active places and `filler` at others, in any number of columns; for reductions over rows. */
  activeValues(x: Tensor2D, filler: number): Tensor2D;
  /** Sum of y x over rows, [n]. */
  activeColumnSums(x: Tensor2D): Tensor1D;
  /** Sum of (1 - y) x over rows, [n]. */
  inactiveColumnSums(x: Tensor2D): Tensor1D;
}

/** `y active + (1 - y) inactive`, evaluating only what is needed. */
export function blend(y: Tensor | number, active: () => Tensor, inactive: () => Tensor): Tensor {
  if (y === 0) return inactive();
  if (y === 1) return active();
  return add(mul(y, active()), mul(sub(1, y), inactive()));
}
