import loadHighs from 'highs';
import type { Highs, InitOptions, Model, Solution } from 'highs';
import { leastOf, withLast } from '../linear-algebra/long-arrays.js';
import type { Multipliers } from '../certificate/multipliers.js';
import { type Candidates, outOfTime, type RadiusSolver } from './radius-solver.js';
import type { MarginRows } from './system/margin-rows.js';

/** The place of HiGHS's WebAssembly file, for pages and bundlers that move it. */
export type LocateFile = (file: string) => string;

// The types of `highs` describe a CommonJS module, whose default export looks nested from an ES module.
const load = loadHighs as unknown as (options?: InitOptions) => Promise<Highs>;

let runtime: Promise<Highs> | null = null;

/**
 * The HiGHS runtime. It is loaded on first use (with the `locateFile` of that call) and then shared: this
 * module owns it until the process or page ends. A model belongs to the code that creates it.
 */
export function highsRuntime(locateFile?: LocateFile): Promise<Highs> {
  if (runtime !== null) return runtime;
  const loading = load(locateFile ? { locateFile } : {});
  runtime = loading;
  // A failed load is tried again at the next call; the caller of this one gets the rejection.
  loading.catch(() => forget(loading));
  return loading;
}

function forget(which: Promise<Highs> | null): void {
  if (runtime === which) runtime = null;
}

/**
 * The smallest tolerance that HiGHS accepts: for feasibility, and for how far a row may be violated before it
 * is added.
 */
export const tolerance = 1e-10;

const highsOptions = {
  output_flag: false,
  solver: 'simplex',
  presolve: 'off',
  primal_feasibility_tolerance: tolerance,
  dual_feasibility_tolerance: tolerance,
  // Rows have unit length and the box is already the unit box; without scaling the tolerances are absolute.
  simplex_scale_strategy: 0,
  // Entries up to this are dropped from the LP; this changes its optimum by less than the tolerance.
  small_matrix_value: 1e-12,
};

/** How many rows are added to the LP after each round, and the number of rounds before giving up. */
const rowsPerRound = 50;
const maxRounds = 200;
/** HiGHS accepts no infinite time limit. */
const mostSeconds = 1e9;

/** The best certificates so far. */
interface Best {
  u: Float64Array;
  least: number;
  multipliers: Multipliers | null;
}

/** A row given by its entries that are not 0. */
export interface Sparse {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** The problem of a linear program: points within finite bounds, and their rows. */
export interface ProgramParts {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: MarginRows;
  /**
   * Conditions on u in addition to its bounds, the same for every label set: `sum values . u[indices] >= 0`.
   */
  readonly sides: readonly Sparse[];
  /** The feature vector for a point. */
  readonly features: (u: Float64Array) => Float64Array | null;
}

/**
 * Radii by linear programming: maximise r subject to `row . u + offset >= r` and the bounds of u, with a
 * growing set of rows. It holds one HiGHS model, which `dispose` frees.
 */
export class HighsSolver implements RadiusSolver {
  private readonly width: number;
  /** Labels whose rows are in the next set's first linear program, in addition to the likely rows. */
  startAlsoFrom: Int32Array = new Int32Array(0);
  private model: Model | null = null;
  private broken: string | null = null;

  private constructor(
    private readonly highs: Highs,
    private readonly parts: ProgramParts,
  ) {
    this.width = parts.lower.length;
  }

  static async create(parts: ProgramParts, locateFile?: LocateFile): Promise<HighsSolver> {
    return new HighsSolver(await highsRuntime(locateFile), parts);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { rows, features, lower, upper } = this.parts;
    const alone = rows.begin(labels);
    if (alone) return { witness: null, multipliers: alone };
    const middle = lower.map((low, j) => low / 2 + upper[j] / 2);
    rows.price(middle);
    const hopeless = rows.hopeless();
    if (hopeless) return { witness: null, multipliers: hopeless };
    const best: Best = { u: middle, least: rows.least(), multipliers: null };
    let failure = this.broken ?? undefined;
    try {
      failure ??= this.generateRows(best, deadline);
    } catch (error) {
      failure = this.discardModel(error);
    }
    const { multipliers } = best;
    return { witness: features(best.u), multipliers, ...(failure === undefined ? {} : { failure }) };
  }

  dispose(): void {
    this.model?.dispose();
    this.model = null;
    this.broken = 'The solver was disposed.';
  }

