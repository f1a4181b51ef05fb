import { log2OfBigInt } from '@argmaxable/core';
import type { Projection } from '@argmaxable/layers';
import type { Classifier } from '../input/classifier.js';
import { rowDot } from '../linear-algebra/dot.js';
import { columnBasis, rankOf } from '../linear-algebra/rank.js';
import type { Reach } from '../report/report-data.js';
import { type RowMatrix, withColumns } from '../solvers/system/row-matrix.js';
import { coverCount } from './cover-count.js';

/** What a classifier reaches, from its shape and rank. */
export function reachOf(classifier: Classifier): Reach {
  const { numLabels, numFeatures, weights } = classifier;
  const rank = rankOf(weights, numLabels, numFeatures);
  return { numLabels, numFeatures, rank, ...counted(cover(classifier), numLabels) };
}

/** Cover's count for the number of dimensions of the scores. */
function cover({ numLabels, numFeatures, weights, bias, projection, ranked }: Classifier): bigint {
  const plain = { numRows: numLabels, width: numFeatures, values: weights };
  const moving = projection === null ? plain : timesBasis(plain, projection);
  const threshold = ranked ? [new Float64Array(numLabels).fill(1)] : [];
  const constants = constantsOf({ numLabels, numFeatures, weights, bias, projection });
  if (constants === null) {
    const { values, numRows, width } = withColumns(moving, threshold);
    const rank = rankOf(values, numRows, width);
    return rank === 0 ? 1n : coverCount(numLabels, rank);
  }
  // With a constant part, label sets are those of the rows (a_i, c_i) and of one more row, (0, 1), whose
  // score is always positive: half of the count.
  const last = new Float64Array(moving.width + 1 + threshold.length);
  last[moving.width] = 1;
  const { values, numRows, width } = withColumns(moving, [constants, ...threshold], [last]);
  return coverCount(numLabels + 1, rankOf(values, numRows, width)) / 2n;
}

/** W times an orthonormal basis of the image of the projection. */
function timesBasis(plain: RowMatrix, { kernel, numInputs }: Projection): RowMatrix {
  const basis = columnBasis(kernel, plain.width, numInputs);
  const width = Math.max(1, basis.length);
  const values = new Float64Array(plain.numRows * width);
  for (let i = 0; i < plain.numRows; i++) {
    basis.forEach((vector, j) => (values[i * width + j] = rowDot(plain.values, i * plain.width, vector)));
  }
  return { numRows: plain.numRows, width, values };
}

/** The scores at e = 0, or null if all are 0. */
function constantsOf({
  numLabels,
  numFeatures,
  weights,
  bias,
  projection,
}: Omit<Classifier, 'range' | 'ranked'>): Float64Array | null {
  const constants = Float64Array.from({ length: numLabels }, (_, i) =>
    projection === null ? 0 : rowDot(weights, i * numFeatures, projection.offset),
  );
  bias?.forEach((value, i) => (constants[i] += value));
  return constants.some((value) => value !== 0) ? constants : null;
}

function counted(count: bigint, numLabels: number): Pick<Reach, 'coverCount' | 'log2Share'> {
  return { coverCount: count, log2Share: log2OfBigInt(count) - numLabels };
}
