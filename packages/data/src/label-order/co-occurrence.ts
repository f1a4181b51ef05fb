import type { LabelSets } from '@argmaxable/core';

/**
 * A graph of how often labels occur together, in compressed sparse rows. It has an edge for each pair of
 * labels that are in one set. The neighbours of a label ascend.
 */
export class CoOccurrence {
  private constructor(
    readonly numLabels: number,
    readonly indptr: Int32Array,
    readonly neighbours: Int32Array,
    readonly weights: Float64Array,
  ) {}

  /**
   * @param sets Label sets.
   * @param setWeights The weight of each set, above 0: [sets.size].
   */
  static of(sets: LabelSets, setWeights: ArrayLike<number>): CoOccurrence {
    const n = sets.numLabels;
    const setsOf = invert(sets);
    const indptr = new Int32Array(n + 1);
    const neighbours: Int32Array[] = [];
    const weights: Float64Array[] = [];
    const total = new Float64Array(n); // total weight of the sets with this label and the present one
    for (let label = 0; label < n; label++) {
      const met: number[] = [];
      for (let j = setsOf.indptr[label]; j < setsOf.indptr[label + 1]; j++) {
        const set = setsOf.sets[j];
        for (let at = sets.indptr[set]; at < sets.indptr[set + 1]; at++) {
          const other = sets.indices[at];
          if (total[other] === 0) met.push(other);
          total[other] += setWeights[set];
        }
      }
      const row = Int32Array.from(met.filter((other) => other !== label)).sort();
      neighbours.push(row);
      weights.push(Float64Array.from(row, (other) => total[other]));
      indptr[label + 1] = indptr[label] + row.length;
      for (const other of met) total[other] = 0;
    }
    const graph = new CoOccurrence(n, indptr, new Int32Array(indptr[n]), new Float64Array(indptr[n]));
    for (let label = 0; label < n; label++) {
      graph.neighbours.set(neighbours[label], indptr[label]);
      graph.weights.set(weights[label], indptr[label]);
    }
    return graph;
  }

  /** Counts the labels that are in a set together with this one. */
  degree(label: number): number {
    return this.indptr[label + 1] - this.indptr[label];
  }

  /** Returns the total weight of the sets that contain both labels; 0 for a label and itself. */
  weight(a: number, b: number): number {
    const { indptr, neighbours } = this;
    const few = indptr[a + 1] - indptr[a] <= indptr[b + 1] - indptr[b] ? a : b;
    const wanted = a + b - few;
    const end = indptr[few + 1];
    let low = indptr[few];
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (neighbours[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low < end && neighbours[low] === wanted ? this.weights[low] : 0;
  }

  /**
   * Finds for each label the neighbours with the largest weights, at most `most`, in descending order of
   * weight; of equal weights the lower label comes first.
   */
  nearest(most: number): Int32Array[] {
    return Array.from({ length: this.numLabels }, (_, label) => {
      const edges = Array.from({ length: this.degree(label) }, (_, j) => this.indptr[label] + j);
      edges.sort((a, b) => this.weights[b] - this.weights[a] || a - b);
      return Int32Array.from(edges.slice(0, most), (edge) => this.neighbours[edge]);
    });
  }
}

/** Lists for each label the sets that contain it. */
function invert(sets: LabelSets): { indptr: Int32Array; sets: Int32Array } {
  const indptr = new Int32Array(sets.numLabels + 1);
  sets.labelCounts().forEach((count, label) => (indptr[label + 1] = indptr[label] + count));
  const next = indptr.slice();
  const holders = new Int32Array(sets.indices.length);
  for (let set = 0; set < sets.size; set++) {
    for (let at = sets.indptr[set]; at < sets.indptr[set + 1]; at++) holders[next[sets.indices[at]]++] = set;
  }
  return { indptr, sets: holders };
}
