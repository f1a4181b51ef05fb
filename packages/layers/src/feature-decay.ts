import { checkNumber, checkTensor, fromLoadedConfig } from '@argmaxable/core';
import {
  add,
  engine,
  keep,
  mul,
  type Scalar,
  scalar,
  serialization,
  square,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { checkInputShape } from './base/input-shape.js';
import { checkLayerArgs, type LayerArgs } from './base/layer-args.js';

export interface FeatureDecayArgs extends LayerArgs {
  /** The rate r of the decay, 0 or more. */
  rate: number;
}

/**
 * Feature decay, as weight decay but of features: gives its input on unchanged, and adds
 * `r/2 * mean over examples of |h|^2` to the loss that the model trains on, h all numbers of an example. It
 * is the penalty of features in the unconstrained-features models of which neural collapse is proven.
 * (tfjs-layers has no activity regularizers.)
 *
 * Put it right in front of the output layer. As penalties of weights do, it counts in the loss of `fit`,
 * `fitDataset` and `trainOnBatch`, and not in that of `evaluate` or of validation data. A layer that is
 * applied several times, or by `timeDistributed`, decays the features of each time. Input and output [...,
 * d], rank 2 or more. No weights. Sequences with a mask are refused, as tfjs does for layers that do not know
 * what to do with it.
 *
 * Source: Zhu et al. 2021, arXiv 2105.02375; with several labels Li et al. 2023, arXiv 2310.15903.
 *
 * @throws ValueError for a `rate` missing, below 0 or not finite, for an unknown argument, and for an input
 *   of rank 1 or of unknown width.
 *
 * @example
 * import { ETFOutput, FeatureDecay } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 10, inputShape: [64] }));
 * model.add(new FeatureDecay({ rate: 0.01 }));
 * model.add(new ETFOutput({ units: 10 }));
 */
export class FeatureDecay extends layers.Layer {
  static readonly className = 'FeatureDecay';
  readonly rate: number;
  /** The penalties of the training step at hand, one of each time that the layer was applied. */
  private penalties: { readonly penalty: Scalar; readonly step: unknown }[] = [];

  constructor(args: FeatureDecayArgs) {
    super(checkLayerArgs('FeatureDecay', args, ['rate']));
    this.rate = checkNumber('rate', args.rate, { min: 0 });
    this.addLoss(() => this.takePenalty());
  }

  override build(inputShape: Shape | Shape[]): void {
    checkInputShape(this.name, inputShape);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return checkInputShape(this.name, inputShape);
  }

  override call(inputs: Tensor | Tensor[], kwargs: Parameters<layers.Layer['call']>[1]): Tensor {
    this.invokeCallHook(inputs, kwargs);
    const features = checkTensor(`input of ${this.name}`, Array.isArray(inputs) ? inputs[0] : inputs);
    if (kwargs?.training && isRecording()) this.addPenalty(features);
    return features;
  }

  static override readonly fromConfig = fromLoadedConfig;

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }

  private addPenalty(h: Tensor): void {
    this.dropPenalties((step) => step !== currentStep());
    // Kept, because nested models and wrappers dispose what they made before tfjs asks for the penalty.
    const penalty = tidy(() => keep(mul<Scalar>(this.rate / (2 * h.shape[0]), sum(square(h)))));
    this.penalties.push({ penalty, step: currentStep() });
  }

  /** The sum of the step's penalties. tfjs asks as often as the model has the layer: asked again, it is 0. */
  private takePenalty(): Scalar {
    const ofStep = this.penalties.filter(({ step }) => step === currentStep());
    const total = tidy(() => ofStep.reduce<Scalar>((sum, { penalty }) => add(sum, penalty), scalar(0)));
    this.dropPenalties(() => true);
    return total;
  }

  private dropPenalties(isOver: (step: unknown) => boolean): void {
    this.penalties.filter(({ step }) => isOver(step)).forEach(({ penalty }) => penalty.dispose());
    this.penalties = this.penalties.filter(({ step }) => !isOver(step));
  }
}
serialization.registerClass(FeatureDecay);

/** Whether operations are recorded, for a gradient. */
function isRecording(): boolean {
  return engine().state.gradientDepth > 0;
}

/** What tells a training step from others: each records its operations anew. */
function currentStep(): unknown {
  return engine().state.activeTape;
}
