/** The convolutions' part of the module: `assembly/windows.ts` says what each does. */
export interface WindowsExports {
  gatherWindows(windows: number, channels: number, x: number, from: number, to: number, rows: number): void;
  scatterWindows(windows: number, channels: number, rows: number, from: number, to: number, dx: number): void;
  depthwiseFilterGradient(
    windows: number,
    channels: number,
    multiplier: number,
    x: number,
    dy: number,
    pixels: number,
    dFilter: number,
    sums: number,
  ): void;
  depthwiseInputGradient(
    windows: number,
    channels: number,
    multiplier: number,
    dy: number,
    filter: number,
    pixels: number,
    dx: number,
  ): void;
}
