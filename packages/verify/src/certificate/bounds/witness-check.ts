import { type Classifier, inputsOf } from '../../input/classifier.js';
import { isScaleFree } from '../../input/domain.js';
import { MarginBounds } from './margin-bounds.js';
import { isInRange } from './scores.js';
import { ofRadius, WitnessMargins, witnessLowerBound } from './witness-bound.js';

/**
 * `witnessLowerBound` for many label sets of one classifier, in a fraction of the time: a pass in float32
 * finds the labels that can have the least margin, and only those are evaluated in float64. It reads the
 * classifier's numbers itself, and shares neither code nor memory with the solvers.
 */
export class WitnessCheck {
  private readonly isActive: Uint8Array;
  private readonly bounds: MarginBounds | null;
  /**
   * For e = 0 where all scores are 0, and so all labels have the same margin: the labels without weights, and
   * the bound that all others give.
   */
  private readonly atOrigin: { readonly constant: ReadonlySet<number>; readonly bound: number } | null;

  constructor(private readonly classifier: Classifier) {
    this.isActive = new Uint8Array(classifier.numLabels);
    // For rankings every score is needed in full precision.
    this.bounds = classifier.ranked ? null : MarginBounds.create(classifier);
    this.atOrigin = this.bounds && isScaleFree(classifier) ? originOf(classifier) : null;
  }

  /** What `witnessLowerBound` returns. The labels are ascending and in range. */
  lowerBound(labels: Int32Array, witness: Float64Array): number {
    const { classifier, bounds, isActive, atOrigin } = this;
    if (bounds === null) return witnessLowerBound(classifier, labels, witness);
    if (!isInRange(classifier, witness)) return -Infinity;
    if (atOrigin !== null && witness.every((value) => value === 0)) {
      return labels.some((label) => atOrigin.constant.has(label)) ? -Infinity : atOrigin.bound;
    }
    const margins = new WitnessMargins(classifier, witness);
    for (const label of labels) isActive[label] = 1;
    let bound = Infinity;
    for (const label of bounds.least(labels, witness)) {
      bound = Math.min(bound, margins.ofLabel(label, isActive[label] === 1));
    }
    for (const label of labels) isActive[label] = 0;
    return ofRadius(classifier, witness, bound);
  }
}

function originOf(classifier: Classifier): { constant: Set<number>; bound: number } {
  const margins = new WitnessMargins(classifier, new Float64Array(inputsOf(classifier)));
  const constant = new Set<number>();
  let bound = Infinity;
  for (let i = 0; i < classifier.numLabels; i++) {
    const margin = margins.ofLabel(i, false);
    if (margin === Infinity) constant.add(i);
    bound = Math.min(bound, margin);
  }
  return { constant, bound: bound + 0 };
}
