import { Matrix, QR } from 'ml-matrix';
import { dot } from '@argmaxable/core';
import type { Classifier } from '../input/classifier.js';
import { greatestOf } from '../linear-algebra/long-arrays.js';
import { rankOf } from '../linear-algebra/rank.js';

/**
 * Features e for given features x of the matrix, `P e + p = x`, where every x has such an e: features have no
 * bounds, and the projection P [d, E] has rank d.
 */
export class Preimages {
  /** The classifier without its projection: features x of any sign and size. */
  readonly matrixAlone: Classifier;
  /** With the QR factorisation `P^T = Q R`, `e = Q R^-T v` is the shortest e with `P e = v`. */
  private readonly q: Matrix;
  private readonly r: Matrix;

  private constructor(private readonly classifier: Classifier) {
    const { numFeatures: d } = classifier;
    const { kernel, numInputs } = classifier.projection!;
    const factors = new QR(Matrix.from1DArray(d, numInputs, kernel).transpose());
    this.q = factors.orthogonalMatrix;
    this.r = factors.upperTriangularMatrix;
    const range = {
      lower: new Float64Array(d).fill(-Infinity),
      upper: new Float64Array(d).fill(Infinity),
      words: 'any real numbers',
    };
    this.matrixAlone = { ...classifier, projection: null, range };
  }

  /** Null where some x have no e, or none within the range. */
  static of(classifier: Classifier): Preimages | null {
    const { projection, numFeatures, range } = classifier;
    if (projection === null) return null;
    if (range.lower.some(Number.isFinite) || range.upper.some(Number.isFinite)) return null;
    if (rankOf(projection.kernel, numFeatures, projection.numInputs) < numFeatures) return null;
    return new Preimages(classifier);
  }

  /**
   * Some e for x, up to rounding. Without a bias on the labels it is one for a multiple of x, which has the
   * same label set, and next to which p is small.
   */
  of(x: Float64Array): Float64Array {
    const { bias, projection } = this.classifier;
    const offset = projection!.offset;
    const longest = greatestOf(x.map(Math.abs));
    const scale =
      bias === null && longest > 0 ? (1 + 2 ** 10 * greatestOf(offset.map(Math.abs))) / longest : 1;
    const wanted = x.map((value, j) => scale * value - offset[j]);
    const e = this.shortest(wanted);
    // One step of refinement takes back most of the rounding of the factors.
    const left = wanted.map((value, k) => value - this.projected(k, e));
    const rest = this.shortest(left);
    return e.map((value, j) => value + rest[j]);
  }

  private projected(k: number, e: Float64Array): number {
    const { kernel, numInputs } = this.classifier.projection!;
    return dot(kernel.subarray(k * numInputs, (k + 1) * numInputs), e);
  }

  /** The shortest e with P e = v. */
  private shortest(v: Float64Array): Float64Array {
    const { q, r } = this;
    const y = new Float64Array(v.length);
    for (let i = 0; i < v.length; i++) {
      let sum = v[i];
      for (let j = 0; j < i; j++) sum -= r.get(j, i) * y[j];
      y[i] = sum / r.get(i, i);
    }
    return Float64Array.from({ length: q.rows }, (_, row) => dot(Float64Array.from(q.getRow(row)), y));
  }
}
