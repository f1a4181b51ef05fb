/**
 * The truncated DFT of `assembly/dft.ts`. Pointers are addresses on the backend's heap, 0 for what is not
 * given.
 */
export interface DftExports {
  dftScratch(tables: number, rows: number, slack: number): number;
  dftLogits(
    tables: number,
    rows: number,
    slack: number,
    x: number,
    s: number,
    order: number,
    z: number,
    scratch: number,
  ): void;
  dftLogitsGrad(
    tables: number,
    rows: number,
    slack: number,
    x: number,
    s: number,
    order: number,
    dz: number,
    dx: number,
    ds: number,
    scratch: number,
  ): void;
}
