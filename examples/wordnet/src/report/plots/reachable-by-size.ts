import { color, inlineSvg, share, whole } from '@argmaxable/report';
import * as Plot from '@observablehq/plot';
import type { ModelResult } from '../../result.js';
import { type StyledModel } from '../models.js';

interface Size {
  readonly active: number;
  readonly sets: number;
  readonly reachable: number;
}

/**
 * The share of distinct held-out sets that are reachable, about each model, by their number of active labels.
 */
export function reachableBySize(models: readonly StyledModel[]): string {
  const curves = models.map(({ model, look }) => ({ model, look, sizes: sizesOf(model) }));
  const sizes = curves.flatMap((curve) => curve.sizes);
  const smallest = Math.min(...sizes.map(({ active }) => active));
  const largest = Math.max(...sizes.map(({ active }) => active));
  const most = Math.max(...sizes.map(({ sets }) => sets));
  const step = Math.max(1, Math.ceil((largest - smallest) / 12));
  return inlineSvg({
    id: 'by-size',
    title: 'Share of reachable label sets by number of active labels',
    description: curves
      .map(
        ({ model, sizes: own }) =>
          `${model.name}: ${own.map(({ active, reachable, sets }) => `${active} active, ${share(reachable, sets)}`).join('; ')}.`,
      )
      .join(' '),
    plot: {
      width: 400,
      height: 270,
      marginTop: 22,
      marginRight: 16,
      marginBottom: 46,
      marginLeft: 50,
      x: { domain: [smallest - 0.6, largest + 0.6] },
      y: { domain: [0, 1] },
      // Not down to zero: a size that occurs once should still be seen.
      r: { domain: [1, Math.max(most, 2)], range: [2.5, 7] },
      marks: [
        Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks: 5 }),
        Plot.axisY({
          ticks: 5,
          tickSize: 0,
          label: null,
          fill: color('soft'),
          tickFormat: (y: number) => share(Math.round(y * 100), 100),
        }),
        Plot.axisX(
          Array.from(
            { length: Math.floor((largest - smallest) / step) + 1 },
            (_, index) => smallest + index * step,
          ),
          {
            tickSize: 4,
            stroke: color('soft'),
            fill: color('soft'),
            tickFormat: String,
            label: 'active labels in the set',
            labelAnchor: 'center',
            labelArrow: 'none',
          },
        ),
        ...curves.flatMap(({ model, look, sizes: own }) => [
          Plot.lineY(own, {
            x: 'active',
            y: fraction,
            stroke: look.color,
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          Plot.dot(own, {
            x: 'active',
            y: fraction,
            r: 'sets',
            symbol: look.symbol,
            // See-through, for where several models reach the same share, as at 100%.
            fill: look.color,
            fillOpacity: 0.2,
            stroke: look.color,
            strokeWidth: 1.75,
            title: ({ active, sets, reachable }: Size) =>
              `${model.name}, ${active} active: ${whole(reachable)} of ${whole(sets)} sets (${share(reachable, sets)})`,
          }),
        ]),
      ],
    },
  });
}

const fraction = ({ reachable, sets }: Size): number => reachable / sets;

function sizesOf(model: ModelResult): Size[] {
  const bySize = new Map<number, { sets: number; reachable: number }>();
  for (const { active, model: verdict } of model.verification.sets) {
    const entry = bySize.get(active) ?? { sets: 0, reachable: 0 };
    entry.sets++;
    if (verdict === 'argmaxable') entry.reachable++;
    bySize.set(active, entry);
  }
  return [...bySize].map(([active, entry]) => ({ active, ...entry })).sort((a, b) => a.active - b.active);
}
