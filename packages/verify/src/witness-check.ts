import { WitnessMargin, witnessLowerBound } from './certificates.js';
import type { Classifier } from './classifier.js';
import { lengthOf, type PricedRows } from './native/priced-rows.js';

/**
 * `witnessLowerBound` for many label sets of one classifier, in a fraction of the time: one pass in float32, whose error is
 * bounded, tells which rows can have the least margin, and those alone are evaluated in float64.
 */
export class WitnessCheck {
  private readonly isActive: Uint8Array;

  /** @param rows Those of the classifier; null where it has a bias, or WebAssembly no SIMD: then every row is evaluated. */
  constructor(
    private readonly classifier: Classifier,
    private readonly rows: PricedRows | null,
  ) {
    this.isActive = new Uint8Array(classifier.numLabels);
  }

  /** What `witnessLowerBound` returns. The labels are ascending and in range. */
  lowerBound(labels: Int32Array, witness: Float64Array): number {
    const { classifier, rows, isActive } = this;
    const length = lengthOf(witness);
    const inBox = witness.every((value) => Math.abs(value) <= classifier.box);
    if (rows === null || !inBox) return witnessLowerBound(classifier, labels, witness);
    if (length === 0) return this.ofOrigin(rows, labels);
    rows.setLabels(labels);
    // A margin is at most `error` off, so what is three of them above the least is above it.
    const limit = rows.price(witness, length) + 3 * rows.error;
    for (const label of labels) isActive[label] = 1;
    const margin = new WitnessMargin(classifier, witness);
    const { margins, norms } = rows;
    let bound = Infinity;
    for (let i = 0; i < margins.length; i++) {
      if (margins[i] <= limit || norms[i] === 0) {
        bound = Math.min(bound, margin.lowerBound(i, isActive[i] === 1));
      }
    }
    for (const label of labels) isActive[label] = 0;
    return bound + 0; // -0 is 0
  }

  /** x = 0 has margin 0 for every row that is not zeros itself. */
  private ofOrigin({ norms }: PricedRows, labels: Int32Array): number {
    if (labels.some((label) => norms[label] === 0)) return -Infinity;
    return norms.some((norm) => norm > 0) ? 0 : Infinity;
  }
}
