/**
 * The matrix product's part of the module: `assembly/matmul.ts` and `assembly/numbers.ts` say what each does.
 */
export interface MatmulExports {
  matmulScratchBytes(m: number, n: number, k: number): number;
  matmul(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    cColumn: number,
    accumulate: number,
    scratch: number,
  ): void;
  repeatRow(rows: number, columns: number, row: number, target: number): void;
  clamp(count: number, x: number, low: number, high: number): void;
}