  /** Returns why it stopped before it found the radius, or undefined if it found it. */
  private generateRows(best: Best, deadline: number): string | undefined {
    const { rows, lower, upper } = this.parts;
    const taken = new Set<number>([...rows.likely(), ...rows.ofLabels(this.startAlsoFrom)]);
    if (taken.size === 0) return undefined; // every row is all zeros: nothing bounds the radius
    const inModel: number[] = [];
    const model = (this.model ??= this.createModel());
    model.clearModel();
    this.addColumns(model, best.least, [...taken]);
    this.addSides(model);
    const ofRows = (duals: Float64Array) => duals.subarray(this.parts.sides.length);
    for (let round = 0, added = [...taken]; round < maxRounds; round++) {
      this.addRows(model, added);
      for (const number of added) inModel.push(number);
      const solution = this.run(model, deadline);
      if (typeof solution === 'string') return solution;
      const { colValue, rowDual } = solution;
      const r = colValue[colValue.length - 1];
      // With more rows the bound of the multipliers can only become smaller.
      const duals = ofRows(rowDual);
      best.multipliers = rows.multipliers(inModel, duals);
      // If best.u is as good as the program's bound, this u cannot improve it (for unargmaxable sets that can
      // be scaled it is u = 0).
      if (r - best.least <= tolerance) return this.learn(inModel, duals);
      const u = colValue.subarray(0, -1).map((value, j) => Math.max(lower[j], Math.min(upper[j], value)));
      rows.price(u);
      const least = rows.least();
      if (least > best.least) Object.assign(best, { u, least });
      added = rows.worst(r - tolerance, rowsPerRound, taken);
      if (added.length === 0) return this.learn(inModel, duals);
      for (const number of added) taken.add(number);
      if (performance.now() > deadline) return outOfTime;
    }
    return `The bounds did not agree after ${maxRounds} linear programs.`;
  }

  private learn(numbers: readonly number[], duals: Float64Array): undefined {
    this.parts.rows.learn(numbers.filter((_, k) => duals[k] > 0));
  }

  private createModel(): Model {
    const model = this.highs.createModel();
    model.options.set(highsOptions);
    return model;
  }

  /**
   * u within its bounds, and r within bounds so wide that they are never active: if all variables are
   * bounded, the dual simplex needs no phase 1.
   */
  private addColumns(model: Model, least: number, numbers: readonly number[]): void {
    const { rows } = this.parts;
    // Rows have unit length, and this is an upper bound on the length of u.
    const longest = Math.sqrt(this.width);
    const reach = leastOf(numbers.map((number) => longest + rows.offset(number)));
    const lower = withLast(this.parts.lower, 2 * Math.min(least, 0) - 1);
    const upper = withLast(this.parts.upper, 2 * Math.max(reach, 0) + 1);
    model.addVars(lower, upper);
    model.changeColCost(this.width, -1);
  }

  private addSides(model: Model): void {
    const { sides } = this.parts;
    if (sides.length === 0) return;
    const filled = sides.reduce((sum, { indices }) => sum + indices.length, 0);
    const matrix = new ProgramRows(sides.length, filled);
    for (const { indices, values } of sides) {
      indices.forEach((index, k) => matrix.put(index, values[k]));
      matrix.endRow(0);
    }
    this.addMatrix(model, matrix);
  }

  /** `factor row . u - r >= -offset` for each. */
  private addRows(model: Model, added: readonly number[]): void {
    const { rows } = this.parts;
    const { width } = this;
    const matrix = new ProgramRows(added.length, added.length * (width + 1));
    for (const number of added) {
      const row = rows.row(number);
      const factor = rows.factor(number);
      for (let j = 0; j < width; j++) {
        const value = factor * row[j];
        if (Math.abs(value) > highsOptions.small_matrix_value) matrix.put(j, value);
      }
      matrix.put(width, -1);
      matrix.endRow(-rows.offset(number));
    }
    this.addMatrix(model, matrix);
  }

  private addMatrix(model: Model, { starts, indices, values, lower, count }: ProgramRows): void {
    model.addRows({
      lower,
      upper: new Float64Array(lower.length).fill(Infinity),
      matrix: {
        format: 'csr',
        numRows: lower.length,
        numCols: this.width + 1,
        starts,
        indices: indices.subarray(0, count),
        values: values.subarray(0, count),
      },
    });
  }

  /** The solution, or why there is none. Status 'optimal' only means that the numbers are worth checking. */
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

  /**
   * After an error the model is not used again; after a trap of WebAssembly the whole runtime is not used
   * again. Returns the reason to report.
   */
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

/** Rows of a linear program, one after the other. */
class ProgramRows {
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  readonly lower: Float64Array;
  count = 0;
  private row = 0;

  constructor(numRows: number, mostFilled: number) {
    this.starts = new Int32Array(numRows + 1);
    this.indices = new Int32Array(mostFilled);
    this.values = new Float64Array(mostFilled);
    this.lower = new Float64Array(numRows);
  }

  put(index: number, value: number): void {
    this.indices[this.count] = index;
    this.values[this.count++] = value;
  }

  endRow(lower: number): void {
    this.lower[this.row++] = lower;
    this.starts[this.row] = this.count;
  }
}
