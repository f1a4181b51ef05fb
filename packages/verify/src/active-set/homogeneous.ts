import type { Classifier } from '../classifier.js';
import type { Candidates, RadiusSolver } from '../radius-solver.js';
import { ActiveSetSolver } from './active-set-solver.js';

/**
 * Decides label sets of a classifier with a bias, by one feature more: `w_i . x + b_i` has the sign of `w_i . v + b_i s` for
 * `v = s x` and any s > 0, and `s > 0` is one row more, which every label set has active.
 *
 * The box is not seen here. Rows that rule a set out do so in every box; a point outside the box is no answer, and
 * leaves the set to the linear program.
 */
export class HomogeneousSolver implements RadiusSolver {
  private constructor(
    private readonly classifier: Classifier,
    private readonly solver: ActiveSetSolver,
  ) {}

  /** Null where WebAssembly lacks SIMD or memory. */
  static create(classifier: Classifier & { readonly bias: Float64Array }): HomogeneousSolver | null {
    const { numLabels, numFeatures, weights, bias, box } = classifier;
    const extended = new Float64Array((numLabels + 1) * (numFeatures + 1));
    for (let i = 0; i < numLabels; i++) {
      const to = i * (numFeatures + 1);
      // In units of the box, so that v and s are of one scale.
      for (let j = 0; j < numFeatures; j++) extended[to + j] = weights[i * numFeatures + j] * box;
      extended[to + numFeatures] = bias[i];
    }
    extended[extended.length - 1] = 1;
    const solver = ActiveSetSolver.create({
      numLabels: numLabels + 1,
      numFeatures: numFeatures + 1,
      weights: extended,
      bias: null,
      box: 1,
    });
    return solver && new HomogeneousSolver(classifier, solver);
  }

  solve(labels: Int32Array, deadline?: number): Candidates {
    const { numLabels, numFeatures, box } = this.classifier;
    const { witness, multipliers, failure } = this.solver.solve(
      Int32Array.of(...labels, numLabels),
      deadline,
    );
    if (multipliers) {
      // Without the row s > 0: it only takes from the sum of the l_i y_i b_i.
      const kept = [...multipliers.rows.keys()].filter((k) => multipliers.rows[k] < numLabels);
      return {
        witness: null,
        multipliers: {
          rows: Int32Array.from(kept, (k) => multipliers.rows[k]),
          values: Float64Array.from(kept, (k) => multipliers.values[k]),
        },
      };
    }
    if (!witness) return { witness, multipliers, ...(failure === undefined ? {} : { failure }) };
    const s = witness[numFeatures];
    if (!(s > 0)) return { witness: null, multipliers: null, failure: failure ?? 'no point with s > 0' };
    const x = witness.subarray(0, numFeatures).map((value) => (value / s) * box);
    return x.every((value) => Math.abs(value) <= box)
      ? { witness: x, multipliers: null }
      : { witness: null, multipliers: null, failure: 'outside the box' };
  }

  /** See `ActiveSetSolver`; without the row s > 0. */
  decisiveRows(): Int32Array {
    return this.solver.decisiveRows().filter((row) => row < this.classifier.numLabels);
  }

  dispose(): void {
    this.solver.dispose();
  }
}
