import type { Verdict } from '@argmaxable/core';
import { inOneLine } from './in-one-line.js';
import type { ReportData, Settings } from './report-data.js';
import { countVerdicts, type LabelSetResult } from './result.js';
import { confirmedCounts, countsAt, hardest, radiusQuantiles } from './verdict-statistics.js';

/** Number of sets that the summary lists. */
const named = 3;
/** Number of labels that it lists for each set. */
const labelsNamed = 8;

/** The text of `String(report)`. */
export function describeReport(report: ReportData): string {
  const { distinct, order, settings, verified } = report;
  const results = Array.from(order, (place) => distinct[place]);
  const counts = countVerdicts(results);
  const distinctCounts = countVerdicts(distinct);
  const share = (part: number) =>
    order.length === 0 ? '' : ` (${((100 * part) / order.length).toFixed(1)} %)`;
  const line = (verdict: Verdict) =>
    `  ${verdict.padEnd(12)} ${counts[verdict]}${share(counts[verdict])}, ${distinctCounts[verdict]} distinct`;
  const matrix = `${verified.numLabels} labels, ${verified.numFeatures} features${verified.hasBias ? ', bias' : ''}`;
  const confirmed = confirmedCounts(report);
  const lines = [
    `Output layer: ${inOneLine(report.outputLayer ?? `matrix (${matrix})`)}`,
    `About the ${settings.about}: features ${inOneLine(settings.featureRange.words)}`,
    ...(settings.folded ? [`  folded in: ${inOneLine(settings.folded.join(', '))}`] : []),
    ...describeProjection(report),
    `${order.length} label sets, ${distinct.length} distinct, in ${(report.milliseconds / 1000).toFixed(2)} s ` +
      `(${askedWords(settings)})`,
    line('argmaxable'),
    ...(confirmed
      ? [
          `    confirmed  ${confirmed.given}${share(confirmed.given)}, ${confirmed.distinct} distinct: the model itself, in float32, predicts them at the witness`,
        ]
      : []),
    line('unargmaxable'),
    line('undecided'),
  ];
  if (report.guarantee !== null) {
    const guaranteed = results.filter((result) => result.guaranteed);
    const missed = guaranteed.filter(({ verdict }) => verdict !== 'argmaxable').length;
    const about = guaranteed.some(({ guaranteedAbout }) => guaranteedAbout === 'classifier');
    const limits = missed === 0 ? '' : `; ${missed} of them are not proved reachable with the stored numbers`;
    lines.push(
      `  guaranteed   ${guaranteed.length}${share(guaranteed.length)} in exact arithmetic` +
        `${about ? ', of the matrix alone, with features of any sign and size' : ''}${limits}. ${report.guarantee}`,
    );
  }
  if (distinctCounts.argmaxable > 0) {
    const radii = radiusQuantiles(distinct).map((radius) => radius.toPrecision(2));
    const exact = settings.mode === 'radius' ? '' : ', at least';
    lines.push(`  radius of argmaxable sets${exact}: ${radii.join(', ')} (least, quartiles, greatest)`);
  }
  if (settings.mode === 'radius' && distinct.length > 0) {
    const levels = countsAt(distinct).map(
      ({ eps, counts }) => `${eps} ${percentOfShare(counts.argmaxable / distinct.length)}`,
    );
    lines.push(`  distinct sets with a radius of at least: ${levels.join(', ')}`);
  }
  const hard = hardest(distinct, named).map(describeSet);
  if (hard.length > 0) lines.push(`  hardest: ${hard.join('; ')}`);
  const failures = distinct.filter((result) => result.failure !== undefined);
  if (failures.length > 0) {
    lines.push(`  solver stopped early on ${failures.length} distinct: ${failures[0].failure}`);
  }
  return lines.join('\n');
}

/** Further settings that the verdicts depend on. */
export function askedWords({ eps, rule, thresholds = [] }: Settings): string {
  const least = thresholds.reduce((low, value) => Math.min(low, value), Infinity);
  const greatest = thresholds.reduce((high, value) => Math.max(high, value), -Infinity);
  return [
    ...(eps === null ? [] : [`eps ${eps}`]),
    `rule ${rule}`,
    ...(thresholds.length === 0
      ? []
      : [`thresholds ${least === greatest ? least : `from ${least} to ${greatest}`}`]),
  ].join(', ');
}

function describeSet({ labels, verdict }: LabelSetResult): string {
  const shown = [...labels.subarray(0, labelsNamed)].join(', ');
  return `{${shown}${labels.length > labelsNamed ? `, ... ${labels.length} labels` : ''}} ${verdict}`;
}

function describeProjection({ projection }: ReportData): string[] {
  if (projection === null) return [];
  const { inputs, features, rank, carries } = projection;
  const reach = carries
    ? 'which gives every feature vector of the matrix'
    : 'which does not give, or is not known to give, every feature vector of the matrix';
  return [`  through a projection from ${inputs} to ${features} features of rank ${rank}, ${reach}`];
}

function percentOfShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
