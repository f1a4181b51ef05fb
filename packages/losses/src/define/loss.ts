import { checkOneOf, checkOptions, identify, register, saveByName, targetFormats } from '@argmaxable/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel, metrics as tfjsMetrics } from '@tensorflow/tfjs-layers';
import { classWeighted } from './class-weighted.js';
import {
  type CommonOptions,
  type LabelOptions,
  type LabelReduction,
  type Reduction,
  reductions,
} from './common-options.js';

/**
 * A loss as `model.compile` takes it. `with` gives the same loss with other parameters; saved models keep
 * them.
 *
 * @example
 * import { oneVersusAll } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const summed = oneVersusAll.with({ reduction: 'sum' });
 * summed(tensor2d([[1, 0], [0, 1]]), tensor2d([[2, -1], [0.5, 3]])).print(); // a scalar
 */
export interface Loss<Options extends object> {
  (yTrue: Tensor, yPred: Tensor): Tensor;
  /** The loss's name, as in `model.compile({ loss: 'sigmoidF1' })`. */
  readonly lossName: string;
  /** All parameters, given or default. */
  readonly options: Readonly<Options>;
  /**
   * The same loss with other parameters; parameters that are not given keep their values.
   *
   * @throws ValueError for an unknown parameter or a value out of range.
   */
  readonly with: (options: Partial<Options>) => Loss<Options>;
}

export interface LossDefinition<Options extends object> {
  /** lowerCamelCase; see `Factory` of @argmaxable/core. */
  readonly name: string;
  readonly defaults: Options;
  /**
   * Throws a ValueError for a value out of range. Returns the options that it converted, such as a copy of an
   * array.
   */
  readonly check?: (options: Options) => Partial<Options> | void;
  /**
   * Why yPred must be logits, as a clause after 'which', such as `takesSigmoid`; absent, or undefined for
   * some options, if a model may also end in probabilities.
   */
  readonly wantsLogits?: (options: Options) => string | undefined;
  /** Whether there is a loss for each example; true by default. */
  readonly ofExamples?: boolean;
  /** What `reduction` may be; 'mean', 'sum' or 'none' by default. */
  readonly reductions?: readonly LabelReduction[];
  /**
   * The loss for checked parameters. `yTrue` is checked against `yPred` by the loss itself. `reduction` is
   * the one over examples, and `sumsLabels` says whether it was 'sumOverLabels'.
   */
  readonly compute: (
    options: Options & CommonOptions,
    sumsLabels: boolean,
  ) => (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/** For losses that apply a sigmoid to yPred. */
export const takesSigmoid = (): string => 'takes their sigmoid itself';

/** All losses, for tests and tools that go through all of them. */
export const allLosses: Loss<CommonOptions>[] = [];

/** Makes a loss from its formula, and lets models compiled with it be saved and loaded. */
export function defineLoss<Options extends CommonOptions | LabelOptions>(
  definition: LossDefinition<Options>,
): Loss<Options> {
  const factory = {
    name: definition.name,
    package: '@argmaxable/losses',
    make: (options: object) => make({ ...definition.defaults, ...check(options) }),
  };

  /** The options that are not undefined. */
  function check(options: Partial<Options>): Partial<Options> {
    const entries = Object.entries(checkOptions(definition.name, options, Object.keys(definition.defaults)));
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Partial<Options>;
  }

  function make(given: Options): Loss<Options> {
    checkOneOf('reduction', given.reduction, definition.reductions ?? reductions);
    checkOneOf('targets', given.targets, targetFormats);
    const options: Options = { ...given, ...definition.check?.(given) };
    const sumsLabels = options.reduction === 'sumOverLabels';
    const reduction: Reduction = options.reduction === 'sumOverLabels' ? 'mean' : options.reduction;
    const computeWith = (reduction: Reduction) =>
      definition.compute({ ...options, reduction } as Options & CommonOptions, sumsLabels);
    const compute = computeWith(reduction);
    const loss = Object.assign((yTrue: Tensor, yPred: Tensor): Tensor => compute(yTrue, yPred), {
      lossName: definition.name,
      options: Object.freeze(options),
      with: (changes: Partial<Options>) => make({ ...options, ...check(changes) }),
    });
    Object.defineProperty(loss, 'name', { value: definition.name });
    return identify(loss, factory, options, {
      wantsLogits: definition.wantsLogits?.(options),
      classWeighted:
        definition.ofExamples === false
          ? undefined
          : classWeighted(() => computeWith('none'), { ...options, reduction }),
    });
  }

  register(factory);
  const loss = make(definition.defaults);
  allLosses.push(loss as unknown as Loss<CommonOptions>);
  return loss;
}

saveByName(LayersModel, tfjsMetrics);
