import * as Plot from '@observablehq/plot';
import type { VerifyReport } from '@argmaxable/verify';
import { compact, powerOfTen, scientific, whole } from '../format.js';
import { color } from '../palette.js';
import { inlineSvg } from '../svg.js';
import { binOf, decades, logRadius, type RadiusAxis } from './radius-axis.js';

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** How many different reachable sets have which radius, on a logarithmic axis. */
export function radiusHistogram(report: VerifyReport, axis: RadiusAxis): string {
  const bins = binned(report, axis);
  const top = Math.max(1, ...bins.map(({ count }) => count));
  const ticks = Math.min(5, top); // counts are whole
  const reachable = bins.reduce((sum, { count }) => sum + count, 0);
  const [least, , median, , most] = report.radiusQuantiles().map(scientific);
  return inlineSvg({
    id: 'radii',
    title: 'Radius of the reachable label sets',
    description:
      `${whole(reachable)} different sets are reachable: ` +
      `least radius ${least}, median ${median}, largest ${most}.`,
    plot: {
      width: 420,
      height: 290,
      marginTop: 22,
      marginRight: 14,
      marginBottom: 48,
      marginLeft: 46,
      x: { domain: [axis.low, axis.high] },
      y: { domain: [0, top], nice: true },
      color: { type: 'identity' },
      marks: [
        Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks }),
        Plot.axisY({
          ticks,
          tickSize: 0,
          label: 'sets',
          labelArrow: 'none',
          fill: color('soft'),
          tickFormat: compact,
        }),
        Plot.axisX(decades(axis), {
          tickSize: 4,
          stroke: color('soft'),
          fill: color('soft'),
          tickFormat: powerOfTen,
          label: report.settings.mode === 'radius' ? 'radius' : 'radius, proved to be at least',
          labelAnchor: 'center',
          labelArrow: 'none',
        }),
        Plot.rect(bins, {
          x1: 'low',
          x2: 'high',
          y1: 0,
          y2: 'count',
          insetLeft: 0.5,
          insetRight: 0.5,
          fill: color('reach'),
          title: ({ low, high, count }: Bin) =>
            `${whole(count)} sets: radius ${scientific(10 ** low)} to ${scientific(10 ** high)}`,
        }),
        Plot.ruleY([0], { stroke: color('soft') }),
      ],
    },
  });
}

function binned({ distinct }: VerifyReport, axis: RadiusAxis): Bin[] {
  const counts = new Array<number>(Math.round((axis.high - axis.low) / axis.step)).fill(0);
  for (const result of distinct) {
    const log = logRadius(result);
    if (log !== null) counts[binOf(log, axis)]++;
  }
  return counts
    .map((count, bin) => ({ low: axis.low + bin * axis.step, high: axis.low + (bin + 1) * axis.step, count }))
    .filter(({ count }) => count > 0);
}
