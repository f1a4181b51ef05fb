import * as Plot from '@observablehq/plot';
import type { Counts } from '@argmaxable/verify';
import { share, whole } from '../format.js';
import { color } from '../palette.js';
import { hatch, inlineSvg } from '../svg.js';
import { verdicts } from '../verdicts.js';
import { fillOf } from './fill.js';

const size = { width: 420, bar: 34, caption: 24 };

/**
 * One bar: the share of each verdict.
 *
 * @param id Unique in the page.
 * @param name What is counted.
 */
export function verdictShare(id: string, name: string, counts: Counts): string {
  const total = counts.argmaxable + counts.unargmaxable + counts.undecided;
  let x = 0;
  const segments = verdicts
    .filter(({ verdict }) => counts[verdict] > 0)
    .map(({ verdict, word, colorName }) => {
      const x1 = x;
      x += (counts[verdict] / total) * size.width;
      return {
        verdict,
        colorName,
        x1,
        x2: x,
        count: counts[verdict],
        text: `${share(counts[verdict], total)} ${word}`,
      };
    });
  type Segment = (typeof segments)[number];
  const summary = segments.map(({ text }) => text).join(' · ');
  return inlineSvg({
    id,
    title: `Share of each verdict: ${name}`,
    description: summary,
    plot: {
      width: size.width,
      height: size.bar + size.caption,
      margin: 0,
      x: { type: 'identity', axis: null },
      y: { type: 'identity', axis: null },
      color: { type: 'identity' },
      marks: [
        hatch(id, 'out'),
        Plot.rect(segments, {
          x1: 'x1',
          x2: 'x2',
          y1: 0,
          y2: size.bar,
          fill: ({ verdict }: Segment) => fillOf(verdict, id),
          stroke: ({ colorName }: Segment) => color(colorName),
          inset: 0.5,
          title: ({ text, count }: Segment) => `${whole(count)} of ${whole(total)}: ${text}`,
        }),
        Plot.text([summary], {
          x: 0,
          y: size.bar + size.caption / 2 + 2,
          textAnchor: 'start',
        }),
      ],
    },
  });
}
