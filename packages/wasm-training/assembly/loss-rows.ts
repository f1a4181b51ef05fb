/** Rows of logits with their targets, and where their losses and gradients go. */
@unmanaged
export class LossRows {
  rows: usize;
  n: usize;
  /** [rows, n] */
  logits: usize;
  /**
   * Targets [rows, n], or 0 where they are sparse: `labels[starts[i] .. starts[i + 1])`, ascending, are row
   * i's.
   */
  y: usize;
  starts: usize;
  labels: usize;
  /** The rows' losses, [rows]. */
  values: usize;
  /** Where the gradient goes, [rows, n]; 0 for none. */
  gradient: usize;
  /** `lossScratch` bytes. */
  scratch: usize;

  /** Where row i's sparse labels start. */
  firstLabel(row: usize): usize {
    return this.labels + ((<usize>load<i32>(this.starts + (row << 2))) << 2);
  }
}
