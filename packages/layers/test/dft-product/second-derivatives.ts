import { errorToLargest } from '@argmaxable/test-support';
import {
  add,
  concat,
  grads,
  matMul,
  memory,
  mul,
  randomNormal,
  type Rank,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { dftMatrix } from '../../src/index.js';
import { TruncatedDft } from '../../src/dft-product/truncated-dft.js';

const [batch, slackColumns] = [3, 2];

/**
 * Compares derivatives of gradients of the product with those that tfjs finds for its definition, with slack
 * columns and without.
 */
export function expectSecondDerivatives(n: number, k: number): void {
  const before = memory().numTensors;
  const dft = new TruncatedDft(n, k, null);
  for (const slack of [0, slackColumns]) {
    tidy(() => {
      const fixed = dftMatrix(n, k);
      const numbers = (rows: number, columns: number, seed: number) =>
        randomNormal<Rank.R2>([rows, columns], 0, 1, 'float32', seed);
      const inputs = [numbers(batch, 2 * k + 1 + slack, 1), ...(slack > 0 ? [numbers(slack, n, 2)] : [])];
      const [weights, ...directions] = [
        numbers(batch, n, 3),
        ...inputs.map(({ shape }) => numbers(...shape, 4)),
      ];
      /** Along the directions, the derivative of the gradients of sum(weights logits^2). */
      const derivatives = (logits: (x: Tensor2D, slack: Tensor2D | null) => Tensor2D): Tensor[] => {
        const cost = (...[x, s]: Tensor[]) =>
          sum(mul(weights, square(logits(x as Tensor2D, (s as Tensor2D) ?? null))));
        const slope = (...given: Tensor[]) =>
          grads(cost)(given)
            .map((gradient, i) => sum(mul(gradient, directions[i])))
            .reduce((total, term) => add(total, term));
        return grads(slope)(inputs);
      };
      const actual = derivatives((x, s) => dft.logits(x, s));
      const expected = derivatives((x, s) =>
        matMul(x, s ? concat([fixed, transpose(s)], 1) : fixed, false, true),
      );
      expect(actual).toHaveLength(inputs.length);
      actual.forEach((derivative, i) => {
        expect(errorToLargest(derivative.dataSync(), expected[i].dataSync())).toBeLessThan(1e-5);
      });
    });
  }
  dft.dispose();
  expect(memory().numTensors).toBe(before);
}
