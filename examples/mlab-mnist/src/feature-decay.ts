import { mul, type Scalar, serialization, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/**
 * Gives its input on unchanged, and adds to the training loss the feature decay of unconstrained-features
 * models: `rate / 2 * |h|^2`, the mean over the batch of features h [batch, d]. (Tfjs-layers has no activity
 * regularizers.)
 */
export class FeatureDecay extends layers.Layer {
  static readonly className = 'FeatureDecay';
  private readonly rate: number;
  /** Those of the step at hand: the loss is asked for right after the forward pass, within the same tidy. */
  private features?: Tensor;

  constructor(args: LayerArgs & { rate: number }) {
    super(args);
    this.rate = args.rate;
    this.addLoss(() => this.penalty());
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    this.features = Array.isArray(inputs) ? inputs[0] : inputs;
    return this.features;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }

  private penalty(): Scalar {
    const features = this.features!;
    return mul(this.rate / (2 * features.shape[0]), sum(square(features)));
  }
}
serialization.registerClass(FeatureDecay);
