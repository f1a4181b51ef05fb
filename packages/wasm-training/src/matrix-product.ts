import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { heapOf } from './native/heap.js';
import { nativeModule } from './native/native-module.js';
import { withRecord } from './native/record.js';
import { product } from './native/records.js';

/** A matrix on the heap: element (i, j) is `i * row + j * column` numbers after `address`. */
export interface Operand {
  readonly address: number;
  readonly row: number;
  readonly column: number;
}

/**
 * A matrix of `columns` columns that is stored row by row, or its transpose, [columns, ...], without moving a
 * number.
 */
export function operand(address: number, columns: number, transpose = false): Operand {
  return transpose ? { address, row: 1, column: columns } : { address, row: columns, column: 1 };
}

/**
 * `c = a b`, or `c += a b` with `accumulate`, of [m, k] by [k, n], each size 1 or more. `c` is stored row by
 * row at an address and does not overlap the operands. The error is about 1e-7 of `sum over k of |a| |b|`,
 * for any k.
 */
export function multiply(
  backend: BackendWasm,
  sizes: readonly [m: number, n: number, k: number],
  a: Operand,
  b: Operand,
  c: number,
  accumulate = false,
): void {
  withProduct(backend, sizes, a, b, c, accumulate, (at) => nativeModule(backend).matmul(at));
}

const [aField, bField, cField] = (['a', 'b', 'c'] as const).map((field) =>
  Object.keys(product).indexOf(field),
);

/**
 * `count` products of the same sizes and strides, each computed like `multiply`.
 *
 * @param a The matrix a of the first product; the same holds for `b` and `c`.
 * @param steps Returns the distance in bytes from product i to the first, in a, b and c.
 */
export function multiplyEach(
  backend: BackendWasm,
  sizes: readonly [m: number, n: number, k: number],
  a: Operand,
  b: Operand,
  c: number,
  accumulate: boolean,
  count: number,
  steps: (i: number) => readonly [a: number, b: number, c: number],
): void {
  withProduct(backend, sizes, a, b, c, accumulate, (at) => {
    const native = nativeModule(backend);
    const record = new Uint32Array(heapOf(backend).memory.buffer, at, Object.keys(product).length);
    // `matmul` may transpose its argument, so all fields are written for each product.
    const values = record.slice();
    for (let i = 0; i < count; i++) {
      const [aStep, bStep, cStep] = steps(i);
      values[aField] = a.address + aStep;
      values[bField] = b.address + bStep;
      values[cField] = c + cStep;
      record.set(values);
      native.matmul(at);
    }
  });
}

/** Calls `use` with the address of a `Product`. */
function withProduct(
  backend: BackendWasm,
  [m, n, k]: readonly [m: number, n: number, k: number],
  { address: a, row: aRow, column: aColumn }: Operand,
  { address: b, row: bRow, column: bColumn }: Operand,
  c: number,
  accumulate: boolean,
  use: (product: number) => void,
): void {
  withRecord(
    backend,
    product,
    // It is one literal: spread syntax for an object of so many fields takes 2 us, as long as a small
    // product.
    (scratch) => ({
      m,
      n,
      k,
      a,
      aRow,
      aColumn,
      b,
      bRow,
      bColumn,
      c,
      cRow: n,
      cColumn: 1,
      accumulate: accumulate ? 1 : 0,
      scratch,
    }),
    use,
    nativeModule(backend).matmulScratchBytes(m, n, k),
  );
}
