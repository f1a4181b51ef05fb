import type { Classifier } from '../classifier.js';
import { leastMargins, NormalisedRows } from '../normalised-rows.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { enough, HardMargin } from './hard-margin.js';

/**
 * Candidate rows of a set's first problem, at most; the others come as they are violated: first of the rows that often were
 * candidates before, which are few enough to price in a fraction of the time that all take.
 */
const most = { active: 256, oftenActive: 60, violated: 50, often: 1000 };
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
  /** How often each row was active in the end, and a tenth of how often it was a candidate. */
  private readonly useful: Float64Array;
  private often: Int32Array;
  private solved = 0;

  constructor(private readonly classifier: Classifier) {
    const { numLabels, numFeatures } = classifier;
    this.rows = new NormalisedRows(classifier);
    this.problem = new HardMargin(numFeatures);
    this.signs = new Int8Array(numLabels);
    this.margins = new Float64Array(numLabels);
    this.taken = new Uint8Array(numLabels);
    this.useful = new Float64Array(numLabels);
    this.often = new Int32Array(0);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { rows, problem, signs } = this;
    const { numFeatures } = this.classifier;
    signs.fill(-1);
    for (const label of labels) signs[label] = 1;
    const contradiction = rows.contradiction(signs);
    if (contradiction >= 0) {
      const multipliers = { rows: Int32Array.of(contradiction), values: Float64Array.of(1) };
      problem.reset();
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
      if (outcome === 'combination') {
        // x = 0, which no set can do worse than, is a witness of margin 0.
        return { witness: new Float64Array(numFeatures), multipliers: this.combination() };
      }
      const violated = this.violated();
      if (violated.length === 0) {
        this.learn();
        return { witness: this.witness(), multipliers: null };
      }
      for (const label of violated) {
        this.useful[label] += 0.1;
        this.addCandidate(label);
      }
    }
  }

  /** The active rows of the set that was solved last: those that decided it. */
  decisiveRows(): Int32Array {
    const { active } = this.problem;
    return active.labels.slice(0, active.size);
  }

  /** Rows that x gives the wrong sign, or one that rounding could have made; none where x is a witness. */
  private violated(): number[] {
    const { rows, problem, signs, margins, taken, often } = this;
    const sure = clear * problem.length;
    rows.priceSome(often, signs, problem.x, margins);
    if (often.some((label) => taken[label] === 0 && margins[label] <= sure)) {
      return leastMargins(margins, enough, most.violated, taken, often);
    }
    return rows.price(signs, problem.x, margins) > sure
      ? []
      : leastMargins(margins, enough, most.violated, taken);
  }

  dispose(): void {
    // Holds plain arrays only.
  }

  private start(labels: Int32Array): void {
    this.problem.reset();
    this.taken.fill(0);
    for (const label of labels.subarray(0, most.active)) this.addCandidate(label);
    if (this.solved++ % setsPerOrder === 0) this.sortByUse();
    let left = most.oftenActive;
    for (const label of this.often) {
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
      if (this.signs[active.labels[k]] < 0) this.useful[active.labels[k]]++;
    }
  }

  private sortByUse(): void {
    const { useful } = this;
    const used: number[] = [];
    for (let label = 0; label < useful.length; label++) if (useful[label] > 0) used.push(label);
    this.often = Int32Array.from(used.sort((a, b) => useful[b] - useful[a]).slice(0, most.often));
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
