import type { SparseRows } from '@argmaxable/data';

/**
 * The logits of a linear layer, [examples, labels], in float64 and rounded once.
 *
 * @param weights [features + 1, labels], the biases last.
 */
export function logitsOf(examples: SparseRows, weights: Float32Array, numLabels: number): Float32Array {
  const { size, width, indptr, indices, values } = examples;
  const logits = new Float32Array(size * numLabels);
  const row = new Float64Array(numLabels);
  for (let i = 0; i < size; i++) {
    row.set(weights.subarray(width * numLabels));
    for (let at = indptr[i]; at < indptr[i + 1]; at++) {
      const [begin, value] = [indices[at] * numLabels, values[at]];
      for (let label = 0; label < numLabels; label++) row[label] += value * weights[begin + label];
    }
    logits.set(row, i * numLabels);
  }
  return logits;
}
