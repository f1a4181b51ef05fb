import { LabelSets, seededRandom } from '@argmaxable/core';
import { type LabelSetResult, verifyMatrix } from '@argmaxable/verify';
import type { RunContext } from './figure.js';
import { beside, type Rows } from './matrices/columns.js';
import type { Split } from './matrices/candidates.js';

/** How far slack is moved to widen regions. */
export interface Ascent {
  readonly steps: number;
  /** Label sets that one step looks at. */
  readonly batch: number;
  /** Length of a step, as a share of the length of the slack's entries. */
  readonly rate: number;
}

/**
 * Moves slack so that the radii of label sets grow, before any training: steps up the gradient of the mean
 * logarithm of the radius. The verifier gives the gradient: at the optimum of
 * `max r : y_i a_i . e >= r ||a_i||` with multipliers l, scaled to `sum l_i ||a_i|| = 1`,
 * `dr / da_i = l_i (y_i e - r a_i / ||a_i||)`.
 */
export async function ascendRadius(
  { fixed, slack }: Split,
  labelSets: LabelSets,
  { steps, batch, rate }: Ascent,
  seed: string,
  context: RunContext,
): Promise<Split> {
  const random = seededRandom(`ascent ${seed}`);
  const [n, width] = [fixed.length, fixed[0].length];
  const moved = slack.map((row) => [...row]);
  const length = Math.sqrt(moved.flat().reduce((sum, x) => sum + x * x, 0));
  for (let step = 1; step <= steps; step++) {
    context.step(`step ${step}/${steps} up`);
    const sets = labelSets.select(Array.from({ length: batch }, () => random.integer(labelSets.size)));
    const matrix = beside(fixed, moved);
    const { results } = await verifyMatrix({ weights: matrix }, sets, {
      ...{ mode: 'radius', certificates: true, signal: context.signal },
    });
    const gradient = gradientOf(matrix, results).map((row) => row.slice(width));
    const size = Math.sqrt(gradient.flat().reduce((sum, x) => sum + x * x, 0));
    if (size === 0) break;
    // Steps become shorter, to half of the first.
    const by = (rate * length * (1 - step / (2 * steps))) / size;
    for (let i = 0; i < n; i++) gradient[i].forEach((x, j) => (moved[i][j] += by * x));
  }
  return { fixed, slack: moved };
}

/** Radii below count as this in the gradient, so that the thinnest region is not all there is. */
const least = 1e-6;

/** Gradient of the sum of the logarithms of the radii, in the matrix; sets without a radius count not. */
export function gradientOf(matrix: Rows, results: readonly LabelSetResult[]): number[][] {
  const gradient = matrix.map((row) => row.map(() => 0));
  for (const { labels, verdict, witness, multipliers, radius } of results) {
    if (verdict !== 'argmaxable' || !witness || !multipliers) continue;
    const active = new Set(labels);
    const norm = (i: number): number => Math.hypot(...matrix[i]);
    const rows = Array.from(multipliers.rows);
    const all = rows.reduce((sum, i, m) => sum + multipliers.values[m] * norm(i), 0);
    rows.forEach((i, m) => {
      const weight = multipliers.values[m] / all / Math.max(radius.lower, least);
      const sign = active.has(i) ? 1 : -1;
      const length = norm(i);
      matrix[i].forEach((a, j) => {
        gradient[i][j] += weight * (sign * witness[j] - (radius.lower * a) / length);
      });
    });
  }
  return gradient;
}
