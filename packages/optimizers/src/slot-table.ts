import { ValueError } from '@argmaxable/core';
import { type Tensor, tidy, util, type Variable, variable } from '@tensorflow/tfjs-core';

/** The state that an optimizer keeps for one trained variable: variables of its shape, such as moments. */
export interface Slots {
  /** The trained variable's name. */
  readonly name: string;
  /** Of each kind one. */
  readonly variables: readonly Variable[];
}

/** The slots of all variables. Those of a variable are made when it is first trained. */
export class SlotTable {
  private readonly bound = new Map<string, Slots>();
  /**
   * Slots of loaded weights, in the order in which their variables were first trained; each is given to the
   * next new variable.
   */
  private loaded: Slots[] = [];

  constructor(
    /** What each kind of slot starts at. */
    private readonly starts: readonly ((value: Variable) => Tensor)[],
  ) {}

  /** @throws ValueError if loaded slots are next, and of another shape. */
  of(value: Variable): Slots {
    let slots = this.bound.get(value.name);
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
    const fresh = () => this.starts.map((start) => tidy(() => variable(start(value), false)));
    slots = { name: value.name, variables: loaded?.variables ?? fresh() };
    this.bound.set(value.name, slots);
    return slots;
  }

  /** In the order in which their variables were first trained. */
  all(): Slots[] {
    return [...this.bound.values(), ...this.loaded];
  }

  /** In place of all others. */
  load(slots: Slots[]): void {
    this.dispose();
    this.loaded = slots;
  }

  /**
   * Gives all loaded slots to variables; those that have slots are passed over.
   *
   * @throws ValueError if they are not as many as the loaded slots.
   */
  bind(values: readonly Variable[]): void {
    if (this.loaded.length === 0) return;
    const without = values.filter(({ name }) => !this.bound.has(name));
    if (without.length !== this.loaded.length) {
      throw new ValueError(
        'model',
        `${without.length} trained weights`,
        `the loaded model, of whose weights ${this.loaded.length} were trained`,
      );
    }
    for (const value of without) this.of(value);
  }

  dispose(): void {
    this.all().forEach(({ variables }) => variables.forEach((slot) => slot.dispose()));
    this.bound.clear();
    this.loaded = [];
  }
}
