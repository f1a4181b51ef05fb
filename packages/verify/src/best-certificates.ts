import type { Multipliers } from './certificates.js';
import type { Classifier } from './classifier.js';
import type { Candidates } from './radius-solver.js';

/** The best certificates that a solver has so far: in its own scale, the unit box and rows of unit norm. */
export class BestCertificates {
  x: Float64Array;
  least = -Infinity;
  rows: number[] = [];
  private multipliers: Multipliers | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly norms: Float64Array,
  ) {
    this.x = new Float64Array(classifier.numFeatures);
  }

  offer(least: number, x: Float64Array): void {
    if (least > this.least) {
      this.least = least;
      this.x = x;
    }
  }

  /** Keeps the duals of the latest LP: with more rows its bound only falls. */
  offerDuals(rows: readonly number[], duals: Float64Array): void {
    this.rows = rows.filter((_, k) => duals[k] > 0);
    // The LP's rows had unit norm; the certificate is about the rows as they are.
    const values = duals.filter((dual) => dual > 0).map((dual, k) => dual / this.norms[this.rows[k]]);
    this.multipliers = { rows: Int32Array.from(this.rows), values };
  }

  candidates(failure?: string): Candidates {
    const { box } = this.classifier;
    const witness = this.x.map((value) => Math.max(-box, Math.min(box, value * box)));
    return { witness, multipliers: this.multipliers, ...(failure === undefined ? {} : { failure }) };
  }
}
