import { BatchMatMul, type BatchMatMulAttrs, type BatchMatMulInputs } from '@tensorflow/tfjs-core';
import { batchedProduct } from '../batched-product.js';
import { tfjsKernel } from '../define-kernel.js';

/**
 * Replaces stock, which uses a scalar loop for transposed operands and batches, and so in every gradient of a
 * product, and which packs a weight again after every change.
 */
export const batchMatMul = tfjsKernel<BatchMatMulInputs, BatchMatMulAttrs>(
  BatchMatMul,
  (backend, { a, b }, { transposeA, transposeB }) => batchedProduct(backend, a, b, transposeA, transposeB),
);
