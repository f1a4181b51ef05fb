import { LabelSets } from '@argmaxable/core';
import { oneVersusAll } from '@argmaxable/losses';
import { lineChart, percent, scientific, share } from '@argmaxable/report';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { tensor1d } from '@tensorflow/tfjs-core';
import { Matrix, solve } from 'ml-matrix';
import { loadData } from '../data/load-data.js';
import type { StudyData } from '../data/study-data.js';
import type { Figure, Finished, RunContext, Section, Table } from '../figure.js';
import { groupBy, median } from '../groups.js';
import { startLikeTorch } from '../heads.js';
import { randomLabelSets } from '../label-sets.js';
import { lookOf } from '../looks.js';
import {
  candidateMatrix,
  type CandidateName,
  candidateNames,
  candidates,
  type Split,
} from '../matrices/candidates.js';
import { evenAngles, type Rows } from '../matrices/columns.js';
import { levels, quantile, type Radii, radiiOf } from '../radii.js';
import { type Ascent, ascendRadius } from '../radius-ascent.js';
import { SplitOutput } from '../split-output.js';
import { type Scores, scoresOf, train } from '../training.js';
import {
  best,
  followUp,
  seedsOf,
  type Tuned,
  tunedRate,
  tunedText,
  type Tuning,
  tuningNote,
} from '../tuning.js';

interface Cell {
  readonly candidate: CandidateName;
  readonly n: number;
  readonly k: number;
  readonly slack: number;
  /** Steps that move the slack towards larger radii of training sets before anything else; null for none. */
  readonly ascent: Ascent | null;
  /** Null: the matrix as training starts from it. */
  readonly training: Training | null;
  /** Examples of WordNet. */
  readonly examples: number;
  /** Distinct held-out sets, at most, and random sets of each size. */
  readonly samples: number;
  readonly active: readonly number[];
  readonly seed: number;
}

interface Training {
  readonly rate: number;
  readonly epochs: number;
  readonly embeddingSize: number;
  /** Whether the angles of the labels are trained too. */
  readonly angles: boolean;
}

interface Result {
  readonly heldOut: Radii;
  /** Of random sets, by the sizes in `active`. */
  readonly random: readonly Radii[];
  /** After training. */
  readonly scores: { readonly validation: Scores; readonly heldOut: Scores } | null;
}

type Done = Finished<Cell, Result>;

export const candidatesFigure: Figure<Cell, Result> = {
  name: 'candidates',
  about:
    'Matrices of one size with 2k + 1 fixed columns: which has wider regions, before and after training?',
  revision: 1,
  options: ['seeds'],

  cells(options) {
    const { quick } = options;
    const size = quick ? { n: 40, k: 6, examples: 400 } : { n: 2000, k: 26, examples: 20_000 };
    const measured = quick ? { samples: 10, active: [2] } : { samples: 200, active: [2, 5] };
    const ascent = quick ? { steps: 2, batch: 5, rate: 0.1 } : { steps: 40, batch: 30, rate: 0.1 };
    const base = { ...size, ...measured, ascent: null, training: null };
    const slacks = quick ? [0, 4] : [0, 16];
    const most = slacks[1];
    const starts = slacks.flatMap((slack) =>
      candidateNames
        .filter((candidate) => slack > 0 || !aboutSlack.has(candidate))
        .map((candidate) => ({ ...base, candidate, slack })),
    );
    const ascended = { ...base, candidate: 'dft' as const, slack: most, ascent };
    const rates = quick ? [0.01] : [0.01, 0.03];
    const epochs = quick ? 1 : 6;
    const embeddingSize = quick ? 32 : 128;
    const trained = rates.flatMap((rate) => {
      const training = { rate, epochs, embeddingSize, angles: false };
      return [
        ...trainedCandidates.map((candidate) => ({ ...base, candidate, slack: most, training })),
        { ...base, candidate: 'dft' as const, slack: most, training: { ...training, angles: true } },
        { ...ascended, training },
      ];
    });
    return [
      ...seedsOf(options, 1).flatMap((seed) =>
        [...starts, ascended].map((cell): Cell => ({ ...cell, seed })),
      ),
      ...trained.map((cell): Cell => ({ ...cell, seed: 1 })),
    ];
  },

  followUp: (done, options) => followUp(ofTraining(done), tuning, options, 1),

  describe: ({ slack, seed, training, ...cell }) =>
    `${nameOf({ training, ...cell })}, slack ${slack}${training ? ` at ${training.rate}` : ''} seed ${seed}`,

  async run(cell, context) {
    const { n, k, slack, examples, seed, ascent, training } = cell;
    const data = await loadData({
      ...{ kind: 'wordnet', labels: n, examples, heldOut: examples / 10, validation: examples / 10 },
      embeddingSize: training?.embeddingSize ?? 1,
    });
    const { labelSets } = data.train;
    const made = candidates[cell.candidate].make({ n, k, slack, labelSets, seed });
    const start = ascent === null ? made : await ascendRadius(made, labelSets, ascent, seed, context);
    if (training === null) {
      return { ...(await measure(candidateMatrix(start), data, cell, context)), scores: null };
    }
    const { matrix, scores } = await trained(start, data, training, seed, context);
    return { ...(await measure(matrix, data, cell, context)), scores };
  },

  summarize: (done) => [startTable(done), trainedTable(done)].filter(({ rows }) => rows.length > 0),
  page: (done) => [startSection(done)],
};

