import { checkNumber, checkTensor, fromLoadedConfig } from '@argmaxable/core';
import { add, exp, mul, serialization, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import './base/check-when-compiled.js';
import { assertBuilt } from './base/assert-built.js';
import { checkInputShape } from './base/input-shape.js';
import type { LabelAffine } from './label-affine.js';
import { checkLayerArgs, type LayerArgs } from './base/layer-args.js';
import { checkTensorSize } from './base/size-limit.js';

export interface LabelScaleArgs extends LayerArgs {
  /** Slope of every label at the start, above 0; 1 by default. */
  beta?: number;
  /** Offset of every label at the start; 0 by default. */
  eta?: number;
}

/**
 * A trainable slope and offset for each label: `z -> beta (z + eta)`, so that beta and eta of `sigmoidF1` and
 * similar losses need no tuning.
 *
 * Put it last, after the logits, and leave the loss's own beta at 1 and eta at 0. The slope stays positive,
 * because it is the exponential of the trained weight. Input and output [..., n], rank 2 or more. Weights
 * `log_beta` [n] and `eta` [n].
 *
 * Source: Bénédict et al. 2021, arXiv 2108.10566, section 7 (future work).
 *
 * @throws ValueError for a beta of 0 or less, an eta that is not finite, an unknown argument, and an input of
 * rank 1 or of unknown width.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { LabelScale } from '@argmaxable/layers';
 * import { sigmoidF1 } from '@argmaxable/losses';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 10, inputShape: [64] }), new LabelScale()] });
 * model.compile({ loss: sigmoidF1, optimizer: 'adam' });
 */
export class LabelScale extends layers.Layer implements LabelAffine {
  static readonly className = 'LabelScale';
  readonly beta: number;
  readonly eta: number;
  private logBeta!: LayerVariable;
  private offset!: LayerVariable;

  constructor(args: LabelScaleArgs = {}) {
    super(checkLayerArgs('LabelScale', args, ['beta', 'eta']));
    this.supportsMasking = true; // the logits of a position depend on no other position
    const { beta = 1, eta = 0 } = args;
    this.beta = checkNumber('beta', beta, { min: Number.MIN_VALUE });
    this.eta = checkNumber('eta', eta);
  }

  override build(inputShape: Shape | Shape[]): void {
    const units = checkInputShape(this.name, inputShape).at(-1)!;
    checkTensorSize(`log_beta of ${this.name}`, [units]);
    const start = (value: number) => initializers.constant({ value });
    this.logBeta = this.addWeight('log_beta', [units], 'float32', start(Math.log(this.beta)));
    this.offset = this.addWeight('eta', [units], 'float32', start(this.eta));
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return checkInputShape(this.name, inputShape);
  }

  override call(inputs: Tensor | Tensor[], kwargs: Parameters<layers.Layer['call']>[1]): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      assertBuilt(this, 'call()');
      const logits = checkTensor(`input of ${this.name}`, Array.isArray(inputs) ? inputs[0] : inputs);
      return mul(exp(this.logBeta.read()), add(logits, this.offset.read()));
    });
  }

  /**
   * Slope exp(log_beta) and offset exp(log_beta) eta of each label, float32 [n]. The caller disposes both.
   */
  labelAffine(): { scale: Tensor1D; offset: Tensor1D } {
    assertBuilt(this, 'labelAffine()');
    return tidy(() => {
      const scale = exp(this.logBeta.read()) as Tensor1D;
      return { scale, offset: mul<Tensor1D>(scale, this.offset.read()) };
    });
  }

  static override readonly fromConfig = fromLoadedConfig;

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), beta: this.beta, eta: this.eta };
  }
}
serialization.registerClass(LabelScale);
