import { checkFunction, checkTensor, fromLoadedConfig, isPlainObject, ValueError } from '@argmaxable/core';
import {
  engine,
  type NamedTensorMap,
  Optimizer,
  type serialization,
  type Tensor,
  tensor,
  tidy,
  util,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { OptimizerOptions } from './common-options.js';
import { checkShare } from './options.js';
import { checkLearningRate, type LearningRateSchedule, rateAt } from './schedules/schedule.js';
import { SlotTable } from './slot-table.js';
import { trainedVariables, type TrainedModel, WeightAverage } from './weight-average.js';

/** tfjs does not export it. */
type NamedTensor = Awaited<ReturnType<Optimizer['getWeights']>>[number];

/**
 * An optimizer whose steps depend on the gradient, the number of the step, and the state of each variable.
 */
export abstract class SlotOptimizer extends Optimizer {
  private rate: number | LearningRateSchedule;
  private readonly weightAverage: number;
  /** Of each variable its moments, by `momentNames`, then its average if there are averages. */
  private readonly slots: SlotTable;
  private readonly average?: WeightAverage;
  /** The count that `getWeights` last returned. */
  private savedIterations?: Tensor;

  constructor(
    { learningRate, weightAverage }: OptimizerOptions,
    /** The names of a variable's moments in saved models. */
    private readonly momentNames: readonly string[],
  ) {
    super();
    this.rate = checkLearningRate(learningRate);
    this.weightAverage = checkShare('weightAverage', weightAverage);
    const moments = momentNames.map(() => (value: Variable) => zerosLike(value));
    const hasAverage = weightAverage > 0;
    this.slots = new SlotTable(hasAverage ? [...moments, (value) => value.clone()] : moments);
    if (hasAverage) this.average = new WeightAverage(weightAverage, this.slots);
  }

  /** The variable's value after the step. Moments are changed in place or assigned. Called in a tidy. */
  protected abstract newValue(
    value: Variable,
    gradient: Tensor,
    moments: readonly Variable[],
    step: number,
  ): Tensor;

  /** The rate of the next step: the one given, or that of the schedule after `iterations` steps. */
  get learningRate(): number {
    return rateAt(this.rate, this.iterations);
  }

  /**
   * Changes the learning rate from the next step on, for example at the end of an epoch.
   *
   * @param learningRate 0 or more, or a schedule, which counts all steps of the optimizer.
   * @throws ValueError for another value.
   */
  setLearningRate(learningRate: number | LearningRateSchedule): void {
    this.rate = checkLearningRate(learningRate);
  }

  /**
   * Puts the averages of the trained variables into them, to evaluate, predict with or save them. The trained
   * values are kept: the next step of training, or `useTrainedWeights`, puts them back. Does nothing if the
   * averages are there already.
   *
   * The average of a variable is a mean of its values after all steps, in which a value counts
   * `weightAverage` times as much as that of the next step: after the first step it is the value itself. Of a
   * variable that is trained from a later step on, what it was before counts for the steps before.
   * Source: Polyak and Juditsky 1992, Acceleration of stochastic approximation by averaging, with weights
   * that fall exponentially.
   *
   * @param model The model that is trained: needed where it was loaded and has not been trained since.
   * @throws ValueError without `weightAverage`, and for a loaded optimizer without its model.
   *
   * @example
   * import { adam } from '@argmaxable/optimizers';
   * import { ones } from '@tensorflow/tfjs-core';
   * import { layers, sequential } from '@tensorflow/tfjs-layers';
   * const optimizer = adam({ weightAverage: 0.99 });
   * const model = sequential({ layers: [layers.dense({ units: 10, inputShape: [4] })] });
   * model.compile({ optimizer, loss: 'meanSquaredError' });
   * await model.trainOnBatch(ones([8, 4]), ones([8, 10]));
   * optimizer.useAveragedWeights();
   * model.evaluate(ones([8, 4]), ones([8, 10])).print();
   * await model.trainOnBatch(ones([8, 4]), ones([8, 10])); // trains the weights, and not their averages
   */
  useAveragedWeights(model?: TrainedModel): void {
    if (!this.average) {
      throw new ValueError(
        'weightAverage',
        0,
        'above 0 to have averages',
        'Give it when the optimizer is made.',
      );
    }
    if (this.average.inUse) return;
    this.slots.bind(model === undefined ? [] : trainedVariables(model));
    this.average.use(true);
  }

  /**
   * Puts the trained values back in place of their averages, as the next step of training does by itself.
   * Does nothing if they are there.
   *
   * @param model As of `useAveragedWeights`.
   * @throws ValueError for a loaded optimizer without its model.
   */
  useTrainedWeights(model?: TrainedModel): void {
    this.restore(model === undefined ? [] : trainedVariables(model));
  }

  override computeGradients(
    ...args: Parameters<Optimizer['computeGradients']>
  ): ReturnType<Optimizer['computeGradients']> {
    const [f, variables = Object.values(engine().registeredVariables)] = args;
    checkFunction('f', f);
    this.restore(variables.filter(({ trainable }) => trainable));
    return super.computeGradients(...args);
  }

  /**
   * One step.
   *
   * @param variableGradients Gradients by the names of variables, in an object or an array; null for one that
   * the loss does not depend on.
   * @throws ValueError if it is not a gradient of a variable, or has another shape, and while the averages of
   *   the weights are in use; then no variable has changed.
   */
  override applyGradients(variableGradients: NamedTensorMap | NamedTensor[]): void {
    const gradients = readGradients(variableGradients);
    if (this.average?.inUse) {
      const allowed = 'gradients at the trained weights; the averages are in use';
      throw new ValueError('variableGradients', 'others', allowed, 'Call useTrainedWeights() before.');
    }
    const step = this.iterations + 1;
    for (const [name, gradient] of gradients) {
      const value = engine().registeredVariables[name];
      const { variables } = this.slots.of(value);
      const moments = variables.slice(0, this.momentNames.length);
      tidy(() => {
        value.assign(this.newValue(value, gradient, moments, step));
        this.average?.update(value, variables[moments.length], step);
      });
    }
    this.incrementIterations();
  }

  /**
   * The number of steps, and the moments: first all of the first kind, then all of the second, then the
   * averages of the weights, or the trained weights while the averages are in use. They are the optimizer's
   * own tensors, which steps change.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    const iterations = await this.saveIterations();
    this.savedIterations?.dispose();
    this.savedIterations = iterations.tensor;
    const all = this.slots.all();
    const weights = this.slotNames().flatMap((slotName, i) =>
      all.map(({ name, variables }) => ({ name: `${name}/${slotName}`, tensor: variables[i] })),
    );
    return [iterations, ...weights];
  }

  /**
   * Continues in the state of another optimizer of the same class: with copies of the tensors that its
   * `getWeights` returns.
   *
   * @throws ValueError for another number of tensors. Shapes are checked at the first step, where the
   * variables are known.
   */
  override async setWeights(weightValues: NamedTensor[]): Promise<void> {
    if (!Array.isArray(weightValues)) {
      throw new ValueError('weightValues', weightValues, 'an array, as getWeights() gives it');
    }
    Array.from(weightValues, (weight, i) => {
      checkTensor(`weightValues[${i}].tensor`, checkNamed(`weightValues[${i}]`, weight).tensor);
    });
    const kinds = this.slotNames().length;
    const count = (weightValues.length - 1) / Math.max(1, kinds);
    if (!Number.isInteger(count) || count < 0 || (kinds === 0 && count > 0)) {
      throw new ValueError(
        'weightValues',
        weightValues.length,
        `the number of steps and ${kinds} tensors for each variable, as getWeights() gives them`,
      );
    }
    const slots = await this.extractIterations(weightValues);
    const values = await Promise.all(slots.map(({ tensor }) => tensor.data()));
    const loaded = Array.from({ length: count }, (_, i) => ({
      name: slots[i].name.slice(0, slots[i].name.lastIndexOf('/')),
      variables: this.slotNames().map((_, kind) => {
        const at = kind * count + i;
        // A copy, because steps change slots in place.
        return tidy(() => variable(tensor(values[at].slice(), slots[at].tensor.shape), false));
      }),
    }));
    this.slots.load(loaded);
    this.average?.readSlotName(slots.at(-1)?.name ?? '');
  }

  static override readonly fromConfig = fromLoadedConfig;

  /** The options of every optimizer; a schedule as plain data. */
  override getConfig(): serialization.ConfigDict {
    const { rate, weightAverage } = this;
    return { learningRate: typeof rate === 'number' ? rate : { ...rate }, weightAverage };
  }

  /**
   * Disposes the state; the optimizer starts from the beginning when it is used again. Variables keep the
   * values that they have, averages where those are in use.
   */
  override dispose(): void {
    this.slots.dispose();
    if (this.average) this.average.inUse = false;
    this.savedIterations?.dispose();
    this.savedIterations = undefined;
    this.iterations_ = 0;
  }

  private slotNames(): string[] {
    return this.average ? [...this.momentNames, this.average.slotName] : [...this.momentNames];
  }

  /** Puts the trained values back if the averages are in use. */
  private restore(variables: readonly Variable[]): void {
    if (!this.average?.inUse) return;
    this.slots.bind(variables);
    this.average.use(false);
  }
}

/** The gradients that are not null, checked, each with its variable's name. */
function readGradients(given: NamedTensorMap | NamedTensor[]): [name: string, gradient: Tensor][] {
  if (!Array.isArray(given) && !isPlainObject(given)) {
    throw new ValueError('variableGradients', given, 'gradients by the names of variables');
  }
  const named = Array.isArray(given)
    ? Array.from(given, (one, i) => checkNamed(`variableGradients[${i}]`, one))
    : Object.entries(given).map(([name, tensor]) => ({ name, tensor }));
  // tfjs gives null where the loss does not depend on a variable.
  const gradients = named.filter(({ tensor }) => (tensor as Tensor | null) !== null);
  for (const { name, tensor } of gradients) {
    checkTensor(`gradient of ${name}`, tensor);
    const variables = engine().registeredVariables;
    if (!Object.hasOwn(variables, name)) {
      throw new ValueError('variableGradients', name, 'gradients by the names of existing variables');
    }
    const value = variables[name];
    if (!util.arraysEqual(tensor.shape, value.shape)) {
      const allowed = `of the variable's shape, [${value.shape.join(', ')}]`;
      throw new ValueError(`gradient of ${name}`, tensor.shape, allowed);
    }
  }
  return gradients.map(({ name, tensor }) => [name, tensor]);
}

function checkNamed(argument: string, given: NamedTensor): NamedTensor {
  const { name } = (given ?? {}) as Partial<NamedTensor>;
  if (typeof name !== 'string') throw new ValueError(argument, given, 'a name and a tensor');
  return given;
}
