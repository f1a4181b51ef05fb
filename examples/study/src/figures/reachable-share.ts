import { log2OfBigInt } from '@argmaxable/core';
import { oneVersusAll } from '@argmaxable/losses';
import { lineChart, share } from '@argmaxable/report';
import { coverCount, verifyMatrix } from '@argmaxable/verify';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { loadData } from '../data/load-data.js';
import type { Figure, Finished, RunContext, Section, Table } from '../figure.js';
import { groupBy, median } from '../groups.js';
import { buildModel } from '../heads.js';
import { allLabelSets, randomLabelSets } from '../label-sets.js';
import { lookOf } from '../looks.js';
import type { Rows } from '../matrices/columns.js';
import { startMatrix } from '../matrices/heads.js';
import { train } from '../training.js';

/** A matrix: random, trained on WordNet, or of the DFT; d columns. */
type MatrixKind = 'random' | 'trained' | 'dft';

interface Cell {
  readonly matrix: MatrixKind;
  readonly n: number;
  readonly d: number;
  /** Active labels of the sets that are sampled; null for all 2^n sets. */
  readonly active: readonly number[] | null;
  /** Sets of each size. */
  readonly samples: number;
  /** Of a trained matrix. */
  readonly training?: { readonly examples: number; readonly epochs: number; readonly rate: number };
  readonly seed: number;
}

interface Reach {
  readonly active: number | null;
  readonly sets: number;
  readonly reachable: number;
  readonly outOfReach: number;
  readonly undecided: number;
}

type Result = readonly Reach[];
type Done = Finished<Cell, Result>;

export const reachableShare: Figure<Cell, Result> = {
  name: 'reachable-share',
  about:
    'The share of label sets that a matrix of n labels and d features reaches (Fig. 2 of arXiv 2310.10443).',
  revision: 1,
  options: ['seeds'],

  cells({ quick, seeds = quick ? 1 : 3 }) {
    const [small, large] = quick ? [[6], 40] : [[8, 12], 2000];
    const widths = quick ? [3, 5] : [5, 9, 17, 25, 51, 101];
    const active = quick ? [1, 2] : [1, 2, 3, 5, 10];
    const samples = quick ? 20 : 200;
    const kinds: MatrixKind[] = ['random', 'trained', 'dft'];
    const seedsOf = (matrix: MatrixKind): number[] =>
      matrix === 'dft' ? [1] : Array.from({ length: seeds }, (_, i) => i + 1);
    const isWidth = (matrix: MatrixKind, d: number): boolean => matrix !== 'dft' || (d % 2 === 1 && d >= 3);
    const rate = 0.03; // best of such layers at most widths: `widths`
    const few = { examples: quick ? 500 : 4000, epochs: 3, rate };
    const many = quick ? few : { examples: 20_000, epochs: 6, rate };
    const every = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
    const all = small.flatMap((n) =>
      every(n).flatMap((d) =>
        kinds
          .filter((matrix) => isWidth(matrix, d))
          .flatMap((matrix) =>
            seedsOf(matrix).map((seed): Cell => {
              return { matrix, n, d, active: null, samples: 0, seed, ...training(matrix, few) };
            }),
          ),
      ),
    );
    const sampled = kinds.flatMap((matrix) =>
      widths.flatMap((d) =>
        seedsOf(matrix).map((seed): Cell => {
          return { matrix, n: large, d, active, samples, seed, ...training(matrix, many) };
        }),
      ),
    );
    return [...all, ...sampled];
  },

  describe: ({ matrix, n, d, active, seed }) =>
    `${matrix} n=${n} d=${d} ${active === null ? 'all sets' : 'sampled sets'} seed ${seed}`,

  async run(cell, context) {
    const { n, active, samples, seed } = cell;
    const matrix = await matrixOf(cell, context);
    const reach = async (size: number | null, sets: ReturnType<typeof allLabelSets>): Promise<Reach> => {
      const { counts } = await verifyMatrix({ weights: matrix }, sets, { signal: context.signal });
      const { argmaxable: reachable, unargmaxable: outOfReach, undecided } = counts;
      return { active: size, sets: sets.size, reachable, outOfReach, undecided };
    };
    if (active === null) return [await reach(null, allLabelSets(n))];
    const results: Reach[] = [];
    for (const size of active) results.push(await reach(size, randomLabelSets(n, size, samples, seed)));
    return results;
  },

  summarize: (done) => [coverTable(done), sampledTable(done)].filter(({ rows }) => rows.length > 0),
  page: (done) => [...coverSections(done), formulaSection(), sampledSection(done)],
};

