import { BatchMatMul, type BatchMatMulAttrs, type BatchMatMulInputs } from '@tensorflow/tfjs-core';
import { batchedProduct } from '../batched-product.js';
import { tfjsKernel } from '../define-kernel.js';

/**
 * Replaces stock, which takes a scalar loop for transposed operands and batches, so in every gradient of a
 * product, and packs every new value of a weight anew.
 */
export const batchMatMul = tfjsKernel<BatchMatMulInputs, BatchMatMulAttrs>(
  BatchMatMul,
  (backend, { a, b }, { transposeA, transposeB }) => batchedProduct(backend, a, b, transposeA, transposeB),
);
