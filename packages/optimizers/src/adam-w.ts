import { checkNumber, checkOptions, ValueError } from '@argmaxable/core';
import { serialization, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { Adam, adamDefaults, type AdamOptions } from './adam.js';

export interface AdamWOptions extends AdamOptions {
  /**
   * Multiplied by the learning rate, the share of each variable that is subtracted at each step; 0 or more,
   * 0.004 by default, as in Keras.
   */
  readonly weightDecay: number;
  /** Parts of names: variables whose names contain one of them do not decay. None by default. */
  readonly excludeFromWeightDecay: readonly string[];
}

/** The optimizer that `adamW` makes. */
export class AdamW extends Adam {
  static override readonly className = 'ArgmaxableAdamW';
  private readonly weightDecay: number;
  private readonly excluded: readonly string[];

  constructor(options: Partial<AdamWOptions> = {}) {
    const names = [...Object.keys(adamDefaults), 'weightDecay', 'excludeFromWeightDecay'];
    const {
      weightDecay = 0.004,
      excludeFromWeightDecay = [],
      ...rest
    } = checkOptions('adamW', options, names);
    super(rest);
    this.weightDecay = checkNumber('weightDecay', weightDecay, { min: 0 });
    const isText = (part: unknown): boolean => typeof part === 'string' && part !== '';
    const parts: unknown = excludeFromWeightDecay;
    if (!Array.isArray(parts) || !Array.from(parts as unknown[]).every(isText)) {
      throw new ValueError(
        'excludeFromWeightDecay',
        excludeFromWeightDecay,
        "an array of parts of names, such as ['bias']",
      );
    }
    this.excluded = [...excludeFromWeightDecay];
  }

  protected override newValue(
    value: Variable,
    gradient: Tensor,
    slots: readonly Variable[],
    step: number,
  ): Tensor {
    const decays = !this.excluded.some((part) => value.name.includes(part));
    return super.newValue(
      value,
      gradient,
      slots,
      step,
      decays ? 1 - this.learningRate * this.weightDecay : 1,
    );
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      weightDecay: this.weightDecay,
      // tfjs converts text with underscores to camel case when it loads.
      excludeFromWeightDecay: this.excluded.map((part) => encodeURIComponent(part).replaceAll('_', '%5F')),
    };
  }

  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    const { excludeFromWeightDecay: parts = [] } = config;
    const decoded = Array.isArray(parts) ? parts.map(decode) : parts;
    return super.fromConfig(cls, { ...config, excludeFromWeightDecay: decoded });
  }
}
serialization.registerClass(AdamW);

/** What is not text, or was not encoded, is checked by the constructor. */
function decode(part: serialization.ConfigDictValue): serialization.ConfigDictValue {
  try {
    return typeof part === 'string' ? decodeURIComponent(part) : part;
  } catch {
    return part;
  }
}

/**
 * Adam with decoupled weight decay: before each step of `adam` the share `learningRate * weightDecay` of a
 * variable is subtracted from it, independent of its gradients, so that the decay is the same for all
 * variables.
 *
 * Source: Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2.
 *
 * @param options See `AdamWOptions` and `AdamOptions`.
 * @throws ValueError for unknown options and values out of range.
 *
 * @example
 * import { adamW } from '@argmaxable/optimizers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 10, inputShape: [4] })] });
 * const optimizer = adamW({ weightDecay: 0.01, excludeFromWeightDecay: ['bias'] });
 * model.compile({ optimizer, loss: 'meanSquaredError' });
 */
export function adamW(options: Partial<AdamWOptions> = {}): AdamW {
  return new AdamW(options);
}
