import { lineChart, scientific, share } from '@argmaxable/report';
import type { Drawn } from '../figure.js';
import { groupBy, median } from '../groups.js';
import { lookOf } from '../looks.js';
import { candidates } from '../matrices/candidates.js';
import { levels, quantile, type Radii } from '../radii.js';
import { type DoneCandidate, nameOf } from './settings.js';

/** The columns of `heldOutTexts`. */
export const heldOutColumns = ['lost', '10 %', '25 %', 'median', '75 %'] as const;

/** Lost sets, and quantiles of radii: medians over the seeds. */
export function heldOutTexts(radii: readonly Radii[]): string[] {
  const at = ([0.1, 0.25, 0.5, 0.75] as const).map((level) =>
    scientific(median(radii.map((one) => quantile(one, level)))),
  );
  return [lostText(radii), ...at];
}

/** The share of sets that are not proved to be in reach. */
export function lostText(radii: readonly Radii[]): string {
  const lost = radii.reduce((sum, { outOfReach, undecided }) => sum + outOfReach + undecided, 0);
  const all = radii.reduce((sum, { sets }) => sum + sets, 0);
  return share(lost, all);
}

/** A line for each candidate: quantiles of the radii of held-out sets, medians over the seeds. */
export function quantilePlot(id: string, title: string, done: readonly DoneCandidate[]): Drawn {
  const lines = [...groupBy(done, ({ cell }) => nameOf(cell))].map(([name, same], i) => ({
    name,
    look: lookOf(candidates[same[0].cell.candidate].keepsTheorem ? 'cool' : 'warm', i),
    points: levels
      .filter((level) => level > 0)
      .map((level) => ({ x: level, y: median(same.map(({ result }) => quantile(result.heldOut, level))) })),
  }));
  const svg = lineChart({
    ...{ id, title: `Quantiles of radii: ${title}`, lines },
    ...{ x: { label: 'share of the sets', values: 'fraction' }, y: { label: 'radius', scale: 'log' } },
  });
  return { title, svg, models: lines };
}

/** What the lines of such plots are. */
export const quantileNote =
  'Radii of held-out label sets of WordNet: quantiles over sets, medians over the seeds. Blue lines keep the theorem, warm ones lose it, or no proof is known.';
