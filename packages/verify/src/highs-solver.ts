import loadHighs from 'highs';
import type { Highs, InitOptions, Model, Solution } from 'highs';
import { BestCertificates } from './best-certificates.js';
import type { Classifier } from './classifier.js';
import { leastMargins, NormalisedRows } from './normalised-rows.js';
import { type Candidates, outOfTime, type RadiusSolver } from './radius-solver.js';
import { StartRows } from './start-rows.js';

/** Where HiGHS finds its WebAssembly file, for pages and bundlers that move it. */
export type LocateFile = (file: string) => string;

// The types of `highs` describe a CommonJS module, whose default export looks nested from an ES module.
const load = loadHighs as unknown as (options?: InitOptions) => Promise<Highs>;

let runtime: Promise<Highs> | null = null;

/**
 * The HiGHS runtime, loaded on first use (`locateFile` counts then) and shared from there on: this module owns it, as long
 * as the process or page lives. A model belongs to who creates it.
 */
export function highsRuntime(locateFile?: LocateFile): Promise<Highs> {
  if (runtime !== null) return runtime;
  const loading = load(locateFile ? { locateFile } : {});
  runtime = loading;
  // A failed load is tried again next time; this one's caller sees the rejection.
  loading.catch(() => forget(loading));
  return loading;
}

function forget(which: Promise<Highs> | null): void {
  if (runtime === which) runtime = null;
}

/** The tightest that HiGHS accepts, for feasibility and for how far a row may be violated before it is added. */
export const tolerance = 1e-10;

const highsOptions = {
  output_flag: false,
  solver: 'simplex',
  presolve: 'off',
  primal_feasibility_tolerance: tolerance,
  dual_feasibility_tolerance: tolerance,
  // Rows have unit norm and the box is the unit box already; without scaling the tolerances mean what they say.
  simplex_scale_strategy: 0,
  // Entries up to this are dropped from the LP; its optimum moves by less than the tolerance.
  small_matrix_value: 1e-12,
};

/** Rows that join the LP after each round, and how many rounds before giving up. */
const rowsPerRound = 50;
const maxRounds = 200;
/** HiGHS takes no infinite time limit. */
const mostSeconds = 1e9;

/**
 * Radii by linear programming: maximise r subject to `y_i (w_i . x + b_i) / ||w_i|| >= r` and `|x_j| <= R`, over a growing
 * set of rows. Holds one HiGHS model, which `dispose` frees.
 */
export class HighsSolver implements RadiusSolver {
  private readonly rows: NormalisedRows;
  /** Margins of the x priced last. */
  private readonly margins: Float64Array;
  private readonly startRows: StartRows;
  /** Rows that the next set's first linear program has beside those that are chosen here. */
  startAlsoFrom: Int32Array = new Int32Array(0);
  private model: Model | null = null;
  private broken: string | null = null;

  private constructor(
    private readonly highs: Highs,
    private readonly classifier: Classifier,
  ) {
    this.rows = new NormalisedRows(classifier);
    this.margins = new Float64Array(classifier.numLabels);
    this.startRows = new StartRows(this.rows);
  }

  static async create(classifier: Classifier, locateFile?: LocateFile): Promise<HighsSolver> {
    return new HighsSolver(await highsRuntime(locateFile), classifier);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const signs = new Int8Array(this.classifier.numLabels).fill(-1);
    for (const label of labels) signs[label] = 1;
    const contradiction = this.rows.contradiction(signs);
    if (contradiction >= 0) {
      return {
        witness: null,
        multipliers: { rows: Int32Array.of(contradiction), values: Float64Array.of(1) },
      };
    }
    const best = new BestCertificates(this.classifier, this.rows.norms);
    best.offer(this.rows.price(signs, best.x, this.margins), best.x);
    if (this.broken !== null) return best.candidates(this.broken);
    try {
      return best.candidates(this.generateRows(signs, labels, best, deadline));
    } catch (error) {
      return best.candidates(this.discardModel(error));
    } finally {
      this.startRows.learn(signs, best.rows);
    }
  }

  dispose(): void {
    this.model?.dispose();
    this.model = null;
    this.broken = 'The solver was disposed.';
  }

