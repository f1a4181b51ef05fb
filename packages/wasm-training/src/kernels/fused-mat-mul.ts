import {
  _FusedMatMul,
  Add,
  Elu,
  LeakyRelu,
  Prelu,
  Sigmoid,
  util,
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { batchedProduct } from '../batched-product.js';
import { tfjsKernel } from '../define-kernel.js';
import { addressOf } from '../native/addresses.js';
import { nativeModule } from '../native/native-module.js';
import { runStockKernel } from '../stock-kernels.js';

/** Replaces stock for the same reasons as `BatchMatMul`; computes dense layers. */
export const fusedMatMul = tfjsKernel<_FusedMatMulInputs, _FusedMatMulAttrs>(
  _FusedMatMul,
  (backend, { a, b, bias, preluActivationWeights }, attributes) => {
    const { transposeA, transposeB, activation, leakyreluAlpha } = attributes;
    const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
    // A bias that is not a row is added by broadcasting.
    const row = bias && util.arraysEqual(bias.shape, [columns]) ? bias : undefined;
    let product = batchedProduct(backend, a, b, transposeA, transposeB, row);
    if (bias && !row) product = replaced(backend, product, Add, (a) => ({ a, b: bias }));
    switch (activation) {
      case 'linear':
        return product;
      case 'relu':
        return clamped(backend, product, Infinity);
      case 'relu6':
        return clamped(backend, product, 6);
      case 'elu':
        return replaced(backend, product, Elu, (x) => ({ x }));
      case 'sigmoid':
        return replaced(backend, product, Sigmoid, (x) => ({ x }));
      case 'leakyrelu':
        return replaced(backend, product, LeakyRelu, (x) => ({ x }), { alpha: leakyreluAlpha });
      case 'prelu':
        return replaced(backend, product, Prelu, (x) => ({ x, alpha: preluActivationWeights! }));
      default:
        backend.disposeData(product.dataId);
        throw new Error(
          `${_FusedMatMul}: activation must be one of linear, relu, relu6, elu, sigmoid, leakyrelu, prelu on the wasm backend; ` +
            `got ${String(activation)}. Apply it to the result of matMul().`,
        );
    }
  },
);

function clamped(backend: BackendWasm, x: TensorInfo, high: number): TensorInfo {
  nativeModule(backend).clamp(util.sizeFromShape(x.shape), addressOf(backend, x), 0, high);
  return x;
}

/** Replaces a tensor by the output of a stock kernel for it. */
function replaced(
  backend: BackendWasm,
  x: TensorInfo,
  kernelName: string,
  inputs: (x: TensorInfo) => Record<string, TensorInfo>,
  attributes: object = {},
): TensorInfo {
  const result = runStockKernel(kernelName, backend, inputs(x), attributes);
  backend.disposeData(x.dataId);
  return result;
}
