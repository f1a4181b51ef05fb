import type { VerifyReport } from '@argmaxable/verify';
import { factsOf } from './facts.js';
import { scientific, whole } from './format.js';
import { guaranteeOf } from './guarantee.js';
import { hardestOf } from './hardest.js';
import { headline } from './headline.js';
import { radiusAxis } from './plots/radius-axis.js';
import { radiusBySize } from './plots/radius-by-size.js';
import { radiusHistogram } from './plots/radius-histogram.js';
import { verdictShare } from './plots/verdict-share.js';
import type { Subject } from './subject.js';

/** What the template fills in: every number a string already, every plot its markup. */
export function viewOf(report: VerifyReport, subject: Subject) {
  const axis = radiusAxis(report);
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
        name: 'Label sets as given',
        note: `all ${whole(report.order.length)}`,
        svg: verdictShare('given', 'label sets as given', report.counts),
      },
      {
        name: 'Different label sets',
        note: `each of ${whole(report.distinct.length)} counted once`,
        svg: verdictShare('different', 'different label sets', report.distinctCounts),
      },
    ],
    histogram: axis && radiusHistogram(report, axis),
    bySize: axis && radiusBySize(report, axis),
    hardest: hardestOf(report, subject),
    facts: factsOf(report, subject),
  };
}
