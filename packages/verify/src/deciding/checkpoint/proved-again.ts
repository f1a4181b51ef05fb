import { provedBounds } from '../../certificate/bounds/multipliers-bound.js';
import { nothingProved } from '../../certificate/bounds/proved-bounds.js';
import { WitnessCheck } from '../../certificate/bounds/witness-check.js';
import { verdictOf } from '../verdict.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import type { LabelSetResult } from '../../report/result.js';

/** Checks results of an earlier run by their proofs; nothing else in them is trusted. */
export class ProvedAgain {
  private check: WitnessCheck | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly eps: number | null,
  ) {}

  /** Why a result does not follow from its proofs; null if it does. */
  flaw({ labels, verdict, radius, witness, multipliers }: LabelSetResult): string | null {
    const { classifier } = this;
    if (witness !== undefined && witness.length !== inputsOf(classifier)) {
      return `its witness has ${witness.length} numbers, a feature vector ${inputsOf(classifier)}`;
    }
    const lower = witness ? this.lowerBound(labels, witness) : -Infinity;
    if (!(radius.lower <= lower)) {
      return `its witness proves a radius of ${lower} or more, not of ${radius.lower}`;
    }
    const above = multipliers ? provedBounds(classifier, labels, multipliers) : nothingProved;
    if (!(radius.upper >= above.radius)) {
      return `its multipliers prove a radius of ${above.radius} or less, not of ${radius.upper}`;
    }
    const proved = verdictOf(radius.lower, { ...above, radius: radius.upper }, this.eps).verdict;
    return proved === verdict ? null : `its proofs give the verdict '${proved}', not '${verdict}'`;
  }

  private lowerBound(labels: Int32Array, witness: Float64Array): number {
    this.check ??= new WitnessCheck(this.classifier);
    return this.check.lowerBound(labels, witness);
  }
}
