import { checkString } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { percentTick, share, whole } from '../format.js';
import { color, type Look } from '../palette.js';
import { inlineSvg } from '../svg.js';
import type { DecidedSet } from '../verdicts.js';
import { extent, frame, sizeAxis, verticalAxis } from './axes.js';
import { checkDecided, checkEach, checkLook, checkPlot } from './checks.js';

/** The data of `reachableBySize`. */
export interface ReachableBySize {
  /** Unique in the page. */
  readonly id: string;
  /** One line each. */
  readonly models: readonly ReachingModel[];
}

/** A model, and which label sets it reaches. */
export interface ReachingModel {
  readonly name: string;
  readonly look: Look;
  /** Different label sets. */
  readonly sets: readonly DecidedSet[];
}

interface SizeGroup {
  readonly active: number;
  readonly sets: number;
  readonly reachable: number;
}

/**
 * Draws the share of label sets that are reachable against their number of active labels, with one line per
 * model; larger marks mean more sets.
 *
 * @returns The SVG, for a page of `renderPage`; null if there are no sets.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { reachableBySize } from '@argmaxable/report';
 * const sets = [
 *   { active: 1, verdict: 'argmaxable' },
 *   { active: 2, verdict: 'unargmaxable' },
 * ];
 * const models = [{ name: 'BSL d=3', look: { color: 'warm1', symbol: 'circle' }, sets }];
 * console.log(reachableBySize({ id: 'by-size', models })); // <svg ...
 */
export function reachableBySize(plot: ReachableBySize): string | null {
  const { id, models } = checkPlot('reachableBySize', plot, ['models']);
  checkEach('models', models, (place, model) => {
    checkString(`${place}.name`, model.name);
    checkLook(`${place}.look`, model.look);
    checkDecided(`${place}.sets`, model.sets);
  });
  const curves = models.map(({ name, look, sets }) => ({ name, look, sizes: sizesOf(sets) }));
  const sizes = curves.flatMap((curve) => curve.sizes);
  if (sizes.length === 0) return null;
  const [smallest, largest] = extent(sizes.map(({ active }) => active));
  const [, most] = extent(sizes.map(({ sets }) => sets));
  return inlineSvg({
    id,
    title: 'Share of reachable label sets by number of active labels',
    description: curves.map(describe).join(' '),
    plot: {
      ...frame,
      marginLeft: 50,
      x: { domain: [smallest - 0.6, largest + 0.6] },
      y: { domain: [0, 1] },
      // The size of a mark does not go down to zero, so that a size that occurs once can still be seen.
      r: { domain: [1, Math.max(most, 2)], range: [2.5, 7] },
      marks: [
        ...verticalAxis({ ticks: 5, format: percentTick }),
        sizeAxis(smallest, largest, 12),
        ...curves.flatMap(({ name, look, sizes: own }) => [
          Plot.lineY(own, {
            x: 'active',
            y: reachableShare,
            stroke: color(look.color),
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          Plot.dot(own, {
            x: 'active',
            y: reachableShare,
            r: 'sets',
            symbol: look.symbol,
            // Marks are transparent, because several models may reach the same share, such as 100 %.
            fill: color(look.color),
            fillOpacity: 0.2,
            stroke: color(look.color),
            strokeWidth: 1.75,
            title: ({ active, sets, reachable }: SizeGroup) =>
              `${name}, ${active} active: ${whole(reachable)} of ${whole(sets)} sets (${share(reachable, sets)})`,
          }),
        ]),
      ],
    },
  });
}

const reachableShare = ({ reachable, sets }: SizeGroup): number => reachable / sets;

function sizesOf(sets: readonly DecidedSet[]): SizeGroup[] {
  const bySize = new Map<number, { sets: number; reachable: number }>();
  for (const { active, verdict } of sets) {
    const entry = bySize.get(active) ?? { sets: 0, reachable: 0 };
    entry.sets++;
    if (verdict === 'argmaxable') entry.reachable++;
    bySize.set(active, entry);
  }
  return [...bySize].map(([active, entry]) => ({ active, ...entry })).sort((a, b) => a.active - b.active);
}

function describe({ name, sizes }: { readonly name: string; readonly sizes: readonly SizeGroup[] }): string {
  const shares = sizes.map(({ active, reachable, sets }) => `${active} active, ${share(reachable, sets)}`);
  return `${name}: ${shares.join('; ')}.`;
}
