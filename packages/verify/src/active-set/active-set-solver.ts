import type { Classifier } from '../classifier.js';
import { leastMargins, NormalisedRows } from '../normalised-rows.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { enough, HardMargin } from './hard-margin.js';

/** Candidate rows of a set's first problem, at most; the others come as they are violated. */
const most = { active: 256, oftenActive: 100, violated: 50 };
/** A margin beyond this share of |x| is not rounding: d products of float64 are off by about d 1e-16 |x|. */
const clear = 1e-12;
/** Sorting thousands of labels for every set would show; an order a few sets old does as well. */
const setsPerOrder = 8;

/**
 * Decides label sets of a classifier without a bias: finds a witness of whatever margin, or rows whose combination rules
 * the set out, and stops there. No linear program is solved.
 *
 * Candidate rows grow: when all of them hold, all n rows are priced, and the most violated join. The search starts from the
 * active labels and the inactive ones that were active rows most often in earlier sets of the same classifier.
 */
export class ActiveSetSolver implements RadiusSolver {
  private readonly rows: NormalisedRows;
  private readonly problem: HardMargin;
  private readonly signs: Int8Array;
  private readonly margins: Float64Array;
  private readonly taken: Uint8Array;
  private readonly timesActive: Float64Array;
  private order: Int32Array;
  private solved = 0;

  constructor(private readonly classifier: Classifier) {
    const { numLabels, numFeatures } = classifier;
    this.rows = new NormalisedRows(classifier);
    this.problem = new HardMargin(numFeatures);
    this.signs = new Int8Array(numLabels);
    this.margins = new Float64Array(numLabels);
    this.taken = new Uint8Array(numLabels);
    this.timesActive = new Float64Array(numLabels);
    this.order = new Int32Array(0);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { rows, problem, signs, margins, taken } = this;
    const { numFeatures } = this.classifier;
    signs.fill(-1);
    for (const label of labels) signs[label] = 1;
    const contradiction = rows.contradiction(signs);
    if (contradiction >= 0) {
      const multipliers = { rows: Int32Array.of(contradiction), values: Float64Array.of(1) };
      return { witness: null, multipliers };
    }
    this.start(labels);
    const mostSteps = 1000 + 20 * numFeatures;
    for (;;) {
      const outcome = problem.solve(mostSteps, deadline);
      if (outcome === 'gave up') {
        const failure = performance.now() > deadline ? outOfTime : `No answer after ${mostSteps} steps.`;
        return { witness: this.witness(), multipliers: null, failure };
      }
      if (outcome === 'combination') return { witness: null, multipliers: this.combination() };
      const least = rows.price(signs, problem.x, margins);
      // A sign that rounding could have made proves nothing, so such rows join too while they are not candidates yet.
      const unsure =
        least > clear * problem.length ? [] : leastMargins(margins, enough, most.violated, taken);
      if (unsure.length === 0) {
        this.learn();
        return { witness: this.witness(), multipliers: null };
      }
      for (const label of unsure) this.addCandidate(label);
    }
  }

  dispose(): void {
    // Holds plain arrays only.
  }

  private start(labels: Int32Array): void {
    this.problem.reset();
    this.taken.fill(0);
    for (const label of labels.subarray(0, most.active)) this.addCandidate(label);
    if (this.solved++ % setsPerOrder === 0) this.sortByTimesActive();
    let left = most.oftenActive;
    for (const label of this.order) {
      if (left === 0) break;
      if (this.signs[label] > 0) continue;
      this.addCandidate(label);
      left--;
    }
    // Without candidates there is no direction to price: any row gives one.
    for (let label = 0; this.problem.isEmpty && label < this.signs.length; label++) this.addCandidate(label);
  }

  private addCandidate(label: number): void {
    if (this.taken[label] === 1 || !this.rows.matters(label)) return;
    this.taken[label] = 1;
    this.problem.addCandidate(this.rows.values, label, this.signs[label]);
  }

  private learn(): void {
    const { active } = this.problem;
    for (let k = 0; k < active.size; k++) {
      if (this.signs[active.labels[k]] < 0) this.timesActive[active.labels[k]]++;
    }
  }

  private sortByTimesActive(): void {
    const { timesActive } = this;
    const seen: number[] = [];
    for (let label = 0; label < timesActive.length; label++) if (timesActive[label] > 0) seen.push(label);
    this.order = Int32Array.from(
      seen.sort((a, b) => timesActive[b] - timesActive[a]).slice(0, 2 * most.oftenActive),
    );
  }

  /** x, scaled to reach the box: its margins are then as large as they can be in this direction. */
  private witness(): Float64Array {
    const { x } = this.problem;
    const { box } = this.classifier;
    const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest === 0
      ? x.slice()
      : x.map((value) => Math.max(-box, Math.min(box, (value / largest) * box)));
  }

  /** Multipliers of the classifier's own rows; those of the problem have unit norm. */
  private combination(): { rows: Int32Array; values: Float64Array } {
    const { active, multipliers, entering } = this.problem;
    this.learn();
    const labels = [...active.labels.subarray(0, active.size), entering];
    const used = labels
      .map((label, k) => ({ label, value: multipliers[k] }))
      .filter(({ value }) => value > 0);
    return {
      rows: Int32Array.from(used, ({ label }) => label),
      values: Float64Array.from(used, ({ label, value }) => value / this.rows.norms[label]),
    };
  }
}
