import type { LabelSets } from '@argmaxable/core';
import {
  add,
  expandDims,
  fill,
  gather,
  getBackend,
  reshape,
  scatterND,
  sum,
  tensor1d,
  tensor2d,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensorScatterUpdate,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Block } from '../blocks/blocks.js';
import type { LabelFunction, TargetRows } from './target-rows.js';

/**
 * Rows of label sets, as int32 tensors with one entry per active place: no tensor here has the size [rows,
 * n].
 */
export class SparseTargets implements TargetRows {
  private readonly size: number;
  private readonly numLabels: number;
  /** The largest number of active labels in a row, but at least 1. */
  readonly width: number;
  /** For each active place: its row, its label, its index in [rows, n] and in [rows, width]. */
  private readonly rows: Tensor1D;
  private readonly labels: Tensor1D;
  private readonly places: Tensor1D;
  private readonly slots: Tensor1D;
  private readonly active: Int32Array;

  constructor(sets: LabelSets, { start, end }: Block) {
    const { indptr, numLabels } = sets;
    const labels = sets.indices.subarray(indptr[start], indptr[end]);
    this.size = end - start;
    this.numLabels = numLabels;
    this.active = Int32Array.from({ length: this.size }, (_, i) => indptr[start + i + 1] - indptr[start + i]);
    this.width = this.active.reduce((most, count) => Math.max(most, count), 1);
    const rows = new Int32Array(labels.length);
    const slots = new Int32Array(labels.length);
    for (let i = 0, place = 0; i < this.size; i++) {
      for (let slot = 0; slot < this.active[i]; slot++, place++) {
        rows[place] = i;
        slots[place] = i * this.width + slot;
      }
    }
    // New arrays, because tensors keep the arrays that they are made from.
    this.rows = tensor1d(rows, 'int32');
    this.labels = tensor1d(labels.slice(), 'int32');
    this.places = tensor1d(
      labels.map((label, i) => rows[i] * numLabels + label),
      'int32',
    );
    this.slots = tensor1d(slots, 'int32');
  }

  map(z: Tensor2D, f: LabelFunction, ...others: Tensor[]): Tensor2D {
    const inactive = f(z, 0, ...others) as Tensor2D;
    if (this.places.size === 0) return inactive;
    return this.overwrite(inactive, f(this.at(z), 1, ...others.map((other) => this.at(other))));
  }

  counts(): Tensor2D {
    return tensor2d(Float32Array.from(this.active), [this.size, 1]);
  }

  activeRowSums(x: Tensor2D): Tensor2D {
    return sum(this.activeValues(x, 0), 1, true);
  }

  inactiveRowSums(x: Tensor2D): Tensor2D {
    return sum(this.inactiveValues(x), 1, true);
  }

  activeValues(x: Tensor2D, filler: number): Tensor2D {
    const filled = fill([this.size * this.width], filler);
    const values = this.places.size === 0 ? filled : scatter(filled, this.slots, this.at(x));
    return reshape(values, [this.size, this.width]);
  }

  activeColumnSums(x: Tensor2D): Tensor1D {
    if (this.places.size === 0) return zeros([this.numLabels]);
    return scatterND(expandDims(this.labels, 1), this.at(x), [this.numLabels]);
  }

  inactiveColumnSums(x: Tensor2D): Tensor1D {
    return sum(this.inactiveValues(x), 0);
  }

  /** 1 for each entry of `activeValues` that is an active label, 0 for an entry that is filler. */
  filled(): Tensor2D {
    const ones = Float32Array.from({ length: this.size * this.width }, (_, i) =>
      i % this.width < this.active[Math.floor(i / this.width)] ? 1 : 0,
    );
    return tensor2d(ones, [this.size, this.width]);
  }

  /**
   * x [rows, n] plus, at the active places, the entries of `values`, which have the layout of `activeValues`.
   */
  addAtActive(x: Tensor2D, values: Tensor2D): Tensor2D {
    if (this.places.size === 0) return x;
    return this.overwrite(x, add(this.at(x), gather(reshape(values, [-1]), this.slots)));
  }

  /** The entries at the active places of what broadcasts to [rows, n]. */
  private at(x: Tensor): Tensor {
    if (x.rank === 0) return x;
    if (x.rank === 1) return gather(x, this.labels);
    return gather(reshape(x, [-1]), x.shape[1] === this.numLabels ? this.places : this.rows);
  }

  /** x, but 0 at the active places. */
  private inactiveValues(x: Tensor2D): Tensor2D {
    return this.places.size === 0 ? x : this.overwrite(x, fill([this.places.size], 0));
  }

  private overwrite(x: Tensor2D, values: Tensor): Tensor2D {
    return reshape(scatter(reshape(x, [-1]), this.places, values), x.shape);
  }
}

/** x with `values` at `indices`. */
function scatter(x: Tensor, indices: Tensor1D, values: Tensor): Tensor {
  // The cpu backend of tfjs 4.22 overwrites its input, so it gets a copy.
  const copy = getBackend() === 'cpu' ? add(x, 0) : x;
  return tensorScatterUpdate(copy, expandDims(indices, 1), values);
}
