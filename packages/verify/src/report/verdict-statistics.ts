import { checkInteger, checkNumber, readNumbers, type VerdictCounts } from '@argmaxable/core';
import type { ReportData } from './report-data.js';
import type { LabelSetResult } from './result.js';

/*
 * Statistics of results, one per different label set. `VerifyReport` has these as methods; see there for
 * their meaning.
 */

/** How many argmaxable sets the model itself predicts at their witness. */
export interface ConfirmedCounts {
  /** Each label set counted as often as it was given. */
  readonly given: number;
  /** Each different label set counted once. */
  readonly distinct: number;
}

export function radiusQuantiles(
  distinct: readonly LabelSetResult[],
  shares: readonly number[] = [0, 0.25, 0.5, 0.75, 1],
): number[] {
  const checked = Array.from(readNumbers('shares', shares), (share, i) =>
    checkNumber(`shares[${i}]`, share, { min: 0, max: 1 }),
  );
  const radii = distinct
    .filter(({ verdict }) => verdict === 'argmaxable')
    .map(({ radius }) => radius.lower)
    .sort((a, b) => a - b);
  return checked.map((share) => radii[Math.round(share * (radii.length - 1))] ?? NaN);
}

export function confirmedCounts({
  settings,
  distinct,
  order,
}: Pick<ReportData, 'settings' | 'distinct' | 'order'>): ConfirmedCounts | null {
  const isUnasked = ({ verdict, confirmed }: LabelSetResult) =>
    verdict === 'argmaxable' && confirmed === undefined;
  if (settings.about !== 'model' || distinct.some(isUnasked)) return null;
  const isConfirmed = ({ verdict, confirmed }: LabelSetResult) =>
    verdict === 'argmaxable' && confirmed === true;
  return {
    given: order.filter((place) => isConfirmed(distinct[place])).length,
    distinct: distinct.filter(isConfirmed).length,
  };
}

export function countsAt(
  distinct: readonly LabelSetResult[],
  levels: readonly number[] = [1e-8, 1e-6, 1e-4, 1e-2],
): { eps: number; counts: VerdictCounts }[] {
  return Array.from(readNumbers('levels', levels), (eps, i) => {
    checkNumber(`levels[${i}]`, eps, { min: Number.MIN_VALUE });
    const counts = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
    for (const { radius } of distinct) {
      if (radius.lower >= eps) counts.argmaxable++;
      else if (radius.upper < eps) counts.unargmaxable++;
      else counts.undecided++;
    }
    return { eps, counts };
  });
}

export function hardest(distinct: readonly LabelSetResult[], howMany = 10): LabelSetResult[] {
  checkInteger('howMany', howMany, { min: 0 });
  const rank = { unargmaxable: 0, undecided: 1, argmaxable: 2 };
  return [...distinct]
    .sort((a, b) => rank[a.verdict] - rank[b.verdict] || a.radius.lower - b.radius.lower)
    .slice(0, howMany);
}
