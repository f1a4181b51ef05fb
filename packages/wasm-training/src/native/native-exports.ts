/**
 * The exports of the module. Sizes are counts of numbers, except those in bytes; pointers are addresses on
 * the backend's heap, 0 if the argument is not given. A parameter with the name of a record of `records.ts`
 * is the address of one.
 */
export interface NativeExports {
  // assembly/matmul.ts and assembly/numbers.ts
  matmulScratchBytes(m: number, n: number, k: number): number;
  matmul(product: number): void;
  repeatRow(rows: number, columns: number, row: number, target: number): void;
  clamp(count: number, x: number, low: number, high: number): void;

  // assembly/windows.ts
  gatherWindows(
    convolutionWindows: number,
    channels: number,
    x: number,
    from: number,
    to: number,
    rows: number,
  ): void;
  scatterWindows(
    convolutionWindows: number,
    channels: number,
    rows: number,
    from: number,
    to: number,
    dx: number,
  ): void;
  depthwiseFilterGradient(
    convolutionWindows: number,
    channels: number,
    multiplier: number,
    x: number,
    dy: number,
    pixels: number,
    dFilter: number,
    sums: number,
  ): void;
  depthwiseInputGradient(
    convolutionWindows: number,
    channels: number,
    multiplier: number,
    dy: number,
    filter: number,
    pixels: number,
    dx: number,
  ): void;

  // assembly/rows.ts
  gather(
    x: number,
    indices: number,
    y: number,
    outer: number,
    dim: number,
    count: number,
    bytes: number,
  ): void;
  addRows(
    x: number,
    ids: number,
    y: number,
    count: number,
    size: number,
    segments: number,
    integers: number,
  ): void;

  // assembly/dft.ts
  dftScratch(dftTables: number, rows: number, slack: number): number;
  dftLogits(dftBatch: number): void;
  dftLogitsGrad(dftBatch: number): void;

  // assembly/losses.ts
  lossScratch(): number;
  crossEntropy(
    lossRows: number,
    weights: number,
    weightCount: number,
    normalize: number,
    smoothing: number,
    scale: number,
  ): void;
  focusedCrossEntropy(lossRows: number, focus: number, scale: number): void;
  softmaxCrossEntropy(lossRows: number, normalize: number, scale: number): void;

  // assembly/optimizers.ts
  adam(
    n: number,
    value: number,
    gradient: number,
    m: number,
    v: number,
    result: number,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    scale: number,
    epsilon: number,
    step: number,
    keep: number,
  ): void;
  momentum(
    n: number,
    value: number,
    gradient: number,
    velocity: number,
    result: number,
    momentum: number,
    nesterov: number,
    rate: number,
  ): void;
}
