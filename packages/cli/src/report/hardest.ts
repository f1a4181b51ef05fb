import { scientific, whole, verdictWords } from '@argmaxable/report';
import type { LabelSetResult, VerifyReport } from '@argmaxable/verify';
import type { PageSubject } from './subject.js';

/** Number of sets in a table, and of labels shown for each. */
const most = { sets: 12, labels: 30 };

export interface HardestTable {
  readonly caption: string;
  readonly sets: readonly HardestRow[];
}

interface HardestRow {
  readonly verdict: LabelSetResult['verdict'];
  readonly word: string;
  /** The remark beside the verdict; null for none. */
  readonly remark: string | null;
  readonly radius: string;
  readonly times: string;
  readonly labels: string;
}

/**
 * Sets that are not proved reachable, the most often given ones first; then the reachable ones with the least
 * radius.
 */
export function hardestOf(report: VerifyReport, subject: PageSubject): HardestTable[] {
  const times = new Map<LabelSetResult, number>();
  for (const place of report.order) {
    const result = report.distinct[place];
    times.set(result, (times.get(result) ?? 0) + 1);
  }
  const hardest = report.hardest(report.distinct.length);
  const missed = hardest
    .filter(({ verdict }) => verdict !== 'argmaxable')
    .sort((a, b) => times.get(b)! - times.get(a)!);
  const reached = hardest.filter(({ verdict }) => verdict === 'argmaxable');
  const tableOf = (caption: string, results: readonly LabelSetResult[]): HardestTable => ({
    caption,
    sets: results
      .slice(0, most.sets)
      .map((result) => hardestRow(report, subject, result, times.get(result) ?? 0)),
  });
  return [
    tableOf('Not proved reachable, most often given first', missed),
    tableOf('Reachable, smallest radius first', reached),
  ].filter(({ sets }) => sets.length > 0);
}

function hardestRow(
  report: VerifyReport,
  { names }: PageSubject,
  result: LabelSetResult,
  times: number,
): HardestRow {
  const { verdict, labels, confirmed } = result;
  const shown = Array.from(labels.subarray(0, most.labels), (label) => names?.[label] ?? String(label));
  const rest = labels.length > most.labels ? ` … ${whole(labels.length)} labels` : '';
  return {
    verdict,
    word: verdictWords[verdict],
    remark: verdict === 'argmaxable' && confirmed === false ? 'not confirmed' : null,
    radius: radiusOf(report, result),
    times: whole(times),
    labels: labels.length === 0 ? 'no label' : shown.join(names ? ' · ' : ', ') + rest,
  };
}

function radiusOf({ settings }: VerifyReport, { verdict, radius }: LabelSetResult): string {
  if (verdict === 'argmaxable') return scientific(radius.lower);
  if (verdict === 'undecided') return '?';
  return settings.eps === null || radius.upper <= 0 ? 'none' : `≤ ${scientific(radius.upper)}`;
}
