import '@tensorflow/tfjs-backend-wasm';
import {
  type BatchMatMulAttrs,
  getKernel,
  type KernelConfig,
  randomNormal,
  registerKernel,
  setBackend,
  tidy,
  unregisterKernel,
  variableGrads,
  type Scalar,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { BSLOutput, DFTOutput } from '../../src/index.js';

/** Replaces the wasm product by one that notes which operands it was asked to transpose. */
function watchProducts(): { transposed: boolean[]; restore: () => void } {
  const stock = getKernel('BatchMatMul', 'wasm');
  const transposed: boolean[] = [];
  const replaceBy = (kernel: KernelConfig): void => {
    unregisterKernel('BatchMatMul', 'wasm');
    registerKernel(kernel);
  };
  replaceBy({
    ...stock,
    kernelFunc: (args) => {
      const { transposeA, transposeB } = args.attrs as unknown as BatchMatMulAttrs;
      transposed.push(transposeA || transposeB);
      return stock.kernelFunc(args);
    },
  });
  return { transposed, restore: () => replaceBy(stock) };
}

test.each([
  ['DFTOutput', () => new DFTOutput({ units: 11, k: 2, slack: 3 }), 8],
  ['BSLOutput', () => new BSLOutput({ units: 11, features: 4 }), 6],
])('%s never asks wasm for a transposed product, forward or backward', async (_, make, products) => {
  await setBackend('wasm');
  const layer = make();
  const { transposed, restore } = watchProducts();
  try {
    tidy(() => {
      const x = randomNormal([2, 6]).variable();
      variableGrads(() => sum<Scalar>(layer.apply(x) as Tensor));
      x.dispose();
    });
  } finally {
    restore();
  }
  expect(transposed).toEqual(Array<boolean>(products).fill(false));
  layer.dispose();
});
