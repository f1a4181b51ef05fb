import { LabelSets } from '@argmaxable/core';
import { lineChart, scientific, share } from '@argmaxable/report';
import { loadData } from '../data/load-data.js';
import type { Figure, Finished, RunContext, Section, Table } from '../figure.js';
import { groupBy, median } from '../groups.js';
import { labelOrder, type LabelOrderName, labelOrders } from '../label-orders.js';
import { randomLabelSets } from '../label-sets.js';
import { lookOf } from '../looks.js';
import { matrixName, type StartMatrix, startMatrix, widthOf } from '../matrices/heads.js';
import { quantile, type Radii, radiiOf } from '../radii.js';

interface Cell {
  /** What is varied. */
  readonly against: 'n' | 'k' | 'slack' | 'order';
  readonly head: StartMatrix;
  readonly n: number;
  /** Random sets of these sizes; held-out sets of WordNet in an order of the labels. */
  readonly sets:
    | { readonly kind: 'random'; readonly active: readonly number[] }
    | { readonly kind: 'wordnet'; readonly order: LabelOrderName; readonly examples: number };
  /** Label sets of each size, or at most of WordNet's. */
  readonly samples: number;
  readonly seed: number;
}

interface RadiiOfSize extends Radii {
  /** Active labels; null for sets of several sizes. */
  readonly active: number | null;
}

type Result = readonly RadiiOfSize[];
type Done = Finished<Cell, Result>;

export const radius: Figure<Cell, Result> = {
  name: 'radius',
  about:
    'How wide the regions of label sets are, before training, against n, k, slack and label order (Fig. 4 of arXiv 2310.10443).',
  revision: 1,
  options: ['seeds'],

  cells({ quick, seeds = quick ? 1 : 3 }) {
    const base = quick ? { n: 30, k: 3 } : { n: 1000, k: 10 };
    const sizes = quick ? [1, 2] : [1, 2, 5, 10];
    const samples = quick ? 5 : 100;
    const dft = (k: number, slack: number): StartMatrix => ({ kind: 'dft', k, slack });
    const random = (against: Cell['against'], head: StartMatrix, n = base.n) => {
      const active = sizes.filter((size) => head.kind === 'bsl' || size <= head.k);
      return { against, head, n, sets: { kind: 'random', active } as const, samples };
    };
    const againstN = (quick ? [20, 40] : [100, 300, 1000, 3000, 9000]).flatMap((n) =>
      [dft(base.k, 0), dft(base.k, 16), { kind: 'bsl', features: 2 * base.k + 1 + 16 } as const].map((head) =>
        random('n', head, n),
      ),
    );
    const againstK = (quick ? [2, 4] : [5, 10, 20, 40, 80]).map((k) => random('k', dft(k, 0)));
    const againstSlack = (quick ? [0, 4] : [0, 2, 4, 8, 16, 32, 64]).map((s) =>
      random('slack', dft(base.k, s)),
    );
    const wordnet = quick ? { n: 40, k: 12, examples: 400 } : { n: 2000, k: 26, examples: 20_000 };
    const byOrder = [0, 16].flatMap((slack) =>
      labelOrders.map((order) => ({
        ...{ against: 'order' as const, head: dft(wordnet.k, slack), n: wordnet.n },
        ...{
          sets: { kind: 'wordnet', order, examples: wordnet.examples } as const,
          samples: quick ? 20 : 500,
        },
      })),
    );
    const cells = [...againstN, ...againstK, ...againstSlack, ...byOrder];
    return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
      cells.map((cell): Cell => ({ ...cell, seed })),
    );
  },

  describe: ({ against, head, n, sets, seed }) =>
    `${against}: ${matrixName(head)} n=${n}${sets.kind === 'wordnet' ? ` ${sets.order}` : ''} seed ${seed}`,

  run: (cell, context) =>
    cell.sets.kind === 'random' ? ofRandomSets(cell, context) : ofWordNet(cell, context),

  summarize: (done) => [
    ...(['n', 'k', 'slack'] as const).flatMap((against) => sizesTable(against, done)),
    ...orderTable(done),
  ],
  page: (done) => (['n', 'k', 'slack'] as const).map((against) => sizesSection(against, done)),
};

async function ofRandomSets({ head, n, sets, samples, seed }: Cell, context: RunContext): Promise<Result> {
  const matrix = startMatrix(head, n, seed);
  const results: RadiiOfSize[] = [];
  for (const active of sets.kind === 'random' ? sets.active : []) {
    context.step(`${active} active`);
    const radii = await radiiOf(matrix, randomLabelSets(n, active, samples, seed), context);
    results.push({ active, ...radii });
  }
  return results;
}

async function ofWordNet({ head, n, sets, samples, seed }: Cell, context: RunContext): Promise<Result> {
  if (sets.kind !== 'wordnet') return [];
  const { examples, order: name } = sets;
  const { train, heldOut } = await loadData({
    ...{ kind: 'wordnet', labels: n, examples, heldOut: examples / 10, validation: 0, embeddingSize: 1 },
  });
  const order = labelOrder(name, train.labelSets, seed) ?? undefined;
  const distinct = heldOut.labelSets.distinct().sets;
  const some = LabelSets.from([...distinct].slice(0, samples), n);
  return [{ active: null, ...(await radiiOf(startMatrix(head, n, seed, order), some, context)) }];
}

