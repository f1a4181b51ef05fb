import {
  UnsortedSegmentSum,
  util,
  type UnsortedSegmentSumAttrs,
  type UnsortedSegmentSumInputs,
} from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { segmentSums } from '../segment-sums.js';
import { checkDtypes, makeZeros, numberViews } from '../tensor-views.js';

/** Missing in stock; the gradient of `gather`, so of every embedding. */
export const unsortedSegmentSum = defineKernel<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  (backend, { x, segmentIds }, { numSegments }) => {
    checkDtypes(UnsortedSegmentSum, { x }, ['float32', 'int32']);
    checkDtypes(UnsortedSegmentSum, { segmentIds }, ['int32']);
    const idRank = segmentIds.shape.length;
    if (!util.arraysEqual(x.shape.slice(0, idRank), segmentIds.shape)) {
      throw new Error(
        `${UnsortedSegmentSum}: segmentIds must have the shape of x's first axes, one id for each row; ` +
          `got segmentIds [${segmentIds.shape.join(', ')}] for x [${x.shape.join(', ')}].`,
      );
    }
    const rowShape = x.shape.slice(idRank);
    const output = makeZeros(backend, [numSegments, ...rowShape], x.dtype);
    const [rows, ids, sums] = numberViews(backend, x, segmentIds, output);
    segmentSums(rows, ids as Int32Array, util.sizeFromShape(rowShape), sums, numSegments);
    return output;
  },
);
