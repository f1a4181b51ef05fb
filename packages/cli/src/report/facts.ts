import { powerOfTen, scientific, share, whole } from '@argmaxable/report';
import type { VerifyReport } from '@argmaxable/verify';
import { version } from '../version.js';
import type { PageSubject } from './subject.js';

type Fact = readonly [name: string, value: string];

/** What was verified, how, and further results besides the verdicts. */
export function factsOf(report: VerifyReport, subject: PageSubject): Fact[] {
  const { verified, settings, milliseconds, distinct, order } = report;
  const facts: (readonly [string, string | null])[] = [
    ['Model', subject.model],
    ['Label sets', subject.labels],
    ['Output layer', outputLayer(report)],
    ['About', abouts[settings.about]],
    ['Features', settings.featureRange.words],
    ['Projection', projection(report)],
    ['Folded in', settings.folded?.join(', ') ?? null],
    ['Decision rule', decisionRule(report)],
    ['Reachable', reachable(report)],
    ['Out of reach', outOfReach(report)],
    ['Confirmed', confirmed(report)],
    ['Radius of at least', levels(report)],
    ['Weights (SHA-256)', verified.hash],
    ['Projection (SHA-256)', verified.projectionHash],
    ['Label sets (hash)', report.input?.hash ?? null],
    ['Shard', settings.shard ? `${settings.shard.index} of ${settings.shard.of}` : null],
    [
      'Time',
      `${scientific(milliseconds / 1000)} s for ${whole(order.length)} label sets, ${whole(distinct.length)} different`,
    ],
    ['Made by', `argmaxable ${version}`],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== null);
}

const abouts = {
  model: 'the model: its last linear layers, for the features that go into them',
  classifier: 'the last matrix alone',
} as const;

function outputLayer({ outputLayer, verified }: VerifyReport): string {
  const { numLabels, numFeatures, hasBias } = verified;
  return (
    outputLayer ??
    `matrix: ${whole(numLabels)} labels, ${whole(numFeatures)} features${hasBias ? ', bias' : ''}`
  );
}

function projection({ projection }: VerifyReport): string | null {
  if (projection === null) return null;
  const { inputs, features, rank, carries } = projection;
  const reach = carries
    ? 'gives every feature vector of the matrix'
    : 'is not known to give every feature vector of the matrix';
  return `from ${whole(inputs)} to ${whole(features)} features, of rank ${whole(rank)}: ${reach}`;
}

function decisionRule({ settings: { rule, thresholds } }: VerifyReport): string {
  if (rule === 'topK') return 'the k highest scores are predicted';
  if (rule === 'argmax') return 'the highest score is predicted';
  if (!thresholds || thresholds.length === 0) return 'a label is predicted if its score is above 0';
  const least = thresholds.reduce((low, value) => Math.min(low, value));
  const greatest = thresholds.reduce((high, value) => Math.max(high, value));
  return least === greatest
    ? `a label is predicted if its score is above ${least}`
    : `a label is predicted if its score is above its threshold, from ${least} to ${greatest}`;
}

function reachable({ settings: { eps } }: VerifyReport): string {
  return eps === null
    ? 'proved to be predicted at some features; no radius was required (no eps)'
    : `proved to have a radius of ${eps} or more (eps)`;
}

/** Bounds in float64 cannot show more; exact certificates can. */
function outOfReach({ settings: { eps, tolerance } }: VerifyReport): string {
  return eps === null
    ? `proved to have no radius, or one below ${scientific(tolerance)}, which counts as none here`
    : `proved to have a radius below ${eps}`;
}

function confirmed(report: VerifyReport): string | null {
  const counts = report.confirmedCounts();
  if (counts === null) return null;
  const { argmaxable } = report.distinctCounts;
  return (
    `${whole(counts.distinct)} of ${whole(argmaxable)} different reachable sets: ` +
    'the model itself predicts them in float32 at the features that prove it'
  );
}

function levels(report: VerifyReport): string | null {
  const { distinct, settings } = report;
  if (settings.mode !== 'radius' || distinct.length === 0) return null;
  const shares = report
    .countsAt()
    .map(
      ({ eps, counts }) =>
        `${powerOfTen(Math.round(Math.log10(eps)))}: ${share(counts.argmaxable, distinct.length)}`,
    );
  return `${shares.join(' · ')} of the different sets`;
}
