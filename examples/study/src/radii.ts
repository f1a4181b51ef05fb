import type { LabelSets } from '@argmaxable/core';
import { verifyMatrix } from '@argmaxable/verify';
import type { Rows } from './matrices/columns.js';
import type { RunContext } from './figure.js';

/** Radii of some label sets with one matrix. */
export interface Radii {
  readonly sets: number;
  /** Sets that no features give, or with a radius below what the solvers resolve. */
  readonly outOfReach: number;
  readonly undecided: number;
  /** Of all sets, one that is not proved to be in reach with radius 0: by `levels`. */
  readonly quantiles: readonly number[];
}

/** Which quantiles. */
export const levels = [0, 0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Proved lower bounds of the radii of label sets, features within -1 to 1. */
export async function radiiOf(matrix: Rows, labelSets: LabelSets, { signal }: RunContext): Promise<Radii> {
  const report = await verifyMatrix({ weights: matrix }, labelSets, { mode: 'radius', signal });
  const { results, counts } = report;
  const radii = results.map(({ verdict, radius }) => (verdict === 'argmaxable' ? radius.lower : 0));
  return {
    sets: results.length,
    outOfReach: counts.unargmaxable,
    undecided: counts.undecided,
    quantiles: quantilesOf(radii),
  };
}

/** The values at the ranks `level (count - 1)`, rounded down. */
export function quantilesOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return levels.map((level) => sorted[Math.floor(level * (sorted.length - 1))]);
}

/** A quantile of `Radii`. */
export const quantile = ({ quantiles }: Radii, level: (typeof levels)[number]): number =>
  quantiles[levels.indexOf(level)];
