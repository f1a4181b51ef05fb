import {
  backend_util,
  GatherV2,
  type GatherV2Attrs,
  type GatherV2Inputs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { addressesOf } from '../native/addresses.js';
import { nativeModule } from '../native/native-module.js';
import { numberViews } from '../tensor-views.js';

type GatherTensors = Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>;

/**
 * Replaces stock, which computes the place of every single number. An embedding takes whole rows, which this
 * kernel copies as a whole.
 */
export const gatherV2 = tfjsKernel<GatherV2Inputs, GatherV2Attrs>(
  GatherV2,
  (backend, { x, indices }, { axis, batchDims }) => {
    const [parsedAxis] = util.parseAxisParam(axis, x.shape);
    checkIndices(numberViews(backend, indices)[0], x.shape[parsedAxis]);
    // tfjs reads only shapes here, although its type says tensors.
    const [tensor, indexTensor] = [x, indices] as unknown as [GatherTensors[0], GatherTensors[1]];
    const info = backend_util.segment_util.collectGatherOpShapeInfo(
      tensor,
      indexTensor,
      parsedAxis,
      batchDims,
    );
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
    const output: TensorInfo = backend.makeOutput(outputShape, x.dtype);
    if (util.sizeFromShape(outputShape) === 0) return output;
    const [from, places, to] = addressesOf(backend, x, indices, output);
    const count = util.sizeFromShape(indices.shape) / batchSize;
    const bytes = sliceSize * util.bytesPerElement(x.dtype);
    const native = nativeModule(backend);
    for (let b = 0; b < batchSize; b++) {
      const source = from + b * outerSize * dimSize * bytes;
      const target = to + b * outerSize * count * bytes;
      native.gather(source, places + 4 * b * count, target, outerSize, dimSize, count, bytes);
    }
    return output;
  },
  { x: 'any', indices: 'any' },
);

/** Throws for the first index that is out of range, with the message of the stock kernel. */
function checkIndices(indices: ArrayLike<number>, size: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    util.assert(
      index < size && index >= 0,
      () => `GatherV2: the index value ${index} is not in [0, ${size - 1}]`,
    );
  }
}
