import { checkInteger, checkOneOf, checkTensor, fromLoadedConfig, ValueError } from '@argmaxable/core';
import {
  add,
  type Rank,
  reshape,
  type serialization,
  sigmoid,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import './check-when-compiled.js';
import { assertBuilt } from './assert-built.js';
import type { Guarantee } from '../guarantee.js';
import { checkInputShape } from './input-shape.js';
import { checkLayerArgs, type LayerArgs } from './layer-args.js';
import type { OutputLayer } from '../output-layer.js';
import { matrixProduct } from './product.js';
import { checkTensorSize } from './size-limit.js';
import { type StartArgs, startArguments, type StartOptions } from './start-options.js';
import { type InitializerIdentifier, type RegularizerIdentifier, WeightOptions } from './weight-options.js';

export type CallArgs = Parameters<layers.Layer['call']>[1];

/** The arguments that `DFTOutput` and `BSLOutput` share. */
export interface ProjectedOutputArgs extends LayerArgs, StartArgs {
  /** Number of labels n. */
  units: number;
  /**
   * 'linear' (the default: logits, which our losses take) or 'sigmoid' (probabilities, for which `compile`
   * refuses most of our losses).
   */
  activation?: 'linear' | 'sigmoid';
  /** Initializer of `projection_kernel`; 'glorotUniform' by default. */
  projectionInitializer?: InitializerIdentifier;
  /** Regularizer of `projection_kernel`; none by default. */
  projectionRegularizer?: RegularizerIdentifier;
}

/**
 * An output layer that first projects its input e [..., E] to `x = e P + p` [..., width], then scores n
 * labels. The subclass defines the width of x and computes logits from x.
 */
export abstract class ProjectedOutput extends layers.Layer implements OutputLayer {
  readonly units: number;
  readonly activation: 'linear' | 'sigmoid';
  private readonly projectionOptions: WeightOptions;
  protected projectionKernel!: LayerVariable;
  private projectionBias!: LayerVariable;
  private bias: LayerVariable | null = null;

  /**
   * @param owner The layer's class.
   * @param own Names of the arguments that the subclass has and checks.
   */
  constructor(owner: string, args: ProjectedOutputArgs, own: readonly string[]) {
    const shared = ['units', 'activation', 'projectionInitializer', 'projectionRegularizer'];
    super(checkLayerArgs(owner, args, [...shared, ...startArguments, ...own]));
    this.supportsMasking = true; // the logits of a position depend on no other position
    const { units, activation = 'linear' } = args;
    this.units = checkInteger('units', units, { min: 1 });
    checkTensorSize(`an output of ${units} units`, [1, units]);
    this.activation = checkOneOf('activation', activation, ['linear', 'sigmoid'] as const);
    this.projectionOptions = new WeightOptions('projection', args);
  }

  /** Where the scores start. */
  protected abstract readonly start: StartOptions;
  /** Width of x. */
  protected abstract get width(): number;
  /** Adds the weights that come after the projection. */
  protected abstract buildClassifier(): void;
  /** Logits [batch, n] from x [batch, width], without the label bias. */
  protected abstract logits(x: Tensor2D): Tensor2D;

  abstract classifierMatrix(): Tensor2D;
  abstract guarantee(): Guarantee;

  /** Whether the constant column starts at `expectedActive`. */
  get priorBias(): boolean {
    return this.start.priorBias;
  }

  /** Active labels expected per example. */
  get expectedActive(): number {
    return this.start.expectedActive;
  }

  /** Whether each label's logit has a trained bias. */
  get useBias(): boolean {
    return this.start.useBias;
  }

  /** The bias on the labels, float32 [n], or null without `useBias`. The caller disposes it. */
  classifierBias(): Tensor1D | null {
    if (this.useBias) assertBuilt(this, 'classifierBias()');
    return this.bias && (this.bias.read().clone() as Tensor1D);
  }

  /**
   * The projection: `x = e P + p`, P [E, width of x] and p [width of x], float32. The caller disposes both.
   */
  projection(): { kernel: Tensor2D; bias: Tensor1D } {
    assertBuilt(this, 'projection()');
    return {
      kernel: this.projectionKernel.read().clone() as Tensor2D,
      bias: this.projectionBias.read().clone() as Tensor1D,
    };
  }

  override build(inputShape: Shape | Shape[]): void {
    const features = checkInputShape(this.name, inputShape).at(-1)!;
    const { width } = this;
    const { initializer, regularizer } = this.projectionOptions;
    const shape = [features, width];
    checkTensorSize(`projection_kernel of ${this.name}`, shape);
    this.projectionKernel = this.addWeight('projection_kernel', shape, 'float32', initializer, regularizer);
    this.projectionBias = this.addWeight('projection_bias', [width], 'float32', initializers.zeros());
    this.buildClassifier();
    if (this.useBias) this.bias = this.addWeight('bias', [this.units], 'float32', initializers.zeros());
    this.start.write(this.projectionBias, this.bias);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...checkInputShape(this.name, inputShape).slice(0, -1), this.units];
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      assertBuilt(this, 'call()');
      const input = checkTensor(`input of ${this.name}`, Array.isArray(inputs) ? inputs[0] : inputs);
      const shape = checkInputShape(this.name, input.shape) as number[];
      const features = shape.at(-1)!;
      const expected = this.projectionKernel.shape[0]!;
      if (features !== expected) {
        throw new ValueError(
          `input shape of ${this.name}`,
          `[${shape.join(', ')}]`,
          `[..., ${expected}], as it was built`,
        );
      }
      // If the input is a matrix already, a reshape would only add an operation to the tape.
      const areRows = input.rank === 2;
      const rows = areRows ? (input as Tensor2D) : reshape<Rank.R2>(input, [-1, features]);
      const kernel = this.projectionKernel.read() as Tensor2D;
      const x = add<Tensor2D>(matrixProduct(rows, kernel), this.projectionBias.read());
      const scores = this.logits(x);
      const ofRows = this.bias ? add<Tensor2D>(scores, this.bias.read()) : scores;
      const logits = areRows ? ofRows : reshape(ofRows, [...shape.slice(0, -1), this.units]);
      return this.activation === 'sigmoid' ? sigmoid(logits) : logits;
    });
  }

  static override readonly fromConfig = fromLoadedConfig;

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: this.activation,
      ...this.start.getConfig(),
      ...this.projectionOptions.getConfig(),
    };
  }
}
