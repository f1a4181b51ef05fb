import { basename } from 'node:path';
import { boxPlot } from '@argmaxable/report';
import type { Drawn, Figure, Finished, Table } from '../figure.js';
import { deviation, groupBy, mean, median } from '../groups.js';
import { lossFamilies, lossParameters, type LossSettings } from '../losses/settings.js';
import { type LossCell, type LossResult, type LossScores, trainWithLoss } from '../losses/train-with-loss.js';
import { dataOf } from '../training-grid.js';
import {
  among,
  type Best,
  best,
  followUp,
  type Tuned,
  tunedRate,
  tunedText,
  type Tuning,
  tuningNote,
} from '../tuning.js';

type Done = Finished<LossCell, LossResult>;

export const losses: Figure<LossCell, LossResult> = {
  name: 'losses',
  about:
    'F1 and mAP of one model trained with each loss, at its best settings (Table 3 of arXiv 2108.10566), and by batch size.',
  revision: 1,
  options: ['seeds', 'batchSizes', 'steps', 'encoder', 'data', 'dataOptions'],

  cells(options) {
    const { quick, batchSizes = quick ? [64, 32] : [128], steps = quick ? 10 : 600 } = options;
    const shared = { data: dataOf(options), width: quick ? 4 : 64, steps, seed: 1 };
    const rates = quick ? [0.03] : [0.003, 0.01];
    return batchSizes.flatMap((batchSize, i) =>
      (i === 0 ? lossFamilies : lossFamilies.filter(isForBatchSizes)).flatMap((loss) =>
        rates.map((rate): LossCell => ({ ...shared, loss, rate, batchSize })),
      ),
    );
  },

  followUp: (done, options) => followUp(done, tuning, options, 5),

  describe: ({ loss, rate, batchSize, seed }) => {
    const settings = Object.entries(loss.tuned).map(([name, value]) => `${name} ${value}`);
    return [loss.family, ...settings, `rate ${rate}`, `batch ${batchSize}`, `seed ${seed}`].join(', ');
  },

  run: trainWithLoss,

  summarize: (done) => {
    const [first, ...others] = byBatchSize(done);
    if (first === undefined) return [];
    return [table(done, first), ...(others.length > 0 ? [batchTable([first, ...others])] : [])];
  },

  page: (done) =>
    byBatchSize(done).map((tuned) => ({
      title: titleOf(done, tuned),
      text: 'A dot for each seed, a box from quartile to quartile; held-out scores at the best settings, as the table says. Blue: sigmoidF1.',
      plots: measures.map((measure) => boxes(tuned, measure)),
    })),
};

/** Whether a loss is compared at several batch sizes: `oneVersusAll`, and `sigmoidF1` by its averages. */
const isForBatchSizes = ({ loss, options, end }: LossSettings): boolean =>
  loss === 'oneVersusAll' || (loss === 'sigmoidF1' && options.inputs === undefined && end === undefined);

/** Parameters of losses by name. */
const parameters = Object.entries(lossParameters).map(([name, values]): Tuned<LossCell> => ({
  name,
  of: ({ loss }) => loss.tuned[name],
  with: (cell, value) => ({ ...cell, loss: { ...cell.loss, tuned: { ...cell.loss.tuned, [name]: value } } }),
  beyond: among(values),
}));
const rate = tunedRate<LossCell>();

const tuning: Tuning<LossCell, LossResult> = {
  variant: ({ loss, batchSize }) => `${loss.family}, batch ${batchSize}`,
  value: (result) => result?.validation ?? 0,
  parameters: [rate, ...parameters],
};

type Losses = readonly Best<LossCell, LossResult>[];

/** The losses at their best settings, by batch size. */
const byBatchSize = (done: readonly Done[]): Losses[] => [
  ...groupBy(best(done, tuning), ({ cell }) => cell.batchSize).values(),
];

/** What was trained on, and in which batches. */
function titleOf([{ cell }]: readonly Done[], tuned: Losses): string {
  const { data } = cell;
  const name = data.kind === 'wordnet' ? `WordNet, n = ${data.labels}` : basename(data.path);
  return `${name}, batches of ${tuned[0].cell.batchSize}`;
}

interface Measure {
  readonly id: string;
  readonly title: string;
  readonly of: (scores: LossScores) => number;
}

