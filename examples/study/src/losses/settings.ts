import { allLosses } from '@argmaxable/losses';
import type { Loss } from '../training.js';

/** A loss with parameters, and what is put behind the output layer for it. Plain JSON. */
export interface LossSettings {
  /** What is compared: settings of one family are tuned against each other. */
  readonly family: string;
  /** Its name in `@argmaxable/losses`. */
  readonly loss: string;
  readonly options: Readonly<Record<string, number | string>>;
  /** 'labelScale': a trained slope and offset for each label, from these on; 'softplus': outputs above 0. */
  readonly end?:
    | { readonly kind: 'labelScale'; readonly beta: number; readonly eta: number }
    | { readonly kind: 'softplus' };
}

/** A slope and an offset of the smooth step. */
export interface Step {
  readonly beta: number;
  readonly eta: number;
}

/** All losses that are compared, those of smooth counts with each of the steps. */
export function lossGrid(steps: readonly Step[]): LossSettings[] {
  const plain = ['oneVersusAll', 'focal', 'asymmetric', 'pickAllLabels'].map((loss): LossSettings => ({
    family: loss,
    loss,
    options: {},
  }));
  const averaged = ['macro', 'micro', 'weighted', 'samples'].flatMap((average) =>
    steps.map((step): LossSettings => {
      return { family: `sigmoidF1, ${average}`, loss: 'sigmoidF1', options: { average, ...step } };
    }),
  );
  const scaled = steps.map((step): LossSettings => {
    return {
      ...{ family: 'sigmoidF1, macro, LabelScale', loss: 'sigmoidF1', options: { average: 'macro' } },
      end: { kind: 'labelScale', ...step },
    };
  });
  const published: LossSettings = {
    ...{ family: 'sigmoidF1, public code', loss: 'sigmoidF1' },
    options: { average: 'macro', beta: 10, eta: 1, inputs: 'probabilities' },
  };
  const unbounded: LossSettings = {
    ...{ family: 'unboundedF1, softplus', loss: 'unboundedF1', options: { average: 'macro' } },
    end: { kind: 'softplus' },
  };
  return [...plain, ...averaged, ...scaled, published, unbounded];
}

/** The loss as a function of targets and logits. */
export function lossOf({ loss, options }: LossSettings): Loss {
  const found = allLosses.find(({ lossName }) => lossName === loss);
  if (!found) throw new Error(`There is no loss ${loss}.`);
  return (found.with as (given: object) => Loss)(options);
}

/** 'beta 1, eta 0', or nothing where there is no step. */
export function stepText({ options, end }: LossSettings): string {
  const { beta, eta } = end?.kind === 'labelScale' ? end : options;
  return beta === undefined ? '' : `beta ${beta}, eta ${eta}`;
}

/**
 * The score above which a label is predicted without fitting: logit 0; half a count of `unboundedF1`, whose
 * outputs are counts.
 */
export const fixedThreshold = ({ end }: LossSettings): number => (end?.kind === 'softplus' ? 0.5 : 0);
