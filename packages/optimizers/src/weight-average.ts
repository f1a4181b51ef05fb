import { ValueError } from '@argmaxable/core';
import { add, engine, mul, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { SlotTable } from './slot-table.js';

/** What is read of a tfjs LayersModel. */
export interface TrainedModel {
  readonly trainableWeights: readonly { read(): Tensor }[];
}

/** Averages of variables over their steps. The average of a variable is its last slot. */
export class WeightAverage {
  /** Whether the variables have the averages for now, and the last slots the trained values. */
  inUse = false;

  constructor(
    private readonly decay: number,
    private readonly table: SlotTable,
  ) {}

  /** Takes the value after a step into the average. Called in a tidy. */
  update(value: Variable, average: Variable, step: number): void {
    // What corrects the bias to the start: the same as a mean of the values after each step with weights
    // decay^(steps since), so that after the first step it is the value itself.
    const share = (1 - this.decay) / (1 - this.decay ** step);
    average.assign(add(mul(average, 1 - share), mul(value, share)));
  }

  /** Puts the averages, or the trained values, into the variables. */
  use(averages: boolean): void {
    if (this.inUse === averages) return;
    for (const { name, variables } of this.table.all()) {
      const value = engine().registeredVariables[name] as Variable | undefined;
      if (!value) continue; // of a model that was disposed
      const [kept, other] = [value.clone(), variables.at(-1)!];
      value.assign(other);
      other.assign(kept);
      kept.dispose();
    }
    this.inUse = averages;
  }

  /** What the last slots hold, in names of saved state: a loaded optimizer knows by it which is which. */
  get slotName(): 'average' | 'trained' {
    return this.inUse ? 'trained' : 'average';
  }

  /** Reads it back from one of those names. */
  readSlotName(name: string): void {
    this.inUse = name.endsWith('/trained');
  }
}

/** The variables that a model trains; throws a `ValueError` for what is no model. */
export function trainedVariables(model: TrainedModel): Variable[] {
  const weights = (model as Partial<TrainedModel> | null)?.trainableWeights;
  if (!Array.isArray(weights)) throw new ValueError('model', model, 'a LayersModel');
  return (weights as TrainedModel['trainableWeights']).map((weight) => weight.read() as Variable);
}
