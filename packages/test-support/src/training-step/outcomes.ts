import { layerCases } from './layer-cases.js';
import { largestError } from '../numbers.js';
import { oneStep, type Step } from './one-step.js';

/**
 * Whether a layer trains on a backend: 'yes', or 'wrong' where a step leaves other weights than on the cpu
 * backend, or why it cannot.
 */
export type Outcome = string;

/** One step of each layer on the cpu backend, by name. */
export async function references(): Promise<Record<string, Step>> {
  const steps: Record<string, Step> = {};
  for (const layerCase of layerCases) steps[layerCase.name] = await oneStep(layerCase, 'cpu');
  return steps;
}

/** How one step of each layer on a backend compares with one on the cpu backend. */
export async function outcomes(
  backend: string,
  expected: Readonly<Record<string, Step>>,
): Promise<Record<string, Outcome>> {
  const found: Record<string, Outcome> = {};
  for (const layerCase of layerCases) {
    const { name } = layerCase;
    found[name] = await oneStep(layerCase, backend).then((step) => compared(step, expected[name]), reason);
  }
  return found;
}

function compared(actual: Step, expected: Step): Outcome {
  // Weights are about 1, and backends on a GPU may compute exponentials to 5 digits only.
  const close = (a: number[], b: number[]) => largestError(a, b) < 1e-3;
  const same =
    close([actual.loss], [expected.loss]) &&
    actual.weights.every(({ values }, i) => close(values, expected.weights[i].values));
  return same ? 'yes' : 'wrong';
}

function reason(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const kernel = /Kernel '(\w+)' not registered/.exec(message)?.[1];
  return kernel ? `no ${kernel}` : `error: ${message.slice(0, 80)}`;
}
