/** The full linear programs of a verdict about a model, for HiGHS. */
import type { LinearEnd } from '@argmaxable/layers';
import type { Highs } from 'highs';

/**
 * The largest r with `y_i (w_i . x) >= r ||w_i||`, x = P v + p t, for 0 <= v_j <= 1 and 0 <= t <= 1: above 0
 * where some e = v / t >= 0 is predicted as the set.
 */
export abstract class FullProgram {
  abstract readonly way: string;
  protected readonly norms: Float64Array;

  constructor(
    private readonly highs: Highs,
    protected readonly end: LinearEnd,
  ) {
    const { weights, numLabels, numFeatures: d } = end;
    this.norms = Float64Array.from({ length: numLabels }, (_, i) =>
      Math.hypot(...weights.subarray(i * d, (i + 1) * d)),
    );
  }

  /** Columns beside those of v and t, r last; all without bounds. */
  protected abstract readonly moreColumns: number;
  /** Adds rows: entries of a row, then its end. */
  protected abstract fill(rows: RowList, sign: (label: number) => number): void;

  solve(labels: ArrayLike<number>): number {
    const { projection, numLabels } = this.end;
    const bounded = projection!.numInputs + 1;
    const columns = bounded + this.moreColumns;
    const isActive = new Set(Array.from(labels));
    const rows = new RowList();
    this.fill(rows, (label) => (isActive.has(label) ? 1 : -1));
    const model = this.highs.createModel();
    try {
      model.options.set({
        output_flag: false,
        primal_feasibility_tolerance: 1e-9,
        dual_feasibility_tolerance: 1e-9,
      });
      const lower = new Float64Array(columns).fill(-Infinity).fill(0, 0, bounded);
      const upper = new Float64Array(columns).fill(Infinity).fill(1, 0, bounded);
      model.addVars(lower, upper);
      model.changeColCost(columns - 1, -1);
      const equations = rows.count - numLabels;
      model.addRows({
        lower: new Float64Array(rows.count),
        upper: new Float64Array(rows.count).fill(Infinity).fill(0, 0, equations),
        matrix: { format: 'csr', numRows: rows.count, numCols: columns, ...rows.arrays() },
      });
      model.run();
      return model.getSolution().colValue[columns - 1];
    } finally {
      model.dispose();
    }
  }
}

class RowList {
  count = 0;
  private readonly starts = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  entry(column: number, value: number): void {
    this.indices.push(column);
    this.values.push(value);
  }

  end(): void {
    this.starts.push(this.values.length);
    this.count++;
  }

  arrays(): { starts: Int32Array; indices: Int32Array; values: Float64Array } {
    return {
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}

/** x as variables of its own, by equations: most of the matrix is sparse. */
export class SparseProgram extends FullProgram {
  readonly way = 'with x';

  protected get moreColumns(): number {
    return this.end.numFeatures + 1;
  }

  protected fill(rows: RowList, sign: (label: number) => number): void {
    const { numLabels, numFeatures: d, weights, projection } = this.end;
    const { kernel, offset, numInputs } = projection!;
    for (let k = 0; k < d; k++) {
      for (let j = 0; j < numInputs; j++) rows.entry(j, kernel[k * numInputs + j]);
      rows.entry(numInputs, offset[k]);
      rows.entry(numInputs + 1 + k, -1);
      rows.end();
    }
    for (let i = 0; i < numLabels; i++) {
      const factor = sign(i) / this.norms[i];
      for (let k = 0; k < d; k++) rows.entry(numInputs + 1 + k, factor * weights[i * d + k]);
      rows.entry(numInputs + 1 + d, -1);
      rows.end();
    }
  }
}

/** The product of the matrix and the projection, made once: no equations, and all of the matrix is full. */
export class ProductProgram extends FullProgram {
  readonly way = 'with W P';
  protected readonly moreColumns = 1;
  private readonly product: Float64Array;

  constructor(highs: Highs, end: LinearEnd) {
    super(highs, end);
    const { numLabels, numFeatures: d, weights, projection } = end;
    const { kernel, offset, numInputs } = projection!;
    const width = numInputs + 1;
    this.product = new Float64Array(numLabels * width);
    for (let i = 0; i < numLabels; i++) {
      for (let k = 0; k < d; k++) {
        const weight = weights[i * d + k];
        for (let j = 0; j < numInputs; j++) this.product[i * width + j] += weight * kernel[k * numInputs + j];
        this.product[i * width + numInputs] += weight * offset[k];
      }
    }
  }

  protected fill(rows: RowList, sign: (label: number) => number): void {
    const { numLabels, projection } = this.end;
    const width = projection!.numInputs + 1;
    for (let i = 0; i < numLabels; i++) {
      const factor = sign(i) / this.norms[i];
      for (let j = 0; j < width; j++) rows.entry(j, factor * this.product[i * width + j]);
      rows.entry(width, -1);
      rows.end();
    }
  }
}
