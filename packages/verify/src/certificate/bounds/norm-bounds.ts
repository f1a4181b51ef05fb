import type { Classifier } from '../../input/classifier.js';
import { exponentOf, gamma, scaled, vanishing } from './rounding.js';

/** A lower and an upper bound on a number. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** P P^T for rows of P that are scaled by powers of two, so that no square overflows or underflows. */
interface Gram {
  /** The scaled rows, [d, E]. */
  readonly rows: Float64Array;
  /** [d, d]. */
  readonly products: Float64Array;
  /** Row k of P was divided by 2^exponents[k]; -Infinity for a row of zeros. */
  readonly exponents: Float64Array;
  /** Upper bounds on the length of each scaled row, [d]: 1 or more except for rows of zeros. */
  readonly reach: Float64Array;
}

const known = new WeakMap<Classifier, NormBounds>();
const knownInWidths = new WeakMap<Classifier, NormBounds>();

/**
 * Bounds on the length of `a_i = P^T w_i`, by which margins are divided, and of `a_i - a_j`.
 *
 * Without a projection they differ by rounding only. With one, `||P^T v||^2 = v^T (P P^T) v` takes d^2
 * operations instead of d E; the distance between the bounds covers its error. If terms cancel, a square
 * loses twice as many digits as the vector; then the vector itself is computed.
 */
export class NormBounds {
  private readonly gram: Gram | null;
  private readonly lengths: Float64Array;

  private constructor(
    private readonly classifier: Classifier,
    /** The factor that each feature is first multiplied with; null for 1. */
    private readonly widths: Float64Array | null,
  ) {
    this.lengths = new Float64Array(2 * classifier.numLabels).fill(NaN);
    this.gram = classifier.projection && gramOf(classifier, widths);
  }

  /** The bounds of a classifier; made once for each. */
  static of(classifier: Classifier): NormBounds {
    let bounds = known.get(classifier);
    if (!bounds) known.set(classifier, (bounds = new NormBounds(classifier, null)));
    return bounds;
  }

  /**
   * The same with features in their own units, such as half the width of their range. The units of a
   * classifier are always the same.
   */
  static inWidths(classifier: Classifier, widths: Float64Array): NormBounds {
    let bounds = knownInWidths.get(classifier);
    if (!bounds) knownInWidths.set(classifier, (bounds = new NormBounds(classifier, widths)));
    return bounds;
  }

  /** Bounds on ||a_i||. */
  row(i: number): Bounds {
    const { lengths } = this;
    if (Number.isNaN(lengths[2 * i])) {
      const { weights, numFeatures: d } = this.classifier;
      const { lower, upper } = this.ofVector(weights.subarray(i * d, (i + 1) * d));
      lengths[2 * i] = lower;
      lengths[2 * i + 1] = upper;
    }
    return { lower: lengths[2 * i], upper: lengths[2 * i + 1] };
  }

  /** Bounds on ||a_i - a_j||. */
  difference(i: number, j: number): Bounds {
    const { weights, numFeatures: d } = this.classifier;
    const difference = new Float64Array(d);
    for (let k = 0; k < d; k++) difference[k] = weights[i * d + k] - weights[j * d + k];
    return this.ofVector(difference);
  }

  private ofVector(v: Float64Array): Bounds {
    return this.gram === null ? plainLength(v, this.widths) : this.projectedLength(v, this.gram);
  }

  private projectedLength(v: Float64Array, { products, exponents, reach }: Gram): Bounds {
    const d = v.length;
    // In units in which the largest of the terms v_k P_k is about 1.
    let exponent = -Infinity;
    for (let k = 0; k < d; k++) {
      if (v[k] !== 0) exponent = Math.max(exponent, exponentOf(v[k]) + exponents[k]);
    }
    if (exponent === -Infinity) return { lower: 0, upper: 0 };
    const own = v.map((value, k) =>
      value === 0 || exponents[k] === -Infinity ? 0 : scaled(value, exponents[k] - exponent),
    );
    let square = 0;
    let most = 0;
    for (let k = 0, at = 0; k < d; k++) {
      let sum = 0;
      for (let l = 0; l < d; l++, at++) sum += products[at] * own[l];
      square += own[k] * sum;
      most += Math.abs(own[k]) * reach[k];
    }
    // There are sums over E for the products of rows of P, and two sums over d. The square of `most` is an
    // upper bound on all their terms, and about 1 or more, so that underflow does not matter.
    const error = gamma(this.classifier.projection!.numInputs + 2 * d) * most * most;
    if (!(square > lossless * most * most)) return inUnits(...this.vectorLength(own, most), exponent);
    const lower = Math.sqrt(square - error) * (1 - gamma(1));
    const upper = Math.min(Math.sqrt(square + error), most * (1 + gamma(d))) * (1 + gamma(1));
    return inUnits(lower, upper, exponent);
  }

