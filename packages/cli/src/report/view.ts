import { radiusBySize, radiusHistograms, scientific, verdictShare, whole } from '@argmaxable/report';
import type { VerifyReport } from '@argmaxable/verify';
import { factsOf } from './facts.js';
import { guaranteeOf } from './guarantee.js';
import { hardestOf } from './hardest.js';
import { headline } from './headline.js';
import type { PageSubject } from './subject.js';

/** The values for the template: numbers are already strings, plots are markup. */
export function viewOf(report: VerifyReport, subject: PageSubject) {
  const { featureRange, eps, mode } = report.settings;
  const { argmaxable } = report.distinctCounts;
  const confirmed = report.confirmedCounts();
  return {
    title: subject.model ?? 'joined report',
    headline: headline(report, subject),
    range: featureRange.words,
    eps: eps === null ? null : scientific(eps),
    guarantee: guaranteeOf(report),
    exact: mode === 'radius',
    unconfirmed:
      confirmed !== null && confirmed.distinct < argmaxable ? whole(argmaxable - confirmed.distinct) : null,
    shares: [
      {
        title: 'Label sets as given',
        note: `all ${whole(report.order.length)}`,
        svg: verdictShare({
          ...{ id: 'given', title: 'Share of each verdict: label sets as given' },
          rows: [{ counts: report.counts }],
        }),
      },
      {
        title: 'Different label sets',
        note: `each of ${whole(report.distinct.length)} counted once`,
        svg: verdictShare({
          ...{ id: 'different', title: 'Share of each verdict: different label sets' },
          rows: [{ counts: report.distinctCounts }],
        }),
      },
    ],
    room: roomOf(report),
    hardest: hardestOf(report, subject),
    facts: factsOf(report, subject).map(([name, text]) => ({ name, text })),
  };
}

/** The plots of radii; none if no set has a radius. */
function roomOf({ distinct, settings: { eps, mode } }: VerifyReport) {
  const sets = distinct.map(({ labels, verdict, radius }) => ({
    ...{ active: labels.length, verdict, radius: radius.lower },
  }));
  const bySize = radiusBySize({ id: 'by-size', sets, none: eps === null ? 'none' : 'below' });
  if (bySize === null) return [];
  const [histogram] = radiusHistograms({
    id: 'radii',
    groups: [{ title: 'Radius of the reachable label sets', sets }],
    exact: mode === 'radius',
  });
  return [
    { title: 'Radius', note: 'different reachable sets', svg: histogram },
    { title: 'Radius by size of the set', note: 'the wider a bar, the more different sets', svg: bySize },
  ];
}
