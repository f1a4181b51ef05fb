import {
  UnsortedSegmentSum,
  util,
  type UnsortedSegmentSumAttrs,
  type UnsortedSegmentSumInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { addressesOf } from '../native/addresses.js';
import { nativeModule } from '../native/native-module.js';
import { makeZeros } from '../tensor-views.js';

/**
 * Missing in stock; computes the gradient of `gather`, and so of every embedding. Rows whose id is out of
 * range are left out, as on the cpu backend.
 */
export const unsortedSegmentSum = tfjsKernel<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  (backend, { x, segmentIds }, { numSegments }) => {
    const idRank = segmentIds.shape.length;
    if (!util.arraysEqual(x.shape.slice(0, idRank), segmentIds.shape)) {
      throw new Error(
        `${UnsortedSegmentSum}: segmentIds must have the shape of x's first axes, one id for each row; ` +
          `got segmentIds [${segmentIds.shape.join(', ')}] for x [${x.shape.join(', ')}].`,
      );
    }
    const rowShape = x.shape.slice(idRank);
    const output = makeZeros(backend, [numSegments, ...rowShape], x.dtype);
    const [rows, ids, sums] = addressesOf(backend, x, segmentIds, output);
    const count = util.sizeFromShape(segmentIds.shape);
    const size = util.sizeFromShape(rowShape);
    const integers = x.dtype === 'int32' ? 1 : 0;
    nativeModule(backend).addRows(rows, ids, sums, count, size, numSegments, integers);
    return output;
  },
  { x: ['float32', 'int32'], segmentIds: ['int32'] },
);
