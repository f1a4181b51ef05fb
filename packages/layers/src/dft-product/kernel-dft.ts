import { hasKernel, kernels, runKernel } from '@argmaxable/core';
import {
  clone,
  customGrad,
  matMul,
  pad2d,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * A truncated DFT: n labels, k frequencies, and the labels in their order around the circle, int32 [n], or
 * null for 0, 1, 2, ...
 */
export interface Circle {
  n: number;
  k: number;
  labels: Tensor1D | null;
}

/** The kernels' tables take about 8 (2k + 1)^2 bytes: 128 MiB here, and gigabytes for the largest k. */
const mostFrequencies = 2047;

/** Whether the current backend has kernels for the product with W_DFT, and their tables are not too large. */
export function hasOwnDft(k: number): boolean {
  return k <= mostFrequencies && hasKernel(kernels.dftLogits);
}

/**
 * Logits [batch, n] from x [batch, 2k + 1 + s] and slack kernel [s, n], or none, by our kernel; gradients of
 * any order are supported.
 */
export function ownLogits(x: Tensor2D, slack: Tensor2D | null, circle: Circle): Tensor2D {
  const { n, k } = circle;
  return differentiable(
    slack ? [x, slack] : [x],
    ([x, slack]) => runKernel(kernels.dftLogits, named(x, slack, circle), { n, k }),
    (dy, [x, slack]) => ownGradients(dy, x, slack, circle),
  );
}

/**
 * The gradients of x and of the slack kernel: one pass of the kernel computes both, and each can be
 * differentiated again.
 */
function ownGradients(dy: Tensor2D, x: Tensor2D, slack: Tensor2D | undefined, circle: Circle): Tensor2D[] {
  const { n, k } = circle;
  const d = 2 * k + 1;
  const slackPart = (of: Tensor2D) => slice(of, [0, d], [-1, -1]);
  const [dx, dSlack] = runKernel(kernels.dftLogitsGrad, { dy, ...named(x, slack, circle) }, { n, k });
  if (!slack) {
    return [
      differentiable(
        [dy],
        () => clone(dx),
        (u) => [ownLogits(u, null, circle)],
      ),
    ];
  }
  return [
    differentiable(
      [dy, slack],
      () => clone(dx), // = dy [W_DFT | S^T]
      (u, [dy, slack]) => [ownLogits(u, slack, circle), matMul(slackPart(u), dy, true)],
    ),
    differentiable(
      [x, dy],
      () => clone(dSlack), // = the transpose of x's last columns, times dy
      (u, [x, dy]) => {
        const toSlackPart = pad2d(matMul(dy, u, false, true), [
          [0, 0],
          [d, 0],
        ]);
        return [toSlackPart, matMul(slackPart(x), u)];
      },
    ),
  ];
}

/** The kernels' inputs by name, without those that are absent. */
function named(x: Tensor, slack: Tensor | undefined, { labels }: Circle) {
  return { x, ...(slack && { slack }), ...(labels && { order: labels }) };
}

/** A value computed from inputs, with given functions for its gradients. */
function differentiable(
  inputs: Tensor2D[],
  value: (inputs: Tensor2D[]) => Tensor,
  gradients: (dy: Tensor2D, inputs: Tensor2D[]) => Tensor2D[],
): Tensor2D {
  const op = customGrad((...args) => {
    const save = args.pop() as (saved: Tensor[]) => void;
    const given = args as Tensor2D[];
    save(given);
    return {
      value: value(given),
      gradFunc: (dy: Tensor, saved: Tensor[]) => gradients(dy as Tensor2D, saved as Tensor2D[]),
    };
  });
  return op(...inputs) as Tensor2D;
}