  /** Returns why it stopped short of the radius, or undefined when it did not. */
  private generateRows(
    signs: Int8Array,
    labels: Int32Array,
    best: BestCertificates,
    deadline: number,
  ): string | undefined {
    const { rows, margins } = this;
    const leastAtZero = best.least;
    const taken = new Uint8Array(signs.length);
    const start = this.startRows.choose(signs, labels, this.startAlsoFrom);
    for (const i of start) taken[i] = 1;
    if (start.length === 0) return undefined; // every row is zeros: nothing bounds the radius
    const inModel: number[] = [];
    const model = (this.model ??= this.createModel());
    model.clearModel();
    this.addColumns(model, leastAtZero, Math.min(...start.map((i) => rows.reach(signs, i))));
    for (let round = 0, added = start; round < maxRounds; round++) {
      this.addRows(model, signs, added);
      inModel.push(...added);
      const solution = this.run(model, deadline);
      if (typeof solution === 'string') return solution;
      const { colValue, rowDual } = solution;
      const upper = colValue[colValue.length - 1];
      best.offerDuals(inModel, rowDual);
      // With best.x as good as the LP's bound, this LP's x has nothing to add (x = 0 for unargmaxable sets without bias).
      if (upper - best.least <= tolerance) return undefined;
      const x = colValue.subarray(0, -1).map((value) => Math.max(-1, Math.min(1, value)));
      best.offer(rows.price(signs, x, margins), x);
      added = leastMargins(margins, upper - tolerance, rowsPerRound, taken);
      if (added.length === 0) return undefined;
      for (const i of added) taken[i] = 1;
      if (performance.now() > deadline) return outOfTime;
    }
    return `No agreement of the bounds after ${maxRounds} linear programs.`;
  }

  private createModel(): Model {
    const model = this.highs.createModel();
    model.options.set(highsOptions);
    return model;
  }

  /** x in the unit box, and r between bounds so wide that they never bind: bounded, the dual simplex needs no phase 1. */
  private addColumns(model: Model, least: number, most: number): void {
    const d = this.classifier.numFeatures;
    const lower = new Float64Array(d + 1).fill(-1);
    const upper = new Float64Array(d + 1).fill(1);
    lower[d] = 2 * Math.min(least, 0) - 1;
    upper[d] = 2 * Math.max(most, 0) + 1;
    model.addVars(lower, upper);
    model.changeColCost(d, -1);
  }

  private addRows(model: Model, signs: Int8Array, added: readonly number[]): void {
    const { values, offsets } = this.rows;
    const d = this.classifier.numFeatures;
    const starts = new Int32Array(added.length + 1);
    const indices = new Int32Array(added.length * (d + 1));
    const entries = new Float64Array(added.length * (d + 1));
    const lower = new Float64Array(added.length);
    let count = 0;
    added.forEach((i, row) => {
      for (let j = 0; j < d; j++) {
        const value = values[i * d + j];
        if (Math.abs(value) <= highsOptions.small_matrix_value) continue;
        indices[count] = j;
        entries[count++] = signs[i] * value;
      }
      indices[count] = d;
      entries[count++] = -1;
      starts[row + 1] = count;
      lower[row] = offsets === null ? 0 : -signs[i] * offsets[i];
    });
    model.addRows({
      lower,
      upper: new Float64Array(added.length).fill(Infinity),
      matrix: {
        format: 'csr',
        numRows: added.length,
        numCols: d + 1,
        starts,
        indices: indices.subarray(0, count),
        values: entries.subarray(0, count),
      },
    });
  }

  /** The solution, or why there is none. Status 'optimal' makes numbers worth checking, no more. */
  private run(model: Model, deadline: number): Solution | string {
    const { optimal, timeLimit } = this.highs.constants.modelStatus;
    model.zeroAllClocks();
    const seconds = Math.max(0, deadline - performance.now()) / 1000;
    model.options.set({ time_limit: Math.min(seconds, mostSeconds) });
    let status = model.run().modelStatus;
    if (status !== optimal && status !== timeLimit) {
      model.clearSolver();
      status = model.run().modelStatus;
    }
    if (status === optimal) return model.getSolution();
    return status === timeLimit ? outOfTime : `HiGHS stopped with model status ${status}.`;
  }

  /** After an error the model is not used again, after a trap the whole runtime is not. Returns the reason to report. */
  private discardModel(error: unknown): string {
    const reason = `HiGHS failed: ${error instanceof Error ? error.message : String(error)}`;
    if (error instanceof WebAssembly.RuntimeError) {
      this.broken = reason;
      forget(runtime);
    } else {
      this.model?.dispose();
    }
    this.model = null;
    return reason;
  }
}
