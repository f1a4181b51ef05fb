import {
  checkBoolean,
  checkInteger,
  checkOneOf,
  checkTensor,
  fromLoadedConfig,
  ValueError,
} from '@argmaxable/core';
import {
  add,
  eye,
  matMul,
  mean,
  mul,
  type Rank,
  reshape,
  serialization,
  sigmoid,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import './base/check-when-compiled.js';
import { assertBuilt } from './base/assert-built.js';
import { checkLabels, type Guarantee } from './guarantee.js';
import { checkInputShape } from './base/input-shape.js';
import type { OutputLayer } from './output-layer.js';
import { checkLayerArgs, type LayerArgs } from './base/layer-args.js';
import type { CallArgs } from './base/projected-output.js';
import { checkTensorSize } from './base/size-limit.js';
import { applyMap } from './dft-product/linear-map.js';
import { simplexFrame } from './simplex-frame.js';

export interface ETFOutputArgs extends LayerArgs {
  /** Number of labels K, 2 or more. */
  units: number;
  /** Number of features d of the input, K - 1 or more; K by default. */
  features?: number;
  /** How the frame is turned where d is not K, an integer; 0 by default. It is saved, the frame is not. */
  seed?: number;
  /** Whether to add a trainable bias on the labels, which starts at 0; false by default. */
  useBias?: boolean;
  /**
   * 'linear' (the default: logits, which our losses take) or 'sigmoid' (probabilities, for which `compile`
   * refuses most of our losses).
   */
  activation?: 'linear' | 'sigmoid';
}

/**
 * A fixed simplex equiangular tight frame as the classifier: it has no trainable parameters except an
 * optional bias, because under neural collapse a trained classifier converges to this frame anyway.
 *
 * `z = sqrt(K/(K-1)) (e - mean(e)) + b`, which is the product with `sqrt(K/(K-1)) (I - 11^T/K)`, whose rows
 * have unit norm; the matrix itself is not formed. With `features` d other than K the same frame lies in K-1
 * of d dimensions, which the seed draws: `z = sqrt(K/(K-1)) (I - 11^T/K) U^T e + b`, where U [d, K] keeps
 * lengths and angles of the vectors that sum to 0.
 *
 * Input [..., d], rank 2 or more; there is no projection (put a dense layer of d units in front if there are
 * fewer or more features). Output [..., K]. Weight `bias` [K] with `useBias`, otherwise none.
 *
 * Source: arXiv 2310.15903, section 5; features of more dimensions: Zhu et al. 2021, arXiv 2105.02375.
 *
 * @throws ValueError for `units` missing, below 2, not an integer or beyond 2 GiB of logits, for `features`
 *   below K - 1, for a frame beyond 2 GiB, for an unknown argument, and for an input whose last axis is not
 *   d.
 *
 * @example
 * import { ETFOutput } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 10, inputShape: [64] }));
 * model.add(new ETFOutput({ units: 10 }));
 */
export class ETFOutput extends layers.Layer implements OutputLayer {
  static readonly className = 'ETFOutput';
  readonly units: number;
  readonly features: number;
  readonly seed: number;
  readonly useBias: boolean;
  readonly activation: 'linear' | 'sigmoid';
  private bias: LayerVariable | null = null;
  private turnedFrame?: Float32Array;

  constructor(args: ETFOutputArgs) {
    super(checkLayerArgs('ETFOutput', args, ['units', 'features', 'seed', 'useBias', 'activation']));
    this.supportsMasking = true; // the logits of a position depend on no other position
    const { units, features = units, seed = 0, useBias = false, activation = 'linear' } = args;
    this.units = checkInteger('units', units, { min: 2 });
    checkTensorSize(`an output of ${units} units`, [1, units]);
    const advice = `A simplex frame of ${units} vectors has ${units - 1} dimensions.`;
    this.features = checkInteger('features', features, { min: units - 1 }, advice);
    this.seed = checkInteger('seed', seed);
    if (features !== units) checkTensorSize(`frame of ${this.name}`, [units, features]);
    this.useBias = checkBoolean('useBias', useBias);
    this.activation = checkOneOf('activation', activation, ['linear', 'sigmoid'] as const);
  }

  private get scale(): number {
    return Math.sqrt(this.units / (this.units - 1));
  }

  override build(inputShape: Shape | Shape[]): void {
    this.checkFeatures(inputShape);
    if (this.useBias) this.bias = this.addWeight('bias', [this.units], 'float32', initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...this.checkFeatures(inputShape).slice(0, -1), this.units];
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      if (this.useBias) assertBuilt(this, 'call()');
      const features = checkTensor(`input of ${this.name}`, Array.isArray(inputs) ? inputs[0] : inputs);
      this.checkFeatures(features.shape);
      const framed = this.features === this.units ? this.centred(features) : this.turned(features);
      const logits = this.bias ? add(framed, this.bias.read()) : framed;
      return this.activation === 'sigmoid' ? sigmoid(logits) : logits;
    });
  }

  /** The product with the frame of as many features as labels. */
  private centred(features: Tensor): Tensor {
    return mul(this.scale, sub(features, mean(features, -1, true)));
  }

  /** The product with the frame of another number of features. */
  private turned(features: Tensor): Tensor {
    // The frame goes to the backend at each step: a tensor that is kept would outlive a layer that has no
    // weights to be disposed with.
    const rows = reshape<Rank.R2>(features, [-1, this.features]);
    const logits = applyMap(
      {
        forward: (x) => matMul(x, this.turnedMatrix(), false, true),
        adjoint: (dy) => matMul(dy, this.turnedMatrix()),
      },
      rows,
    );
    return reshape(logits, [...features.shape.slice(0, -1), this.units]);
  }

  private turnedMatrix(): Tensor2D {
    this.turnedFrame ??= simplexFrame(this.units, this.features, this.seed);
    return tensor2d(this.turnedFrame.slice(), [this.units, this.features]);
  }

  /** The frame, float32 [K, d]. The caller disposes it. */
  classifierMatrix(): Tensor2D {
    if (this.features !== this.units) return this.turnedMatrix();
    checkTensorSize(`classifierMatrix() of ${this.name}`, [this.units, this.units]);
    return tidy(() => mul(this.scale, sub(eye(this.units), 1 / this.units)));
  }

  /** The bias [K], or null without `useBias`. The caller disposes it. */
  classifierBias(): Tensor1D | null {
    if (this.useBias) assertBuilt(this, 'classifierBias()');
    return this.bias && (this.bias.read().clone() as Tensor1D);
  }

  /** There is no projection: the frame is applied to the input itself. */
  projection(): null {
    return null;
  }

  guarantee(): Guarantee {
    const { units, useBias } = this;
    const sum = useBias ? "sum to the bias's sum" : 'sum to 0';
    return {
      theorem: 'simplex',
      maxActive: units - 1,
      statement:
        `Every set of 1 to ${units - 1} of the ${units} labels is reachable` +
        `${useBias ? ', with any bias' : ''}: logits ${sum}, and can be any numbers otherwise.`,
      covers: (given) => {
        const { length } = checkLabels(given, units);
        return length > 0 && length < units;
      },
    };
  }

  static override readonly fromConfig = fromLoadedConfig;

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      units: this.units,
      features: this.features,
      seed: this.seed,
      useBias: this.useBias,
      activation: this.activation,
    };
  }

  private checkFeatures(inputShape: Shape | Shape[]): Shape {
    const shape = checkInputShape(this.name, inputShape);
    const { units, features } = this;
    const width = shape.at(-1)!;
    if (width !== features) {
      const allowed = `[..., ${features}], ${features === units ? 'as many features as labels' : 'its features'}`;
      const orSay = width >= units - 1 ? `, or say features: ${width}` : '';
      const advice = `Put a dense layer of ${features} units in front${orSay}.`;
      throw new ValueError(`input shape of ${this.name}`, shape, allowed, advice);
    }
    return shape;
  }
}
serialization.registerClass(ETFOutput);
