import type { Classifier } from '../../input/classifier.js';
import { check } from '../../native/modules.js';
import { NormBounds } from './norm-bounds.js';
import { exponentOf, scaled } from './rounding.js';

/** An instance of `assembly/check`. */
interface Native extends Readonly<
  Record<'rows' | 'vector' | 'scales' | 'errors' | 'found', WebAssembly.Global<'i32'>>
> {
  readonly memory: WebAssembly.Memory;
  allocate(numRows: number, width: number): number;
  bound(length: number): number;
  collect(limit: number): number;
}

/** Unit roundoff of float32, and an upper bound on the rounding error of numbers near 0. */
const unit = 2 ** -24;
const vanishing = 2 ** -149;
/**
 * The least length of rows in their own units: margins relative to shorter ones could leave the range of
 * float32.
 */
const smallestLength = 2 ** -40;

let compiled: WebAssembly.Module | null | undefined;

/**
 * Which labels can have the least margin `y_i z_i / ||a_i||` of a set at a feature vector: one pass in
 * float32, whose error is bounded, rules out all but a few. Null if WebAssembly lacks SIMD or memory.
 */
export class MarginBounds {
  /** 1 / ||a_i||, [n], a_i in units of its row. */
  private readonly scales: Float32Array;
  private active: ArrayLike<number> = [];

  private constructor(
    private readonly classifier: Classifier,
    private readonly native: Native,
  ) {
    const { numLabels, numFeatures: d, weights, bias } = classifier;
    const norms = NormBounds.of(classifier);
    const stride = strideOf(classifier);
    const rows = this.floats(native.rows, numLabels * stride);
    const scales = this.floats(native.scales, numLabels);
    const errors = this.floats(native.errors, padded(numLabels)).fill(0);
    // Rows that are only padding have no margin.
    this.floats(native.scales, padded(numLabels)).fill(NaN);
    for (let i = 0; i < numLabels; i++) {
      const own = bias === null ? 0 : bias[i];
      let largest = Math.abs(own);
      for (let at = i * d; at < (i + 1) * d; at++) {
        const magnitude = Math.abs(weights[at]);
        if (magnitude > largest) largest = magnitude;
      }
      // A row is kept in units in which its largest number is about 1: float32 has a narrower range than the
      // weights.
      const exponent = largest === 0 ? 0 : exponentOf(largest);
      let squares = 0;
      for (let k = 0; k <= d; k++) {
        const value = scaled(k < d ? weights[i * d + k] : own, -exponent);
        rows[i * stride + k] = value;
        squares += value * value;
      }
      const length = norms.row(i);
      const [lower, upper] = [scaled(length.lower, -exponent), scaled(length.upper, -exponent)];
      // A label is always evaluated in float64 if its length is not known well, if it has no weights, or if
      // they are very small compared with its bias.
      const isKnown = lower > 0.999999 * upper && upper > smallestLength;
      scales[i] = isKnown ? -1 / upper : NaN;
      // Row and vector are rounded first; each product and sum rounds once, and one lane has a quarter of
      // them.
      const error = 1.01 * (stride / 4 + 8) * unit * Math.sqrt(squares) + 4 * stride * vanishing;
      // The bounds on the length differ by at most a millionth; the allowances above and in the pass cover
      // this.
      errors[i] = isKnown ? (1.01 * error) / lower : 0;
    }
    this.scales = scales.slice();
  }

  static create(classifier: Classifier): MarginBounds | null {
    if (compiled === undefined) {
      const bytes = Uint8Array.from(atob(check), (character) => character.charCodeAt(0));
      compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
    }
    if (compiled === null) return null;
    const native = new WebAssembly.Instance(compiled).exports as unknown as Native;
    if (!native.allocate(classifier.numLabels, classifier.numFeatures + 1)) return null;
    return new MarginBounds(classifier, native);
  }

  /** Labels, ascending, that include the one with the least margin. The view is valid until the next call. */
  least(labels: ArrayLike<number>, e: Float64Array): Int32Array {
    const { native, scales, active } = this;
    const signed = this.floats(native.scales, scales.length);
    for (let k = 0; k < active.length; k++) signed[active[k]] = scales[active[k]];
    for (let k = 0; k < labels.length; k++) signed[labels[k]] = -scales[labels[k]];
    this.active = labels;
    const length = this.writeVector(e);
    // numbers overflow: all labels are evaluated
    if (!Number.isFinite(length)) return Int32Array.from(scales.keys());
    const count = native.collect(native.bound(length));
    const found = new Int32Array(native.memory.buffer, native.found.value, count);
    const padding = found.indexOf(scales.length);
    return padding < 0 ? found : found.subarray(0, padding);
  }

  /**
   * Writes (x, 1), in units in which its largest number is about 1. Returns an upper bound on its length plus
   * the error of x from rounding in float64.
   */
  private writeVector(e: Float64Array): number {
    const { projection, numFeatures: d } = this.classifier;
    const x = projection === null ? e : new Float64Array(d);
    let largest = 1;
    let reach = 0;
    for (let k = 0; k < d; k++) {
      if (projection !== null) {
        const { kernel, offset, numInputs } = projection;
        x[k] = offset[k];
        let magnitude = Math.abs(x[k]);
        for (let j = 0, at = k * numInputs; j < numInputs; j++, at++) {
          const product = kernel[at] * e[j];
          x[k] += product;
          magnitude += Math.abs(product);
        }
        reach = Math.max(reach, magnitude);
      }
      largest = Math.max(largest, Math.abs(x[k]));
    }
    const exponent = exponentOf(largest);
    const vector = this.floats(this.native.vector, d + 1);
    let squares = 0;
    for (let k = 0; k <= d; k++) {
      const value = scaled(k < d ? x[k] : 1, -exponent);
      vector[k] = value;
      squares += value * value;
    }
    // For each product, the error of x is 2^-52 of its terms; here in units of float32's rounding.
    const inherited =
      projection === null
        ? 0
        : (projection.numInputs + 2) * 2 ** -28 * Math.sqrt(d) * scaled(reach, -exponent);
    return 1.01 * (Math.sqrt(squares) + inherited);
  }

  private floats({ value }: WebAssembly.Global<'i32'>, length: number): Float32Array {
    return new Float32Array(this.native.memory.buffer, value, length);
  }
}

function padded(count: number): number {
  return 4 * Math.ceil(count / 4);
}

/** The largest magnitude in (w_i, b_i). */
function strideOf({ numFeatures }: Classifier): number {
  return padded(numFeatures + 1);
}
