import type { SparseRows } from '@argmaxable/data';
import { plain } from '../native/modules.js';

/** Labels that are trained side by side: what assembly/index.ts has in a line of memory. */
export const blockSize = 16;

/** The functions of assembly/index.ts. Addresses are numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  descend(count: number, rows: number, ...addresses: number[]): number;
  forget(count: number, rows: number, ...addresses: number[]): void;
  score(count: number, rows: number, ...addresses: number[]): void;
}

/** What one label of a block is to learn. */
export interface LabelTask {
  /** The examples in which it is active. */
  readonly active: ArrayLike<number>;
  /** What an error costs in an example in which it is active; above 0. */
  readonly activeCost: number;
  /** And in one of the others. */
  readonly otherCost: number;
}

/**
 * The memory in which up to 16 labels are trained side by side, by the functions of assembly/index.ts. The
 * examples are copied into it once; each has one more feature that is 1, the last, for the bias.
 */
export class LabelBlock {
  private readonly rows: number;
  private readonly matrix: number[];
  private readonly squares: number;
  private readonly targets: number;
  private readonly duals: number;
  private readonly weightsAt: number;
  private readonly slacks: [number, number];
  private readonly scores: number;
  private readonly saved: { duals: Float32Array; weights: Float32Array };
  private top = 1024;

  private constructor(
    private readonly native: Exports,
    private readonly size: number,
    private readonly width: number,
    examples: SparseRows,
  ) {
    const { indptr, indices, values } = withBias(examples);
    const squares = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      for (let at = indptr[i]; at < indptr[i + 1]; at++) squares[i] += values[at] ** 2;
    }
    const line = blockSize * 4;
    const [indptrAt, indicesAt, valuesAt] = [indptr, indices, values].map((array) => this.place(array));
    this.matrix = [indptrAt, indicesAt, valuesAt];
    this.squares = this.place(squares);
    [this.rows, this.targets, this.duals, this.scores] = [4, line, line, line].map((bytes) =>
      this.reserve(size * bytes),
    );
    this.weightsAt = this.reserve(width * line);
    this.slacks = [this.reserve(line), this.reserve(line)];
    this.saved = {
      duals: new Float32Array(size * blockSize),
      weights: new Float32Array(width * blockSize),
    };
  }

  static async create(examples: SparseRows): Promise<LabelBlock> {
    const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes);
    const native = instance.exports as unknown as Exports;
    return new LabelBlock(native, examples.size, examples.width + 1, examples);
  }

  /** Starts new labels at weights of 0. */
  start(tasks: readonly LabelTask[]): void {
    this.floats(this.weightsAt, this.width * blockSize).fill(0);
    this.floats(this.duals, this.size * blockSize).fill(0);
    const targets = this.floats(this.targets, this.size * blockSize).fill(-1);
    // Places without a label may not move: to err costs them next to nothing.
    const [active, other] = this.slacks.map((at) => this.floats(at, blockSize).fill(1e9));
    tasks.forEach((task, lane) => {
      for (let i = 0; i < task.active.length; i++) targets[task.active[i] * blockSize + lane] = 1;
      active[lane] = 1 / (2 * task.activeCost);
      other[lane] = 1 / (2 * task.otherCost);
    });
  }

  /** One step in each example, in this order; returns the largest change of a score by its own step. */
  descend(order: Int32Array): number {
    const { squares, targets, duals, weightsAt, slacks } = this;
    const rows = this.setRows(order);
    const addresses = [...this.matrix, squares, targets, duals, weightsAt, ...slacks];
    return this.native.descend(order.length, rows, ...addresses);
  }

  /** Takes out what these examples gave the weights. */
  forget(rows: Int32Array): void {
    const { targets, duals, weightsAt } = this;
    this.native.forget(rows.length, this.setRows(rows), ...this.matrix, targets, duals, weightsAt);
  }

  /** The scores of these examples, [rows][16]: a view that the next call overwrites. */
  score(rows: Int32Array): Float32Array {
    this.native.score(rows.length, this.setRows(rows), ...this.matrix, this.weightsAt, this.scores);
    return this.floats(this.scores, rows.length * blockSize);
  }

  /** Keeps weights and dual variables for `restore`. */
  save(): void {
    this.saved.weights.set(this.weights);
    this.saved.duals.set(this.floats(this.duals, this.size * blockSize));
  }

  restore(): void {
    this.weights.set(this.saved.weights);
    this.floats(this.duals, this.size * blockSize).set(this.saved.duals);
  }

  /** [features and bias][16]: a view of what `descend` changes. */
  get weights(): Float32Array {
    return this.floats(this.weightsAt, this.width * blockSize);
  }

  private setRows(rows: Int32Array): number {
    new Int32Array(this.native.memory.buffer, this.rows, rows.length).set(rows);
    return this.rows;
  }

  private floats(at: number, length: number): Float32Array {
    return new Float32Array(this.native.memory.buffer, at, length);
  }

  private place(array: Int32Array | Float32Array): number {
    const at = this.reserve(array.byteLength);
    new Uint8Array(this.native.memory.buffer, at, array.byteLength).set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    );
    return at;
  }

  /** Bytes of the memory, at the start of a cache line. */
  private reserve(bytes: number): number {
    const at = this.top;
    this.top += Math.ceil(bytes / 64) * 64;
    const { memory } = this.native;
    const missing = Math.ceil((this.top - memory.buffer.byteLength) / 65536);
    if (missing > 0) memory.grow(missing);
    return at;
  }
}

function withBias({ size, width, indptr, indices, values }: SparseRows) {
  const longer = {
    indptr: indptr.map((at, i) => at + i),
    indices: new Int32Array(indices.length + size).fill(width),
    values: new Float32Array(values.length + size).fill(1),
  };
  for (let i = 0; i < size; i++) {
    longer.indices.set(indices.subarray(indptr[i], indptr[i + 1]), longer.indptr[i]);
    longer.values.set(values.subarray(indptr[i], indptr[i + 1]), longer.indptr[i]);
  }
  return longer;
}