  /** Bounds on the length of the vector itself; each of its numbers is a sum over d. */
  private vectorLength(own: Float64Array, most: number): [lower: number, upper: number] {
    const { rows } = this.gram!;
    const inputs = this.classifier.projection!.numInputs;
    let squares = 0;
    for (let j = 0; j < inputs; j++) {
      let sum = 0;
      for (let k = 0; k < own.length; k++) sum += own[k] * rows[k * inputs + j];
      squares += sum * sum;
    }
    const length = Math.sqrt(squares);
    // The vector of the sums of absolute terms is not longer than `most`.
    const error = gamma(own.length + 2) * most;
    return [
      Math.max(0, length * (1 - gamma(inputs + 1)) - error) * (1 - gamma(1)),
      Math.min(length * (1 + gamma(inputs + 1)) + error, most * (1 + gamma(own.length))) * (1 + gamma(1)),
    ];
  }
}

/** A square of at least this share of its terms lost no significant digits. */
const lossless = 1e-4;

/** Sums of squares between these lost nothing significant to underflow, and did not overflow. */
const plainSquares = { least: 2 ** -700, most: 2 ** 700 };

function plainLength(v: Float64Array, widths: Float64Array | null): Bounds {
  const d = v.length;
  if (widths === null) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += v[k] * v[k];
    if (sum > plainSquares.least && sum < plainSquares.most) {
      const length = Math.sqrt(sum);
      return { lower: length * (1 - gamma(d)), upper: length * (1 + gamma(d)) };
    }
  }
  const own = widths === null ? v : v.map((value, k) => value * widths[k]);
  let largest = 0;
  for (let k = 0; k < d; k++) largest = Math.max(largest, Math.abs(own[k]));
  // A product of a weight and a width can underflow.
  const lost = widths === null ? 0 : 2 * d * vanishing;
  if (largest === 0 && (widths === null || !v.some((value, k) => value !== 0 && widths[k] !== 0))) {
    return { lower: 0, upper: 0 };
  }
  if (largest === 0) return { lower: 0, upper: lost };
  const exponent = exponentOf(largest);
  let squares = 0;
  for (let k = 0; k < d; k++) {
    const value = scaled(own[k], -exponent);
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  const { lower, upper } = inUnits(length * (1 - gamma(d)), length * (1 + gamma(d)), exponent);
  return { lower: Math.max(0, lower - lost), upper: upper + lost };
}

/**
 * Bounds times 2^exponent. If this leaves the range of float64, they are as far apart as is needed to stay
 * true.
 */
function inUnits(lower: number, upper: number, exponent: number): Bounds {
  if (Number.isNaN(lower) || Number.isNaN(upper)) return { lower: 0, upper: Infinity };
  const [least, most] = [scaled(lower, exponent), scaled(upper, exponent)];
  return {
    lower: least > 2 ** -1000 && least < Infinity ? least : 0,
    upper: most > 2 ** -1000 ? most : most + 4 * vanishing,
  };
}

function gramOf({ projection, numFeatures: d }: Classifier, widths: Float64Array | null): Gram {
  const { kernel, numInputs: inputs } = projection!;
  const exponents = new Float64Array(d);
  const rows = new Float64Array(d * inputs);
  for (let k = 0; k < d; k++) {
    const own = kernel.slice(k * inputs, (k + 1) * inputs);
    if (widths !== null) for (let j = 0; j < inputs; j++) own[j] *= widths[j];
    let largest = 0;
    for (let j = 0; j < inputs; j++) largest = Math.max(largest, Math.abs(own[j]));
    exponents[k] = exponentOf(largest);
    if (largest > 0) for (let j = 0; j < inputs; j++) rows[k * inputs + j] = scaled(own[j], -exponents[k]);
  }
  const products = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let j = 0; j < inputs; j++) sum += rows[k * inputs + j] * rows[l * inputs + j];
      products[k * d + l] = sum;
      products[l * d + k] = sum;
    }
  }
  const reach = Float64Array.from(
    { length: d },
    (_, k) => Math.sqrt(products[k * d + k]) * (1 + gamma(inputs)),
  );
  return { rows, products, exponents, reach };
}