/** The settings of a training, for a matrix that is trained. */
const training = (matrix: MatrixKind, settings: Cell['training']): Pick<Cell, 'training'> =>
  matrix === 'trained' ? { training: settings } : {};

async function matrixOf({ matrix, n, d, training, seed }: Cell, context: RunContext): Promise<Rows> {
  if (matrix === 'random') return startMatrix({ kind: 'bsl', features: d }, n, seed);
  if (matrix === 'dft') return startMatrix({ kind: 'dft', k: (d - 1) / 2, slack: 0 }, n, seed);
  const { examples, epochs, rate } = training!;
  const data = await loadData({
    ...{ kind: 'wordnet', labels: n, examples, heldOut: examples / 10, validation: 0 },
    embeddingSize: 128,
    encoder: 'leaky',
  });
  const { model, output } = buildModel(data, { kind: 'bsl', features: d, start: 'half' }, seed);
  const settings = { rate, epochs, batchSize: 128, seed };
  await train(model, data.train, oneVersusAll, settings, context);
  const weights: Tensor2D = output.classifierMatrix();
  const rows = await weights.array();
  weights.dispose();
  model.dispose();
  return rows;
}

const isWhole = ({ cell }: Done): boolean => cell.active === null;

function coverTable(done: readonly Done[]): Table {
  const cells = groupBy(done.filter(isWhole), ({ cell }) => `${cell.n} ${cell.d}`);
  return {
    title: 'All label sets',
    note:
      "By Cover's formula, exact for matrices in general position, and counted by deciding every one of the 2^n " +
      "sets: in each column the counts of all matrices of that kind, one number where they agree. 'Random' has " +
      'normal entries, one matrix a seed; ' +
      "'trained' is the last matrix of a bottlenecked layer without prior on the n most frequent labels of WordNet.",
    columns: ['n', 'd', 'Cover', 'share', 'random', 'trained', 'DFT'],
    rows: [...cells.values()].map((group) => {
      const { n, d } = group[0].cell;
      const count = coverCount(n, d);
      const counts = (matrix: MatrixKind): string => {
        const own = group.filter(({ cell }) => cell.matrix === matrix);
        return [...new Set(own.map(({ result }) => countText(result[0])))].join(' / ') || '–';
      };
      return [
        ...[String(n), String(d), String(count), share(Number(count), 2 ** n)],
        ...[counts('random'), counts('trained'), counts('dft')],
      ];
    }),
  };
}

const countText = ({ reachable, undecided }: Reach): string =>
  undecided === 0 ? String(reachable) : `${reachable} (${undecided} undecided)`;

/** Share of the sets that were decided to be in reach. */
const shareOf = ({ reachable, sets }: Reach): number => reachable / sets;

const names: Readonly<Record<MatrixKind, string>> = {
  random: 'random',
  trained: 'trained, BSL',
  dft: 'DFT',
};

function sampledTable(done: readonly Done[]): Table {
  const sampled = done.filter((one) => !isWhole(one));
  const sizes = sampled[0]?.cell.active ?? [];
  const groups = groupBy(sampled, ({ cell }) => `${cell.matrix} ${cell.n} ${cell.d}`);
  return {
    title: 'Sets of a few labels',
    note:
      'Share of random sets of so many active labels that is in reach, all seeds together. DFT: k = (d - 1) / 2; in exact ' +
      'arithmetic every set of at most k labels is in reach, and what is missing there has a radius below 1e-10 of what rows reach, or is undecided.',
    columns: ['matrix', 'n', 'd', ...sizes.map((size) => `${size} active`)],
    rows: [...groups.values()].map((group) => {
      const { matrix, n, d } = group[0].cell;
      return [names[matrix], String(n), String(d), ...sizes.map((_, i) => sharesText(group, i))];
    }),
  };
}

