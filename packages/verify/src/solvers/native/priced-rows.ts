import type { RowMatrix } from '../system/row-matrix.js';
import { type NativeSolver, nativeSolver } from './native-solver.js';

/** Unit roundoff of float32, and an upper bound on the rounding error of numbers near 0. */
const unit = 2 ** -24;
const vanishing = 2 ** -120;

/**
 * Rows of unit length in float32, in WebAssembly's memory. They take half the memory and a fraction of the
 * time of float64; the error of margins is at most `error`. Rows of zeros have margin Infinity.
 */
export class PricedRows {
  /** ||w_i||, [n]. */
  readonly norms: Float64Array;
  /** The largest difference to the margin of the float64 row, relative to |x|: a bound, not an estimate. */
  readonly error: number;
  private active: ArrayLike<number> = [];

  private constructor(
    { numRows, width, values }: RowMatrix,
    private readonly native: NativeSolver,
  ) {
    const stride = native.bytes32.value / 4;
    this.norms = new Float64Array(numRows);
    const rows = this.floats(native.rows, numRows * stride);
    const offsets = this.floats(native.offsets, stride4(numRows)).fill(Infinity);
    for (let i = 0; i < numRows; i++) {
      const row = values.subarray(i * width, (i + 1) * width);
      const norm = lengthOf(row);
      this.norms[i] = norm;
      if (norm === 0) continue;
      offsets[i] = 0;
      for (let j = 0; j < width; j++) rows[i * stride + j] = row[j] / norm;
    }
    this.floats(native.signs, numRows).fill(-1);
    // Each product and sum rounds once, and a quarter of them follow one another; row and direction were
    // rounded before.
    this.error = 1.01 * (stride / 4 + 6) * unit + width * vanishing;
  }

  /** Null if WebAssembly lacks SIMD, or memory for the rows: it has at most 2 GiB. */
  static create(matrix: RowMatrix): PricedRows | null {
    const native = nativeSolver();
    return native?.allocate(matrix.numRows, matrix.width, 0) ? new PricedRows(matrix, native) : null;
  }

  /** From now on, margins are those of this label set. */
  setLabels(labels: ArrayLike<number>): void {
    const signs = this.floats(this.native.signs, this.norms.length);
    for (let k = 0; k < this.active.length; k++) signs[this.active[k]] = -1;
    for (let k = 0; k < labels.length; k++) signs[labels[k]] = 1;
    this.active = labels;
  }

  /** Computes every row's margin in the direction x, whose length is above 0. Returns the least. */
  price(x: Float64Array, length: number): number {
    this.setDirection(x, length);
    return this.native.price();
  }

  /** Like `price`, for some rows only. */
  priceSome(some: Int32Array, x: Float64Array, length: number): number {
    this.setDirection(x, length);
    new Int32Array(this.native.memory.buffer, this.native.some.value, some.length).set(some);
    return this.native.priceSome(some.length);
  }

  /** The margins that were computed last, [n], relative to |x|. The view is valid until the memory grows. */
  get margins(): Float32Array {
    return this.floats(this.native.margins, this.norms.length);
  }

  private setDirection(x: Float64Array, length: number): void {
    const direction = this.floats(this.native.direction, x.length);
    for (let j = 0; j < x.length; j++) direction[j] = x[j] / length;
  }

  private floats({ value }: WebAssembly.Global<'i32'>, length: number): Float32Array {
    return new Float32Array(this.native.memory.buffer, value, length);
  }
}

function stride4(count: number): number {
  return 4 * Math.ceil(count / 4);
}

/** Euclidean length; the weights' magnitudes are limited, so that no square overflows. */
export function lengthOf(vector: Float64Array): number {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += vector[j] * vector[j];
  return Math.sqrt(squares);
}
