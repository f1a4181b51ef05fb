import type { LabelSetResult, VerifyReport } from '@argmaxable/verify';
import { version } from '../version.js';
import { scientific, share, whole } from './format.js';
import { radiusAxis } from './plots/radius-axis.js';
import { radiusBySize } from './plots/radius-by-size.js';
import { radiusHistogram } from './plots/radius-histogram.js';
import { verdictShare } from './plots/verdict-share.js';
import type { Subject } from './subject.js';
import { verdicts } from './verdicts.js';

/** Sets that a table names, and labels of each. */
const most = { sets: 12, labels: 30 };

/** What the template fills in: every number a string already, every plot its markup. */
export function viewOf(report: VerifyReport, subject: Subject) {
  const axis = radiusAxis(report);
  return {
    title: subject.model ?? 'joined report',
    headline: headline(report),
    guarantee: report.guarantee,
    exact: report.settings.mode === 'radius',
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

function headline({ counts, order }: VerifyReport): string {
  const { argmaxable, unargmaxable, undecided } = counts;
  const open = undecided > 0 ? ` (${share(undecided, order.length)} undecided)` : '';
  if (order.length === 0) return 'There were no label sets to verify.';
  if (unargmaxable === 0)
    return argmaxable === 0
      ? 'No label set was decided.'
      : `All label sets ${undecided > 0 ? 'that were decided ' : ''}are within reach${open}.`;
  return `${share(unargmaxable, order.length)} of the label sets can never be predicted${open}.`;
}

/** Sets that are not reachable, those given most often first; then the reachable ones of the least radius. */
function hardestOf(report: VerifyReport, { names }: Subject): { caption: string; sets: object[] }[] {
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
  const row = (result: LabelSetResult): object => {
    const { verdict, radius, labels } = result;
    const shown = Array.from(labels.subarray(0, most.labels), (label) => names?.[label] ?? String(label));
    const rest = labels.length > most.labels ? ` … ${whole(labels.length)} labels` : '';
    return {
      verdict,
      word: verdicts.find((entry) => entry.verdict === verdict)!.word,
      radius: verdict === 'argmaxable' ? scientific(radius.lower) : verdict === 'undecided' ? '?' : 'none',
      times: whole(times.get(result) ?? 0),
      labels: labels.length === 0 ? 'no label' : shown.join(names ? ' · ' : ', ') + rest,
    };
  };
  return [
    {
      caption: 'Not proved reachable, those given most often first',
      sets: missed.slice(0, most.sets).map(row),
    },
    { caption: 'Reachable, with the least room first', sets: reached.slice(0, most.sets).map(row) },
  ].filter(({ sets }) => sets.length > 0);
}

function factsOf(
  { verified, settings, outputLayer, milliseconds, distinct, order }: VerifyReport,
  subject: Subject,
): [string, string][] {
  const { numLabels, numFeatures, hasBias, hash } = verified;
  const rules = {
    sign: 'a label is predicted where its score is above 0',
    topK: 'the k highest scores are predicted',
    argmax: 'the highest score is predicted',
  };
  const facts: [string, string | null][] = [
    ['Model', subject.model],
    ['Label sets', subject.labels],
    [
      'Output layer',
      outputLayer ??
        `matrix: ${whole(numLabels)} labels, ${whole(numFeatures)} features${hasBias ? ', bias' : ''}`,
    ],
    ['Weights (SHA-256)', hash],
    ['Decision rule', rules[settings.rule]],
    ['Features', `abs(x) up to ${scientific(settings.box)}`],
    ['Out of reach', `proved radius below ${scientific(settings.eps)}`],
    ['Shard', settings.shard ? `${settings.shard.index} of ${settings.shard.of}` : null],
    [
      'Time',
      `${scientific(milliseconds / 1000)} s for ${whole(order.length)} label sets, ${whole(distinct.length)} different`,
    ],
    ['Made by', `argmaxable ${version}`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}
