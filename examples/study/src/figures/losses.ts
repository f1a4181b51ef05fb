import { basename } from 'node:path';
import { boxPlot } from '@argmaxable/report';
import { fileSettings } from '../data/file.js';
import type { DataSettings } from '../data/load-data.js';
import type { Drawn, Figure, Finished, GridOptions, Table } from '../figure.js';
import { deviation, mean } from '../groups.js';
import { type LossSettings, lossGrid, stepText } from '../losses/settings.js';
import { type LossCell, type LossResult, type LossScores, trainWithLoss } from '../losses/train-with-loss.js';
import { type Best, best, followUp, tunedRate, type Tuning, tuningNote } from '../tuning.js';

type Done = Finished<LossCell, LossResult>;

export const losses: Figure<LossCell, LossResult> = {
  name: 'losses',
  about:
    'F1 and mAP of one model trained with each loss, at its best settings (Table 3 of arXiv 2108.10566), and by batch size.',
  revision: 1,
  options: ['seeds', 'full', 'batchSizes', 'data', 'dataOptions'],

  cells(options) {
    const { quick, full, batchSizes = [quick ? 64 : 256] } = options;
    const rates = quick ? [0.03] : full ? [0.001, 0.003, 0.01, 0.03, 0.1] : [0.01, 0.03];
    const shared = { data: dataOf(options), width: quick ? 4 : 64, epochs: quick ? 1 : 6 };
    const grid = lossGrid(stepsOf(options));
    return batchSizes.flatMap((batchSize) =>
      grid.flatMap((loss) => rates.map((rate): LossCell => ({ ...shared, loss, rate, batchSize, seed: 1 }))),
    );
  },

  followUp: (done, options) => followUp(done, tuning, options, 5),

  describe: ({ loss, rate, batchSize, seed }) =>
    `${nameOf(loss)} at ${rate}, batch ${batchSize}, seed ${seed}`,
  run: trainWithLoss,

  summarize: (done) => (done.length === 0 ? [] : [table(done)]),

  page: (done) => {
    const tuned = best(done, tuning);
    return [{ title: dataName(done), text: about, plots: measures.map((measure) => boxes(tuned, measure)) }];
  },
};

const tuning: Tuning<LossCell, LossResult> = {
  variant: ({ loss, batchSize }) => `${loss.family}, batch ${batchSize}`,
  value: (result) => result?.validation ?? 0,
  parameters: [tunedRate()],
};

/** Slopes and offsets of the smooth step that are tried. */
function stepsOf({ quick, full }: GridOptions) {
  if (quick) return [{ beta: 1, eta: 0 }];
  const some = [
    { beta: 1, eta: 0 },
    { beta: 3, eta: 0 },
  ];
  return full ? [1, 3, 10].flatMap((beta) => [0, 1, 2].map((eta) => ({ beta, eta }))) : some;
}

function dataOf({ quick, full, data, dataOptions = {} }: GridOptions): DataSettings {
  const embeddingSize = quick ? 16 : 128;
  if (data !== undefined) return fileSettings(data, dataOptions, embeddingSize);
  const [labels, examples, heldOut] = quick ? [40, 500, 50] : [2000, full ? 82_191 : 12_000, 1500];
  return { kind: 'wordnet', labels, examples, heldOut, validation: heldOut, embeddingSize };
}

const nameOf = (loss: LossSettings): string => [loss.family, stepText(loss)].filter(Boolean).join(', ');

/** What was trained on. */
function dataName(done: readonly Done[]): string {
  const data = done[0]?.cell.data;
  if (data === undefined) return '';
  return data.kind === 'wordnet'
    ? `WordNet, n = ${data.labels}, ${data.examples} examples`
    : basename(data.path);
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
  'Held-out scores at the settings (rate, beta and eta) with the best micro-F1 on the validation part at a threshold fitted on it; mean and ' +
  `standard deviation over the seeds. ${tuningNote} Fixed: labels with a logit above 0; of unboundedF1, whose outputs are counts and come out of a softplus, ` +
  'above 0.5. Fitted: above the threshold with the best micro-F1 on the validation part. Only the losses of probabilities (oneVersusAll, and ' +
  'roughly focal and asymmetric) make logit 0 a probability of 1/2; for sigmoidF1 it is half a count where eta is 0, and for pickAllLabels it has no meaning.';

function table(done: readonly Done[]): Table {
  return {
    title: dataName(done),
    note: `${about} Tried: the settings that were compared.`,
    columns: ['loss', 'batch', 'rate', ...measures.map(({ title }) => title), 'tried', 'seeds'],
    rows: best(done, tuning).map(({ cell, results, tried, atEdge }) => [
      nameOf(cell.loss),
      String(cell.batchSize),
      `${cell.rate}${atEdge ? ' (edge)' : ''}`,
      ...measures.map(({ of }) => spread(finite(results).map(of))),
      ...[tried, finite(results).length].map(String),
    ]),
  };
}

/** Of the trainings that did not go to infinity. */
const finite = (results: readonly LossResult[]): LossScores[] => results.filter((result) => result !== null);

/** Mean and deviation of fractions, in percent: '62.8 ± 0.3'. */
function spread(fractions: readonly number[]): string {
  if (fractions.length === 0) return 'went to infinity';
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${percent(mean(fractions))}${fractions.length > 1 ? ` ± ${percent(deviation(fractions))}` : ''}`;
}

/** A box of the seeds for each loss and batch size. */
function boxes(tuned: readonly Best<LossCell, LossResult>[], { id, title, of }: Measure): Drawn {
  const batches = new Set(tuned.map(({ cell }) => cell.batchSize));
  const rows = tuned.map(({ cell: { loss, batchSize }, results }) => ({
    name: batches.size > 1 ? `${loss.family}, batch ${batchSize}` : loss.family,
    color: loss.loss === 'sigmoidF1' ? ('cool1' as const) : ('warm1' as const),
    values: finite(results).map(of),
  }));
  const svg = boxPlot({ id: `losses-${id}`, title, x: { label: title, values: 'fraction' }, rows });
  return { title, svg, models: [] };
}
