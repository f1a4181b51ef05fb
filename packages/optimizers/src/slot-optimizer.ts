import {
  checkFunction,
  checkNumber,
  checkTensor,
  fromLoadedConfig,
  isPlainObject,
  ValueError,
} from '@argmaxable/core';
import {
  engine,
  type NamedTensorMap,
  Optimizer,
  type Tensor,
  tensor,
  tidy,
  util,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** tfjs does not export it. */
type NamedTensor = Awaited<ReturnType<Optimizer['getWeights']>>[number];

/** The state that an optimizer keeps for one trained variable: variables of its shape, such as moments. */
interface Slots {
  /** The trained variable's name. */
  readonly name: string;
  readonly variables: readonly Variable[];
}

/**
 * An optimizer whose steps depend on the gradient, the number of the step, and the state of each variable.
 */
export abstract class SlotOptimizer extends Optimizer {
  private rate: number;
  private readonly slots = new Map<string, Slots>();
  /**
   * Slots of loaded weights, in the order in which their variables were first trained; each is given to the
   * next new variable.
   */
  private loaded: Slots[] = [];
  /** The count that `getWeights` last returned. */
  private savedIterations?: Tensor;

  constructor(
    learningRate: number,
    /** The names of a variable's slots in saved models. */
    private readonly slotNames: readonly string[],
  ) {
    super();
    this.rate = checkNumber('learningRate', learningRate, { min: 0 });
  }

  /** The variable's value after the step. Slots are changed in place or assigned. Called in a tidy. */
  protected abstract newValue(
    value: Variable,
    gradient: Tensor,
    slots: readonly Variable[],
    step: number,
  ): Tensor;

  get learningRate(): number {
    return this.rate;
  }

  /**
   * Changes the learning rate from the next step on, for example at the end of an epoch.
   *
   * @param learningRate 0 or more.
   * @throws ValueError for another value.
   */
  setLearningRate(learningRate: number): void {
    this.rate = checkNumber('learningRate', learningRate, { min: 0 });
  }

  override computeGradients(
    ...args: Parameters<Optimizer['computeGradients']>
  ): ReturnType<Optimizer['computeGradients']> {
    checkFunction('f', args[0]);
    return super.computeGradients(...args);
  }

  /**
   * One step.
   *
   * @param variableGradients Gradients by the names of variables, in an object or an array; null for one that
   * the loss does not depend on.
   * @throws ValueError if it is not a gradient of a variable, or has another shape; then no variable has
   *   changed.
   */
  override applyGradients(variableGradients: NamedTensorMap | NamedTensor[]): void {
    const gradients = readGradients(variableGradients);
    const step = this.iterations + 1;
    for (const [name, gradient] of gradients) {
      const value = engine().registeredVariables[name];
      const { variables } = this.slotsOf(value);
      tidy(() => value.assign(this.newValue(value, gradient, variables, step)));
    }
    this.incrementIterations();
  }

  /**
   * The number of steps, and the slots: first all of the first kind, then all of the second. They are the
   * optimizer's own tensors, which steps change.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    const iterations = await this.saveIterations();
    this.savedIterations?.dispose();
    this.savedIterations = iterations.tensor;
    const all = this.allSlots();
    const weights = this.slotNames.flatMap((slotName, i) =>
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
    const kinds = this.slotNames.length;
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
    this.disposeSlots();
    this.loaded = Array.from({ length: count }, (_, i) => ({
      name: slots[i].name.slice(0, slots[i].name.lastIndexOf('/')),
      variables: this.slotNames.map((_, kind) => {
        const at = kind * count + i;
        // A copy, because steps change slots in place.
        return tidy(() => variable(tensor(values[at].slice(), slots[at].tensor.shape), false));
      }),
    }));
  }

  static override readonly fromConfig = fromLoadedConfig;

  /** Disposes the state; the optimizer starts from the beginning when it is used again. */
  override dispose(): void {
    this.disposeSlots();
    this.savedIterations?.dispose();
    this.savedIterations = undefined;
    this.iterations_ = 0;
  }

  private slotsOf(value: Variable): Slots {
    let slots = this.slots.get(value.name);
    if (slots) return slots;
    const loaded = this.loaded.shift();
    if (loaded && !loaded.variables.every(({ shape }) => util.arraysEqual(shape, value.shape))) {
      throw new ValueError(
        `loaded state of ${loaded.name}`,
        loaded.variables[0].shape,
        `of the shape of ${value.name}, [${value.shape.join(', ')}]`,
        'Train the variables that were trained when it was saved, in the same order.',
      );
    }
    const fresh = () => this.slotNames.map(() => tidy(() => variable(zerosLike(value), false)));
    slots = { name: value.name, variables: loaded?.variables ?? fresh() };
    this.slots.set(value.name, slots);
    return slots;
  }

  private allSlots(): Slots[] {
    return [...this.slots.values(), ...this.loaded];
  }

  private disposeSlots(): void {
    this.allSlots().forEach(({ variables }) => variables.forEach((slot) => slot.dispose()));
    this.slots.clear();
    this.loaded = [];
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
