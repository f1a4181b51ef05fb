import { LabelSets } from '@argmaxable/core';
import { type CandidateCell, type CandidateResult, nameOf } from '../candidates/settings.js';
import { startSection, startTable } from '../candidates/start.js';
import { trainCandidate } from '../candidates/train-candidate.js';
import { candidateTuning, ofTraining, trainedSection, trainedTable } from '../candidates/trained.js';
import { loadData } from '../data/load-data.js';
import type { StudyData } from '../data/study-data.js';
import type { Figure, GridOptions, RunContext } from '../figure.js';
import { randomLabelSets } from '../label-sets.js';
import { candidateMatrix, type CandidateName, candidateNames, candidates } from '../matrices/candidates.js';
import type { Rows } from '../matrices/columns.js';
import { type Radii, radiiOf } from '../radii.js';
import { ascendRadius } from '../radius-ascent.js';
import { followUp } from '../tuning.js';

export const candidatesFigure: Figure<CandidateCell, CandidateResult> = {
  name: 'candidates',
  about:
    'Matrices of one size with 2k + 1 fixed columns: which has wider regions, before and after training?',
  revision: 1,
  options: ['seeds', 'full'],

  cells(options) {
    const trained = trainedVariants(options).map((cell): CandidateCell => ({ ...cell, seed: 1 }));
    if (options.full) return trained;
    const starts = startVariants(options).map((cell): CandidateCell => ({ ...cell, seed: 1 }));
    return [...starts, ...trained];
  },

  followUp: (done, options) => followUp(ofTraining(done), candidateTuning, options, standardSeeds),

  describe: ({ slack, seed, training, ...cell }) =>
    `${nameOf({ slack, seed, training, ...cell })}, slack ${slack}${training ? ` at ${training.rate}` : ''} seed ${seed}`,

  async run(cell, context) {
    const { n, k, slack, examples, seed, ascent, training } = cell;
    const data = await loadData({
      ...{ kind: 'wordnet', labels: n, examples, heldOut: examples / 10, validation: examples / 10 },
      embeddingSize: training?.embeddingSize ?? 1,
      ...(training && { encoder: training.encoder }),
    });
    const { labelSets } = data.train;
    const made = candidates[cell.candidate].make({ n, k, slack, labelSets, seed });
    const start = ascent === null ? made : await ascendRadius(made, labelSets, ascent, `${seed}`, context);
    if (training === null) {
      return { ...(await measure(candidateMatrix(start), data, cell, context)), scores: null };
    }
    const { matrix, scores } = await trainCandidate(start, data, training, seed, context);
    return { ...(await measure(matrix, data, cell, context)), scores };
  },

  summarize: (done) => [startTable(done), trainedTable(done)].filter(({ rows }) => rows.length > 0),
  page: (done) => [startSection(done), trainedSection(done)].filter(({ plots }) => plots.length > 0),
};

const standardSeeds = 3;

type Variant = Omit<CandidateCell, 'seed'>;

/** All matrices, as training starts from them. */
function startVariants(options: GridOptions): Variant[] {
  const { base, slack, ascent } = sizesOf(options);
  const starts = [0, slack].flatMap((columns) =>
    candidateNames
      .filter((candidate) => columns > 0 || !aboutSlack.has(candidate))
      .map((candidate) => ({ ...base, candidate, slack: columns })),
  );
  return [...starts, { ...base, candidate: 'dft', slack, ascent }];
}

/** Those that are trained, at the rate to begin with. */
function trainedVariants(options: GridOptions): Variant[] {
  const { quick, full } = options;
  const { base: sized, slack, ascent } = sizesOf(options);
  const size = quick || full ? {} : { n: 1000, examples: 10_000, samples: 100 };
  const base = { ...sized, ...size, active: [], slack };
  const dft = { ...base, candidate: 'dft' as const };
  // At least 2k + 1 + s features: the projection has to carry every x.
  const embeddingSize = quick ? 32 : full ? 128 : 80;
  const shared = { encoder: 'leaky' as const, angles: false, regulariser: null };
  const training = { rate: quick ? 0.01 : 0.03, epochs: quick ? 1 : 6, embeddingSize, ...shared };
  const regularisers = [
    { kind: 'ascent' as const, every: 16, batch: quick ? 5 : 30, rate: 0.05 },
    { kind: 'margin' as const, margin: 0.3, weight: 0.01 },
  ];
  return [
    ...trainedCandidates.map((candidate) => ({ ...base, candidate, training })),
    { ...dft, training: { ...training, angles: true } },
    { ...dft, training, ascent },
    ...regularisers.map((regulariser) => ({ ...dft, training: { ...training, regulariser } })),
  ];
}

function sizesOf({ quick }: GridOptions) {
  const size = quick ? { n: 40, k: 6, examples: 400 } : { n: 2000, k: 26, examples: 20_000 };
  const measured = quick ? { samples: 10, active: [2] } : { samples: 200, active: [2, 5] };
  return {
    base: { ...size, ...measured, ascent: null, training: null },
    slack: quick ? 4 : 16,
    ascent: quick ? { steps: 2, batch: 5, rate: 0.1 } : { steps: 40, batch: 30, rate: 0.1 },
  };
}

/** Those that differ from another by their slack alone. */
const aboutSlack: ReadonlySet<CandidateName> = new Set([
  ...(['slack orthogonal', 'suggested, orthogonal', 'slack large'] as const),
]);

/** Those that are trained. */
const trainedCandidates = [
  'dft',
  'suggested order',
  'wide gaps',
  'half low, half spread',
  "polynomials, Chebyshev's points",
  'heat kernel, wide gaps',
] as const satisfies CandidateName[];

async function measure(
  matrix: Rows,
  { heldOut }: StudyData,
  { n, samples, active, seed }: CandidateCell,
  context: RunContext,
): Promise<Omit<CandidateResult, 'scores'>> {
  context.step('radii');
  const sets = LabelSets.from([...heldOut.labelSets.distinct().sets].slice(0, samples), n);
  const ofHeldOut = await radiiOf(matrix, sets, context);
  const random: Radii[] = [];
  for (const size of active) {
    random.push(await radiiOf(matrix, randomLabelSets(n, size, samples, seed), context));
  }
  return { heldOut: ofHeldOut, random };
}