function sharesText(group: readonly Done[], i: number): string {
  const own = group.map(({ result }) => result[i]);
  const total = (key: 'reachable' | 'sets'): number => own.reduce((sum, reach) => sum + reach[key], 0);
  return share(total('reachable'), total('sets'));
}

function coverSections(done: readonly Done[]): Section[] {
  return [...groupBy(done.filter(isWhole), ({ cell }) => cell.n)].map(([n, group]) => {
    const formula = {
      name: "Cover's formula",
      look: lookOf('warm', 1),
      points: Array.from({ length: n }, (_, i) => ({ x: i + 1, y: Number(coverCount(n, i + 1)) / 2 ** n })),
    };
    const lines = [...groupBy(group, ({ cell }) => cell.matrix)].map(([matrix, own]) => ({
      name: names[matrix],
      look: matrix === 'dft' ? lookOf('cool', 0) : lookOf('warm', matrix === 'random' ? 0 : 2),
      points: [...groupBy(own, ({ cell }) => cell.d)].map(([x, same]) => ({
        x,
        y: median(same.map(({ result }) => shareOf(result[0]))),
      })),
    }));
    const all = [formula, ...lines];
    const svg = lineChart({
      ...{ id: `all-${n}`, title: `Share of the label sets in reach, n = ${n}` },
      ...{ x: { label: 'features d' }, y: { label: 'share', values: 'fraction' }, lines: all },
    });
    return {
      title: `All label sets of ${n} labels`,
      text: `All 2^${n} sets were decided.`,
      plots: [{ title: `n = ${n}`, svg, models: all }],
    };
  });
}

function formulaSection(): Section {
  const lines = [16, 64, 256, 1024].map((n, i) => ({
    name: `n = ${n}`,
    look: lookOf('warm', i),
    points: Array.from({ length: 32 }, (_, j) => Math.round((n * (j + 1)) / 32))
      .filter((d) => d >= 1)
      .map((d) => ({ x: d / n, y: (log2OfBigInt(coverCount(n, d)) - n) / n })),
  }));
  const svg = lineChart({
    ...{ id: 'formula', title: 'Share in reach by Cover, as a power of two per label' },
    ...{ x: { label: 'features per label, d / n' }, y: { label: 'log2 of the share, over n' }, lines },
  });
  return {
    title: 'Many labels',
    text: 'Nothing is measured here: the formula for matrices in general position. Half of the sets are in reach at d = n / 2.',
    plots: [{ title: 'log2(share) / n', svg, models: lines }],
  };
}

function sampledSection(done: readonly Done[]): Section {
  const sampled = done.filter((one) => !isWhole(one));
  const plots = [...groupBy(sampled, ({ cell }) => cell.matrix)].map(([matrix, group]) => {
    const lines = (group[0].cell.active ?? []).map((size, i) => ({
      name: `${size} active`,
      look: lookOf(matrix === 'dft' ? 'cool' : 'warm', i),
      points: [...groupBy(group, ({ cell }) => cell.d)].map(([x, same]) => ({
        x,
        y: median(same.map(({ result }) => shareOf(result[i]))),
      })),
    }));
    const svg = lineChart({
      ...{ id: `sampled-${matrix}`, title: `Share of random sets in reach: ${names[matrix]}` },
      ...{ x: { label: 'features d', scale: 'log' }, y: { label: 'share', values: 'fraction' }, lines },
    });
    return { title: names[matrix], svg, models: lines };
  });
  return { title: 'Sets of a few labels', text: 'Random sets of so many active labels.', plots };
}
