/**
 * The losses of `assembly/losses.ts`. Pointers are addresses on the backend's heap, 0 for what is not given.
 */
export interface LossExports {
  labelLossScratch(): number;
  crossEntropy(
    ...args: [
      ...Batch,
      weights: number,
      weightCount: number,
      normalize: number,
      smoothing: number,
      ...Results,
    ]
  ): void;
  focusedCrossEntropy(
    ...args: [
      ...Batch,
      gammaPos: number,
      gammaNeg: number,
      weightPos: number,
      weightNeg: number,
      clip: number,
      clipped: number,
      most: number,
      moving: number,
      ...Results,
    ]
  ): void;
  softmaxCrossEntropy(...args: [...Batch, normalize: number, ...Results]): void;
}

/**
 * Logits [rows, n], and either targets y [rows, n] or starts [rows + 1] and labels of the rows' label sets.
 */
export type Batch = [rows: number, n: number, logits: number, y: number, starts: number, labels: number];
export type Results = [scale: number, values: number, gradient: number, scratch: number];