const f1Measures = (['macro', 'micro', 'weighted'] as const).flatMap((average) =>
  (['fixed', 'fitted'] as const).map((at): Measure => {
    const title = `${average}-F1, ${at}`;
    return { id: `${average}-${at}`, title, of: (scores) => scores[at][average] };
  }),
);
const measures: readonly Measure[] = [
  ...f1Measures,
  { id: 'map', title: 'mAP', of: ({ meanAveragePrecision }) => meanAveragePrecision },
];

const about =
  'Held-out scores, mean and standard deviation over the seeds. Settings and the step of the training are those with the best mean of the three ' +
  `F1 on the validation part, each at its own threshold. ${tuningNote} ` +
  'Fixed: labels with a logit above 0 are predicted; for sigmoidF1 those whose smooth count is above one half, and for unboundedF1 those with ' +
  'an output above 0.5. Fitted: those above the one threshold for all labels that is best on the validation part for the F1 of the column. Logit 0 ' +
  'is meant to be a probability of 1/2 by oneVersusAll, focal and asymmetric, roughly by the last two; for pickAllLabels it has no meaning. ' +
  'A label that no held-out example has counts as 0 in macro-F1, and does not count in mAP.';

function table(done: readonly Done[], tuned: Losses): Table {
  const { steps, width } = done[0].cell;
  return {
    title: titleOf(done, tuned),
    note:
      `${about} Of ${steps} steps, features of the layer: ${width}. Step: at which the validation part was best, median. ` +
      'Tried: the settings that were compared.',
    columns: ['loss', 'settings', 'rate', ...measures.map(({ title }) => title), 'step', 'tried', 'seeds'],
    rows: tuned.map((one) => {
      const scores = finite(one);
      const steps = scores.map(({ bestStep }) => bestStep);
      return [
        one.cell.loss.family,
        settingsOf(one),
        tunedText(one, rate),
        ...measures.map(({ of }) => spread(scores.map(of))),
        ...[steps.length === 0 ? '–' : median(steps), one.tried, scores.length].map(String),
      ];
    }),
  };
}

/** 'beta 1, eta 0'; edges are marked. */
const settingsOf = (one: Losses[number]): string =>
  parameters
    .filter(({ of }) => of(one.cell) !== undefined)
    .map((parameter) => `${parameter.name} ${tunedText(one, parameter)}`)
    .join(', ');

/** Some measures of each loss, by batch size. */
function batchTable(batches: readonly Losses[]): Table {
  const shown = measures.filter(({ id }) => ['macro-fitted', 'micro-fitted', 'map'].includes(id));
  const sizes = batches.map(([{ cell }]) => cell.batchSize);
  return {
    title: 'By batch size',
    note: 'The same number of steps of each, with settings tuned for it, thresholds fitted.',
    columns: ['loss', ...shown.flatMap(({ title }) => sizes.map((size) => `${title}, ${size}`))],
    rows: lossFamilies.filter(isForBatchSizes).map(({ family }) => [
      family,
      ...shown.flatMap(({ of }) =>
        batches.map((tuned) => {
          const own = tuned.find(({ cell }) => cell.loss.family === family);
          return own ? spread(finite(own).map(of)) : '–';
        }),
      ),
    ]),
  };
}

/** Of the trainings that did not go to infinity. */
const finite = ({ results }: Losses[number]): LossScores[] => results.filter((result) => result !== null);

/** Mean and deviation of fractions, in percent: '62.8 ± 0.3'. */
function spread(fractions: readonly number[]): string {
  if (fractions.length === 0) return 'went to infinity';
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${percent(mean(fractions))}${fractions.length > 1 ? ` ± ${percent(deviation(fractions))}` : ''}`;
}

/** A box of the seeds for each loss. */
function boxes(tuned: Losses, { id, title, of }: Measure): Drawn {
  const rows = tuned.map((one) => ({
    name: one.cell.loss.family.replace('public code, (S, E) =', 'published'),
    color: one.cell.loss.loss === 'sigmoidF1' ? ('cool1' as const) : ('warm1' as const),
    values: finite(one).map(of),
  }));
  const plot = { id: `losses-${tuned[0].cell.batchSize}-${id}`, title };
  return { title, svg: boxPlot({ ...plot, x: { label: title, values: 'fraction' }, rows }), models: [] };
}
