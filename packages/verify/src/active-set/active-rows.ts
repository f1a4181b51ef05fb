import { dot } from '../dot.js';

/** How often an orthogonalisation is repeated at most; it almost always ends after two passes. */
const mostPasses = 3;

/**
 * The active rows of an active-set method as a thin QR factorisation, `[a_1 .. a_q] = Q R`, kept while rows come and go.
 *
 * A row enters by Gram-Schmidt, repeated until the remainder stops shrinking, so that Q stays orthogonal however close
 * to the others the row is; a row leaves by Givens rotations. Both take O(d q).
 */
export class ActiveRows {
  size = 0;
  /** Labels of the active rows, in the order of R's columns. */
  readonly labels: Int32Array;
  /** Coefficients `Q^T a` and remainder `a - Q Q^T a` of the row that was projected last. */
  readonly coefficients: Float64Array;
  readonly remainder: Float64Array;
  /** `R^-1 Q^T a`: the row projected last, as a combination of the active ones. */
  readonly combination: Float64Array;
  private readonly q: Float64Array; // column k at k d
  private readonly r: Float64Array; // column k at k d, upper triangular

  constructor(private readonly d: number) {
    this.labels = new Int32Array(d);
    this.coefficients = new Float64Array(d);
    this.remainder = new Float64Array(d);
    this.combination = new Float64Array(d);
    this.q = new Float64Array(d * d);
    this.r = new Float64Array(d * d);
  }

  /** Projects the row of `matrix` that starts at `from`. Returns the length of the remainder. */
  project(matrix: Float64Array, from: number): number {
    const { d, size, r, coefficients, remainder, combination } = this;
    for (let j = 0; j < d; j++) remainder[j] = matrix[from + j];
    coefficients.fill(0, 0, size);
    let length = norm(remainder);
    if (size === d) {
      // The active rows span everything: what remains is rounding.
      this.orthogonalise();
      length = 0;
    } else {
      for (let pass = 0; pass < mostPasses && size > 0; pass++) {
        const before = length;
        this.orthogonalise();
        length = norm(remainder);
        if (length > 0.7 * before) break;
      }
    }
    for (let k = size - 1; k >= 0; k--) {
      let sum = coefficients[k];
      for (let l = k + 1; l < size; l++) sum -= r[l * d + k] * combination[l];
      combination[k] = sum / r[k * d + k];
    }
    return length;
  }

  /** Makes the row that was projected last active. */
  add(label: number, length: number): void {
    const { d, size, q, r, coefficients, remainder } = this;
    for (let j = 0; j < d; j++) q[size * d + j] = remainder[j] / length;
    for (let k = 0; k < size; k++) r[size * d + k] = coefficients[k];
    r[size * d + size] = length;
    this.labels[size] = label;
    this.size++;
  }

  /** Removes the active row at `place`. */
  drop(place: number): void {
    const { d, q, r, labels } = this;
    for (let k = place; k < this.size - 1; k++) {
      labels[k] = labels[k + 1];
      r.copyWithin(k * d, (k + 1) * d, (k + 1) * d + k + 2);
    }
    this.size--;
    for (let k = place; k < this.size; k++) {
      const a = r[k * d + k];
      const b = r[k * d + k + 1];
      const length = Math.hypot(a, b);
      const cos = a / length;
      const sin = b / length;
      for (let l = k; l < this.size; l++) {
        const upper = r[l * d + k];
        const lower = r[l * d + k + 1];
        r[l * d + k] = cos * upper + sin * lower;
        r[l * d + k + 1] = cos * lower - sin * upper;
      }
      for (let j = 0, at = k * d, next = (k + 1) * d; j < d; j++, at++, next++) {
        const first = q[at];
        const second = q[next];
        q[at] = cos * first + sin * second;
        q[next] = cos * second - sin * first;
      }
    }
  }

  private orthogonalise(): void {
    const { d, size, q, coefficients, remainder } = this;
    for (let k = 0; k < size; k++) {
      const from = k * d;
      const coefficient = dot(q, from, remainder);
      coefficients[k] += coefficient;
      for (let j = 0; j < d; j++) remainder[j] -= coefficient * q[from + j];
    }
  }
}

function norm(vector: Float64Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}