/** Those that differ from another by their slack alone. */
const aboutSlack: ReadonlySet<CandidateName> = new Set([
  ...(['slack orthogonal', 'suggested, orthogonal', 'slack large'] as const),
]);

/** Those that are trained. */
const trainedCandidates = [
  'dft',
  'suggested order',
  'slack orthogonal',
  'suggested, orthogonal',
  'slack large',
  'wide gaps',
  'half low, half spread',
  "polynomials, Chebyshev's points",
] as const satisfies CandidateName[];

const ofTraining = (done: readonly Done[]): Done[] => done.filter(({ cell }) => cell.training !== null);

const rate: Tuned<Cell> = {
  ...tunedRate<never>(),
  of: ({ training }) => training!.rate,
  with: (cell, value) => ({ ...cell, training: { ...cell.training!, rate: value } }),
};

const tuning: Tuning<Cell, Result> = {
  variant: (cell) => nameOf(cell),
  value: ({ scores }) => scores!.validation.microF1,
  parameters: [rate],
};

const nameOf = ({ candidate, ascent, training }: Pick<Cell, 'candidate' | 'ascent' | 'training'>): string =>
  `${candidate}${ascent ? ', slack moved up' : ''}${training?.angles ? ', angles trained' : ''}`;

async function measure(
  matrix: Rows,
  { heldOut }: StudyData,
  { n, samples, active, seed }: Cell,
  context: RunContext,
): Promise<Omit<Result, 'scores'>> {
  context.step('radii');
  const sets = LabelSets.from([...heldOut.labelSets.distinct().sets].slice(0, samples), n);
  const ofHeldOut = await radiiOf(matrix, sets, context);
  const random: Radii[] = [];
  for (const size of active) {
    random.push(await radiiOf(matrix, randomLabelSets(n, size, samples, seed), context));
  }
  return { heldOut: ofHeldOut, random };
}

/** Trains a model that ends in the matrix, from the start at the labels' prior. */
async function trained(
  start: Split,
  data: StudyData,
  { rate, epochs, angles }: Training,
  seed: number,
  context: RunContext,
): Promise<{ matrix: Rows; scores: NonNullable<Result['scores']> }> {
  const output = new SplitOutput(start, angles ? evenAngles(data.numLabels) : null);
  const projection = layers.dense({
    units: candidateMatrix(start)[0].length,
    kernelInitializer: startLikeTorch(seed + 100),
    biasInitializer: initializers.zeros(),
  });
  const model = sequential({ layers: [...data.encoder(seed), projection, output] });
  const bias = projection.getWeights()[1];
  const prior = tensor1d(startAtPrior(start, data));
  projection.setWeights([projection.getWeights()[0], prior]);
  prior.dispose();
  if (bias.shape[0] !== prior.shape[0]) throw new Error('The projection has another width than the matrix.');
  await train(model, data.train, oneVersusAll, { rate, epochs, batchSize: 128, seed }, context);
  const scores = {
    validation: scoresOf(model, data.validation),
    heldOut: scoresOf(model, data.heldOut),
  };
  const matrix = await output.matrix();
  model.dispose();
  return { matrix, scores };
}

/** The projection's bias with which all labels are nearest to their mean probability, in least squares. */
function startAtPrior({ fixed, slack }: Split, { numLabels, meanActive }: StudyData): number[] {
  const logit = Math.log(meanActive / (numLabels - meanActive));
  const columns = new Matrix(fixed.map((row) => [...row]));
  const bias = solve(columns, Matrix.ones(numLabels, 1), true).to1DArray();
  return [...bias.map((value) => logit * value), ...slack[0].map(() => 0)];
}

