import { checkInteger, ValueError } from '@argmaxable/core';
import { type LabelSetResult, VerifyReport } from './report.js';

/** Every `of`-th label set of an input, starting with number `index` (from 1). */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const wholeInput: Shard = { index: 1, of: 1 };

/** @throws ValueError for anything but 'i/m' with 1 <= i <= m. */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(String(text));
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (index < 1 || index > of) throw new ValueError('shard', text, "'i/m' with i from 1 to m, such as '1/4'");
  return { index, of };
}

/** Whether the set at `place` (from 0) is one of the shard's. */
export function isInShard(place: number, { index, of }: Shard): boolean {
  return place % of === index - 1;
}

/**
 * Joins the reports of all shards of one input, in any order: the same report as one run, times added. Only how far a bound
 * goes beyond its verdict can differ, because the solver starts from what earlier sets taught it.
 *
 * @throws ValueError for reports about other weights or settings, and for shards that are missing, twice or of another number.
 *
 * @example
 * import { mergeReports, verifyMatrix } from '@argmaxable/verify';
 * const sets = [[0], [1], [0, 1]];
 * const halves = ['1/2', '2/2'].map((shard) => verifyMatrix({ weights: [[1], [2]] }, sets, { shard }));
 * mergeReports(await Promise.all(halves)).counts; // as of one run
 */
export function mergeReports(reports: readonly VerifyReport[]): VerifyReport {
  checkInteger('number of reports', reports.length, { min: 1 });
  const [first] = reports;
  const of = reports.length;
  const settings = { ...first.settings, shard: undefined };
  const byIndex = new Map<number, VerifyReport>();
  for (const report of reports) {
    const { shard = wholeInput } = report.settings;
    if (shard.of !== of || byIndex.has(shard.index)) {
      throw new ValueError(
        'shard',
        `${shard.index}/${shard.of}`,
        `one of the ${of} shards of one input, each there once`,
      );
    }
    if (
      report.verified.hash !== first.verified.hash ||
      report.verified.projectionHash !== first.verified.projectionHash ||
      JSON.stringify({ ...report.settings, shard: undefined }) !== JSON.stringify(settings)
    ) {
      throw new ValueError(
        `shard ${shard.index}/${of}`,
        'another',
        'about the same weights under the same settings',
      );
    }
    byIndex.set(shard.index, report);
  }
  const placeOf = new Map<string, number>();
  const distinct: LabelSetResult[] = [];
  const total = reports.reduce((sum, report) => sum + report.order.length, 0);
  const order = Int32Array.from({ length: total }, (_, place) => {
    const shard = byIndex.get((place % of) + 1)!;
    const result = shard.distinct[shard.order[Math.floor(place / of)]];
    const key = result.labels.join();
    if (!placeOf.has(key)) placeOf.set(key, distinct.push(result) - 1);
    return placeOf.get(key)!;
  });
  const milliseconds = reports.reduce((sum, report) => sum + report.milliseconds, 0);
  return new VerifyReport({ ...first, distinct, order, settings, milliseconds });
}
