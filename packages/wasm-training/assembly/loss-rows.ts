/** Rows of logits with their targets, and the addresses for their losses and gradients. */
@unmanaged
export class LossRows {
  rows: usize;
  n: usize;
  /** [rows, n] */
  logits: usize;
  /**
   * Targets [rows, n], or 0 if they are sparse: the labels of row i are then `labels[starts[i] .. starts[i +
   * 1])`, ascending.
   */
  y: usize;
  starts: usize;
  labels: usize;
  /** The rows' losses, [rows]. */
  values: usize;
  /** The address for the gradient, [rows, n]; 0 for none. */
  gradient: usize;
  /** `lossScratch` bytes. */
  scratch: usize;

  /** The index at which the sparse labels of row i start. */
  firstLabel(row: usize): usize {
    return this.labels + ((<usize>load<i32>(this.starts + (row << 2))) << 2);
  }
}
