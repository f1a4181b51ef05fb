/** A DFT layer and its batch. */
export interface Sizes {
  batch: number;
  n: number;
  k: number;
  slack: number;
  /** Whether the labels stand in another order around the circle. */
  ordered: boolean;
}
