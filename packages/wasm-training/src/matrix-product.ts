import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { nativeModule } from './native/native-module.js';
import { withRecord } from './native/record.js';
import { product } from './native/records.js';

/** A matrix on the heap: element (i, j) lies `i * row + j * column` numbers after `address`. */
export interface Operand {
  readonly address: number;
  readonly row: number;
  readonly column: number;
}

/**
 * A matrix of `columns` columns that lies row after row, or its transpose, [columns, ...], without moving a
 * number.
 */
export function operand(address: number, columns: number, transpose = false): Operand {
  return transpose ? { address, row: 1, column: columns } : { address, row: columns, column: 1 };
}

/**
 * `c = a b`, or `c += a b` with `accumulate`, of [m, k] by [k, n], each size 1 or more. `c` lies row after
 * row at an address and overlaps neither operand. About 1e-7 of `sum over k of |a| |b|` from the exact
 * product, however large k is.
 */
export function multiply(
  backend: BackendWasm,
  [m, n, k]: readonly [m: number, n: number, k: number],
  a: Operand,
  b: Operand,
  c: number,
  accumulate = false,
): void {
  const native = nativeModule(backend);
  withRecord(
    backend,
    product,
    (scratch) => ({
      ...{
        m,
        n,
        k,
        a: a.address,
        aRow: a.row,
        aColumn: a.column,
        b: b.address,
        bRow: b.row,
        bColumn: b.column,
      },
      ...{ c, cRow: n, cColumn: 1, accumulate: accumulate ? 1 : 0, scratch },
    }),
    (at) => native.matmul(at),
    native.matmulScratchBytes(m, n, k),
  );
}
