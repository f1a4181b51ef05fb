import { checkNumber } from '@argmaxable/core';
import { serialization, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { adamStep } from './adam-step.js';
import type { OptimizerOptions } from './common-options.js';
import { checkShare, readOptions } from './options.js';
import { SlotOptimizer } from './slot-optimizer.js';

/** `learningRate` is 0.001 by default. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first moment (the mean of gradients), from 0 to below 1; 0.9 by default. */
  readonly beta1: number;
  /** Decay of the second moment (the mean of their squares), from 0 to below 1; 0.999 by default. */
  readonly beta2: number;
  /** Added to the square root of the second moment, above 0; 1e-7 by default, as in tfjs. */
  readonly epsilon: number;
}

export const adamDefaults: AdamOptions = {
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightAverage: 0,
};

/** The optimizer that `adam` makes. */
export class Adam extends SlotOptimizer {
  static readonly className: string = 'ArgmaxableAdam';
  private readonly options: AdamOptions;

  constructor(options: Partial<AdamOptions> = {}) {
    const all = readOptions('adam', options, adamDefaults);
    super(all, ['m', 'v']);
    checkShare('beta1', all.beta1);
    checkShare('beta2', all.beta2);
    checkNumber('epsilon', all.epsilon, { min: Number.MIN_VALUE });
    this.options = all;
  }

  /** @param keep The factor of weight decay, which the value is multiplied by before the step. */
  protected override newValue(
    value: Variable,
    gradient: Tensor,
    [m, v]: readonly Variable[],
    step: number,
    keep = 1,
  ): Tensor {
    const { beta1, beta2, epsilon } = this.options;
    return adamStep(value, gradient, m, v, {
      beta1,
      beta2,
      epsilon,
      step: this.learningRate / (1 - beta1 ** step),
      scale: 1 / (1 - beta2 ** step),
      keep,
    });
  }

  override getConfig(): serialization.ConfigDict {
    const { beta1, beta2, epsilon } = this.options;
    return { ...super.getConfig(), beta1, beta2, epsilon };
  }
}
serialization.registerClass(Adam);

/**
 * Adam: each step is the mean of recent gradients divided by the square root of the mean of their squares.
 *
 * `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, and
 * `w = w - learningRate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)` at step t, as in
 * `tf.train.adam`. On the wasm backend with @argmaxable/wasm-training a step is one pass over each variable;
 * otherwise it consists of tfjs's operations.
 *
 * `model.save(..., { includeOptimizer: true })` saves it with the model, including its state: a loaded model
 * continues its training as if it had never been saved.
 *
 * Source: Kingma and Ba 2015, arXiv 1412.6980, algorithm 1.
 *
 * @param options See `AdamOptions`.
 * @throws ValueError for unknown options and values out of range.
 *
 * @example
 * import { adam } from '@argmaxable/optimizers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 10, inputShape: [4] })] });
 * model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
 */
export function adam(options: Partial<AdamOptions> = {}): Adam {
  return new Adam(options);
}
