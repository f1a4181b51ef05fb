/** Rows taken and added up: `assembly/rows.ts` says what each does. */
export interface RowsExports {
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
}
