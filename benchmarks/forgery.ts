/**
 * How reliable verdicts and certificates are, against exact arithmetic: random systems with numbers of all
 * sizes (from 1e-100 to 1e100) are decided, and certificates are forged and checked, for some seconds.
 * Prints, for each style of system, how many verdicts exact arithmetic agrees with and how many it
 * contradicts, and for each kind of forgery how many are accepted, and wrongly; writes
 * benchmarks/results/forgery.json. Exits with 1 where a verdict, a bound or an accepted forgery is wrong.
 *
 * `node scripts/run.mjs benchmarks/forgery.ts`. Options: --seconds N, 60 by default; --seed TEXT.
 */
import { parseArgs } from 'node:util';
import { seededRandom, ValueError } from '@argmaxable/core';
import {
  decideExactly,
  extremeSystem,
  forgeryFlaw,
  forgery,
  fraction,
  isLess,
  isWiderThan,
  type ExactQuestion,
  exactQuestion,
  exactRadius,
  exactRows,
  systemStyles,
} from '@argmaxable/test-support/exact';
import {
  type Classifier,
  checkClassifierCertificate,
  exactMultipliers,
  type LabelSetResult,
  multipliersCertificate,
  readClassifier,
  verifyMatrix,
  witnessCertificate,
} from '@argmaxable/verify';
import { writeResults } from './common/results.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: 'forgery' } },
});
const until = performance.now() + 1000 * Number(values.seconds);
const forgeriesPerSystem = 40;
/** What float64 counts as no region at all, and room for the rounding of this number. */
const resolution = 1e-10 * (1 + 1e-6);

const verdicts = new Map(
  systemStyles.map((style) => [style, { sets: 0, agree: 0, thin: 0, undecided: 0, contradicted: 0 }]),
);
const forgeries = new Map<string, { tried: number; accepted: number; wrong: number; errors: number }>();
const complaints: string[] = [];

for (let number = 0; performance.now() < until; number++) {
  for (const style of systemStyles) await tryOut(style, `${values.seed} ${style} ${number}`);
}
console.table(Object.fromEntries(verdicts));
console.log(
  'agree: exact arithmetic gives the same verdict. thin: called out of reach, and reached by less than 1e-10 of what its rows are made of.',
);
console.table(Object.fromEntries(forgeries));
console.log(
  'accepted: by float64 or exact arithmetic, each tried; wrong: and exact arithmetic refutes what was said.',
);
writeResults('forgery', {
  seconds: Number(values.seconds),
  verdicts: Object.fromEntries(verdicts),
  forgeries: Object.fromEntries(forgeries),
  complaints,
});
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exitCode = 1;
}

async function tryOut(style: (typeof systemStyles)[number], seed: string): Promise<void> {
  const random = seededRandom(seed);
  const system = extremeSystem(random, style);
  const { input, rule, labels } = system;
  const question = exactQuestion(system);
  const sets = [labels, [], [0], input.weights.map((_, i) => i)];
  const { distinct, classifier } = await verifyMatrix(input, sets, { rule, certificates: true });
  for (const result of distinct) countVerdict(style, question, result, seed);
  const read = await readClassifier(input, { ranked: rule !== 'sign' });
  const honest = distinct.flatMap((result) => certificatesOf(read, result));
  for (let k = 0; k < forgeriesPerSystem; k++) {
    const forged = forgery(random, question, labels, honest);
    const counts = forgeries.get(forged.kind) ?? { tried: 0, accepted: 0, wrong: 0, errors: 0 };
    forgeries.set(forged.kind, counts);
    for (const arithmetic of ['float64', 'exact'] as const) {
      counts.tried++;
      try {
        const answer = checkClassifierCertificate(classifier!, forged.labels, forged.certificate, {
          arithmetic,
        });
        if (answer.valid) counts.accepted++;
        const flaw = forgeryFlaw(question, forged, answer, arithmetic);
        if (flaw === null) continue;
        counts.wrong++;
        complaints.push(`${seed}, forgery ${k}, ${arithmetic}: ${flaw}`);
      } catch (error) {
        counts.errors++;
        if (!(error instanceof ValueError)) complaints.push(`${seed}, forgery ${k}: ${String(error)}`);
      }
    }
  }
}

function countVerdict(
  style: (typeof systemStyles)[number],
  question: ExactQuestion,
  { labels, verdict, radius }: LabelSetResult,
  seed: string,
): void {
  const counts = verdicts.get(style)!;
  counts.sets++;
  const set = Array.from(labels);
  const isReachable = 'point' in decideExactly(question, exactRows(question, set));
  const exact = exactRadius(question, set);
  const crosses =
    !(radius.lower <= radius.upper) ||
    (exact !== null &&
      ((Number.isFinite(radius.lower) && isLess(exact[1], fraction(radius.lower))) ||
        (Number.isFinite(radius.upper) && isLess(fraction(radius.upper), exact[0]))));
  const isThin = verdict === 'unargmaxable' && isReachable && !isWiderThan(question, set, resolution);
  if (crosses) {
    counts.contradicted++;
    complaints.push(
      `${seed}, set {${set.join()}}: the radius is not from ${radius.lower} to ${radius.upper}`,
    );
  } else if (verdict === 'undecided') {
    counts.undecided++;
  } else if ((verdict === 'argmaxable') === isReachable) {
    counts.agree++;
  } else if (isThin) {
    counts.thin++;
  } else {
    counts.contradicted++;
    complaints.push(`${seed}, set {${set.join()}}: ${verdict}`);
  }
}

function certificatesOf(classifier: Classifier, { labels, witness, multipliers }: LabelSetResult): object[] {
  const exact = multipliers && exactMultipliers(classifier, labels, multipliers);
  return [
    ...(witness ? [witnessCertificate(witness)] : []),
    ...(multipliers ? [multipliersCertificate(multipliers)] : []),
    ...(exact ? [multipliersCertificate(exact)] : []),
  ];
}