const theorems = { true: 'yes', false: 'no', null: 'no proof known' };

function startTable(done: readonly Done[]): Table {
  const own = done.filter(({ cell }) => cell.training === null);
  const groups = groupBy(own, ({ cell }) => `${nameOf(cell)} ${cell.slack}`);
  const sizes = own[0]?.cell.active ?? [];
  return {
    title: 'Before training',
    note:
      `n = ${own[0]?.cell.n ?? ''}, k = ${own[0]?.cell.k ?? ''}: radii of ${own[0]?.result.heldOut.sets ?? ''} distinct held-out label sets of WordNet, quantiles over sets, medians over ` +
      'the seeds, and median radii of random sets. Lost: share that is not proved to be in reach, with radius 0 in the quantiles. ' +
      'Theorem: whether all sets of at most k labels are in reach in exact arithmetic.',
    columns: [
      ...['fixed columns, slack', 's', 'theorem', 'lost', '10 %', '25 %', 'median', '75 %'],
      ...sizes.map((size) => `${size} random`),
    ],
    rows: [...groups.values()].map((group) => {
      const { cell } = group[0];
      const theorem = theorems[`${candidates[cell.candidate].keepsTheorem}`];
      const random = sizes.map((_, i) => medianText(group.map(({ result }) => result.random[i])));
      return [
        nameOf(cell),
        String(cell.slack),
        theorem,
        ...heldOutTexts(group.map(({ result }) => result)),
        ...random,
      ];
    }),
  };
}

/** Lost sets and quantiles. */
function heldOutTexts(results: readonly Result[]): string[] {
  const radii = results.map(({ heldOut }) => heldOut);
  const at = ([0.1, 0.25, 0.5, 0.75] as const).map((level) =>
    scientific(median(radii.map((one) => quantile(one, level)))),
  );
  return [lostText(radii), ...at];
}

function lostText(radii: readonly Radii[]): string {
  const lost = radii.reduce((sum, { outOfReach, undecided }) => sum + outOfReach + undecided, 0);
  const all = radii.reduce((sum, { sets }) => sum + sets, 0);
  return share(lost, all);
}

function medianText(radii: readonly Radii[]): string {
  const text = scientific(median(radii.map((one) => quantile(one, 0.5))));
  const lost = lostText(radii);
  return lost === '0 %' ? text : `${text} (${lost} lost)`;
}

function trainedTable(done: readonly Done[]): Table {
  const own = ofTraining(done);
  return {
    title: 'After training',
    note:
      `WordNet, n = ${own[0]?.cell.n ?? ''}, k = ${own[0]?.cell.k ?? ''}, slack ${own[0]?.cell.slack ?? ''}, ${own[0]?.cell.training?.epochs ?? ''} epochs from the labels' prior, each at the rate with the best micro-F1 on the validation part. ${tuningNote} ` +
      'Radii of held-out sets as above, with the trained matrix. Medians over the seeds.',
    columns: ['matrix', 'rate', 'F1@10', 'micro-F1', 'lost', '10 %', '25 %', 'median', '75 %'],
    rows: best(own, tuning).map((tuned) => {
      const { variant, results } = tuned;
      const score = (key: keyof Scores): string =>
        percent(median(results.map(({ scores }) => scores!.heldOut[key])));
      return [variant, tunedText(tuned, rate), score('f1At10'), score('microF1'), ...heldOutTexts(results)];
    }),
  };
}

function startSection(done: readonly Done[]): Section {
  const own = done.filter(({ cell }) => cell.training === null);
  const plots = [...groupBy(own, ({ cell }) => cell.slack)].map(([slack, group]) => {
    const lines = [...groupBy(group, ({ cell }) => nameOf(cell))].map(([name, same], i) => ({
      name,
      look: lookOf(candidates[same[0].cell.candidate].keepsTheorem ? 'cool' : 'warm', i),
      points: levels
        .filter((level) => level > 0)
        .map((level) => ({ x: level, y: median(same.map(({ result }) => quantile(result.heldOut, level))) })),
    }));
    const svg = lineChart({
      ...{ id: `start-${slack}`, title: `Quantiles of radii, slack ${slack}` },
      ...{
        x: { label: 'share of the sets', values: 'fraction' },
        y: { label: 'radius', scale: 'log' },
        lines,
      },
    });
    return { title: `Slack ${slack}`, svg, models: lines };
  });
  return {
    title: 'Before training',
    text: 'Radii of held-out label sets of WordNet. Blue lines keep the theorem, warm ones lose it, or no proof is known.',
    plots,
  };
}