const titles = {
  n: 'Radius against the number of labels n',
  k: 'Radius against k',
  slack: 'Radius against slack',
} as const;

/** The number that is varied. */
function varied({ against, head, n }: Cell): number {
  if (against === 'n') return n;
  if (head.kind === 'bsl') return head.features;
  return against === 'k' ? head.k : head.slack;
}

/** A head's name without what is varied. */
function lineName({ against, head }: Cell): string {
  if (head.kind === 'bsl') return matrixName(head);
  if (against === 'k') return `DFT slack=${head.slack}`;
  return against === 'slack' ? `DFT k=${head.k}` : matrixName(head);
}

function sizesTable(against: keyof typeof titles, done: readonly Done[]): Table[] {
  const own = done.filter(({ cell }) => cell.against === against);
  if (own.length === 0) return [];
  const sizes = own.reduce<readonly number[]>((most, { cell: { sets } }) => {
    return sets.kind === 'random' && sets.active.length > most.length ? sets.active : most;
  }, []);
  const groups = groupBy(own, ({ cell }) => `${lineName(cell)} ${varied(cell)}`);
  const width = (cell: Cell): string => String(widthOf(cell.head));
  const table = {
    title: titles[against],
    note:
      `Median radius of random sets of so many active labels${against === 'n' ? '' : `, n = ${own[0].cell.n}`}; in brackets the share ` +
      'that is not proved to be in reach, for which the radius counts as 0. Medians over the seeds.',
    columns: ['matrix', 'columns', against, ...sizes.map((size) => `${size} active`)],
    rows: [...groups.values()].map((group) => {
      const { cell } = group[0];
      const cells = sizes.map((size) => radiiText(group.flatMap(({ result }) => withSize(result, size))));
      return [lineName(cell), width(cell), String(varied(cell)), ...cells];
    }),
  };
  return [table];
}

const withSize = (result: Result, size: number): RadiiOfSize[] =>
  result.filter(({ active }) => active === size);

/** Median of the medians, and what is not in reach of all. */
function radiiText(radii: readonly Radii[]): string {
  if (radii.length === 0) return '–';
  const total = (key: 'sets' | 'outOfReach' | 'undecided'): number =>
    radii.reduce((sum, one) => sum + one[key], 0);
  const lost = total('outOfReach') + total('undecided');
  const text = scientific(median(radii.map((one) => quantile(one, 0.5))));
  return lost === 0 ? text : `${text} (${share(lost, total('sets'))})`;
}

function orderTable(done: readonly Done[]): Table[] {
  const own = done.filter(({ cell }) => cell.against === 'order');
  if (own.length === 0) return [];
  const groups = groupBy(own, ({ cell: { head, sets } }) => `${matrixName(head)} ${orderOf(sets)}`);
  const table = {
    title: 'Radius against the label order',
    note:
      `Radii of distinct held-out label sets of WordNet, ${own[0].result[0].sets} of them, n = ${own[0].cell.n}: quantiles over sets, ` +
      'medians over the seeds. The order is that around the circle: by frequency, random, or by suggestLabelOrder from the training examples.',
    columns: ['matrix', 'order', 'not in reach', 'least', '10 %', '25 %', 'median', '75 %'],
    rows: [...groups.values()].map((group) => {
      const { head, sets } = group[0].cell;
      const radii = group.map(({ result }) => result[0]);
      const lost = radii.reduce((sum, one) => sum + one.outOfReach + one.undecided, 0);
      const all = radii.reduce((sum, one) => sum + one.sets, 0);
      const at = ([0, 0.1, 0.25, 0.5, 0.75] as const).map((level) =>
        scientific(median(radii.map((one) => quantile(one, level)))),
      );
      return [matrixName(head), orderOf(sets), share(lost, all), ...at];
    }),
  };
  return [table];
}

const orderOf = (sets: Cell['sets']): string => (sets.kind === 'wordnet' ? sets.order : '');

function sizesSection(against: keyof typeof titles, done: readonly Done[]): Section {
  const own = done.filter(({ cell }) => cell.against === against);
  const plots = [...groupBy(own, ({ cell }) => lineName(cell))].map(([name, group], number) => {
    const sizes = [
      ...groupBy(
        group.flatMap(({ result }) => result),
        ({ active }) => active ?? 0,
      ).keys(),
    ];
    const lines = sizes.map((size, i) => ({
      name: `${size} active`,
      look: lookOf(group[0].cell.head.kind === 'bsl' ? 'warm' : 'cool', i),
      points: [...groupBy(group, ({ cell }) => varied(cell))].flatMap(([x, same]) => {
        const radii = same.flatMap(({ result }) => withSize(result, size));
        if (radii.length === 0) return [];
        const at = (level: 0.25 | 0.5 | 0.75): number => median(radii.map((one) => quantile(one, level)));
        return [{ x, y: at(0.5), low: at(0.25), high: at(0.75) }];
      }),
    }));
    const svg = lineChart({
      ...{ id: `radius-${against}-${number}`, title: `${titles[against]}: ${name}` },
      x: { label: against, scale: against === 'slack' ? 'linear' : 'log' },
      ...{ y: { label: 'radius', scale: 'log' }, lines },
    });
    return { title: name, svg, models: lines };
  });
  return {
    title: titles[against],
    text: 'Median and quartiles of the radii of random label sets; a median of 0 has no place on the axis.',
    plots,
  };
}
