import type { ModelResult } from './result.js';

/** How many trained parameters a network has less than another, and which share of the other's that is. */
export interface Savings {
  readonly count: number;
  readonly share: number;
}

/** What the second network saves of the first one's parameters: in the output layer, and in all. */
export function savingsOf([first, second]: readonly ModelResult[]): { output: Savings; total: Savings } {
  const saved = (of: (model: ModelResult) => number): Savings => {
    const count = of(first) - of(second);
    return { count, share: count / of(first) };
  };
  return {
    output: saved(({ outputParameters }) => outputParameters),
    total: saved(({ totalParameters }) => totalParameters),
  };
}
