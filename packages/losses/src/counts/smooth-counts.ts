import { add, mul, neg, onesLike, sigmoid, sub, type Tensor } from '@tensorflow/tfjs-core';

export const inputKinds = ['logits', 'probabilities'] as const;

/** Whether the smooth step is applied to yPred or to its sigmoid; see `SmoothStepOptions`. */
export type InputKind = (typeof inputKinds)[number];

/** With `inputs: 'logits'` models may end in a sigmoid: their outputs are counted. */
export function wantsLogitsFor({ inputs }: { readonly inputs: InputKind }): string | undefined {
  return inputs === 'logits' ? undefined : "with inputs: 'probabilities' takes their sigmoid itself";
}

/** The share of a prediction that counts as positive, as a function of yPred. */
export interface Share {
  /** S, the share that counts as positive. */
  readonly positive: (z: Tensor) => Tensor;
  /** 1 - S, without cancellation. */
  readonly negative: (z: Tensor) => Tensor;
  /** dS / dz. */
  readonly slope: (z: Tensor) => Tensor;
}

/**
 * `S(u) = 1 / (1 + exp(-beta (u + eta)))`, u the logits or their probabilities. arXiv 2108.10566, equation 6.
 */
export function smoothStep(beta: number, eta: number, inputs: InputKind): Share {
  const u = (z: Tensor): Tensor => mul(beta, add(inputs === 'logits' ? z : sigmoid(z), eta));
  const step: Share = {
    positive: (z) => sigmoid(u(z)),
    negative: (z) => sigmoid(neg(u(z))),
    slope: (z) => mul(beta, bump(u(z))),
  };
  return inputs === 'logits' ? step : { ...step, slope: (z) => mul(step.slope(z), bump(z)) };
}

/** S(u) = u: predictions of any range as counts. arXiv 2108.10566, equation 4. */
export function identityShare(inputs: InputKind): Share {
  return inputs === 'logits'
    ? { positive: (z) => add(z, 0), negative: (z) => sub(1, z), slope: onesLike }
    : { positive: sigmoid, negative: (z) => sigmoid(neg(z)), slope: bump };
}

function bump(x: Tensor): Tensor {
  return mul(sigmoid(x), sigmoid(neg(x)));
}
