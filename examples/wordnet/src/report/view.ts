import { date, decimal, duration, radiusHistograms, reachableBySize, share, whole } from '@argmaxable/report';
import type { ModelResult, RunResult, UnreachableExample } from '../result.js';
import { styleModels, type StyledModel } from './models.js';
import { type CurveValue, learningCurve } from './learning-curve.js';
import { countsDiffer, countsOf, reachableShareFigure, totalOf } from './shares.js';
import { countOverSeeds, mean, scoreOverSeeds } from '../seeds.js';
import { aboutChoice, aboutComparison, headline } from '../sentences.js';

/** What the template fills in: every number a string already, every plot its markup. */
export type ReportView = ReturnType<typeof viewOf>;

/** Turns a run into what the page says. */
export function viewOf(result: RunResult) {
  const models = styleModels(result.models);
  const anyUndecided = models.some(
    ({ model: { verification } }) => verification.model.undecided + verification.classifier.undecided > 0,
  );
  return {
    models: models.map(named),
    labels: whole(result.data.labels),
    headline: headline(result.models),
    tiles: models.map((model) => tile(model, anyUndecided)),
    anyUndecided,
    differs: countsDiffer(result.models),
    comparison: aboutComparison(result),
    shares: [
      {
        title: 'Distinct label sets',
        note: `each of ${whole(result.data.distinctHeldOutSets)} counted once`,
        svg: reachableShareFigure(models, 'sets'),
      },
      {
        title: 'Held-out examples',
        note: `all ${whole(result.data.heldOut)}, by their label set`,
        svg: reachableShareFigure(models, 'examples'),
      },
    ],
    curves: curvesOf(models),
    histograms: histogramsOf(models),
    bySize: bySizeOf(models),
    table: tableOf(result.models),
    unreachable: result.unreachable && unreachableView(result.unreachable),
    facts: factsOf(result),
  };
}

const named = ({ model, look }: StyledModel) => ({ name: model.name, look });

const kinds: Readonly<Record<ModelResult['kind'], string>> = {
  bsl: 'Bottlenecked layer',
  bslPrior: 'Bottlenecked layer that starts at the prior',
  bslFrequencies: "Bottlenecked layer whose label bias starts at each label's frequency",
  dft: 'DFT layer that starts at the prior',
  dftFrequencies: "DFT layer whose label bias starts at each label's frequency",
};

function tile({ model, look }: StyledModel, anyUndecided: boolean) {
  const examples = countsOf(model, 'examples');
  const sets = countsOf(model, 'sets');
  const alone = countsOf(model, 'sets', 'classifier');
  const { confirmed } = model.verification.model;
  const { guaranteed } = model.verification.classifier;
  const of = (part: number, total: number): string => `${whole(part)} of ${whole(total)}`;
  return {
    name: model.name,
    color: look.color,
    kind: kinds[model.kind],
    big: share(examples.unargmaxable, totalOf(examples)),
    of: 'of the held-out examples are out of reach, whatever the input',
    rows: [
      { name: 'Sets that no input reaches', text: of(sets.unargmaxable, totalOf(sets)) },
      { name: 'Reachable sets confirmed in float32', text: of(confirmed, sets.argmaxable) },
      ...(anyUndecided ? [{ name: 'Undecided sets', text: of(sets.undecided, totalOf(sets)) }] : []),
      { name: 'Last matrix alone: sets out of reach', text: of(alone.unargmaxable, totalOf(alone)) },
      { name: 'Last matrix alone: reachable by theorem', text: sharedText(guaranteed, totalOf(alone)) },
      {
        name: 'F1@10 · micro-F1',
        text: `${scoreOverSeeds(model, 'f1At10')} · ${scoreOverSeeds(model, 'microF1')}`,
      },
    ],
  };
}

const sharedText = (part: number, total: number): string =>
  part === 0 ? 'none' : part === total ? `all ${whole(total)}` : `${whole(part)} of ${whole(total)}`;

const curveTitles: readonly (readonly [value: CurveValue, title: string])[] = [
  ['loss', 'Training loss'],
  ['f1At10', 'F1@10, held out'],
  ['microF1', 'Micro-F1, held out'],
];

/** The three curves, if anything was trained in this run; and the models that have no curve. */
function curvesOf(models: readonly StyledModel[]) {
  const trained = models.filter(({ model }) => model.epochs.length > 0);
  const missing = models.filter(({ model }) => model.epochs.length === 0).map(({ model }) => model.name);
  const figures = curveTitles
    .map(([value, title]) => ({ title, svg: learningCurve(trained, value) }))
    .filter(({ svg }) => svg !== null);
  return { figures, models: trained.map(named), missing };
}

/**
 * How much room the last matrix alone leaves to the sets that it reaches, with features of any sign and size.
 */
function histogramsOf(all: readonly StyledModel[]) {
  const models = all.filter(({ model }) => model.verification.sets.every(({ radius }) => radius !== null));
  const svgs = radiusHistograms({
    id: 'radius',
    apart: true,
    groups: models.map(({ model, look }) => ({
      title: `Radius of the held-out label sets with the last matrix of ${model.name}`,
      color: look.color,
      sets: model.verification.sets.map(({ active, classifier, radius }) => ({
        ...{ active, verdict: classifier, radius: radius! },
      })),
    })),
  });
  return models.map(({ model, look }, index) => ({
    title: model.name,
    note: 'distinct label sets by radius',
    model: look.color,
    svg: svgs[index],
  }));
}

/** Null where there are no sets. */
function bySizeOf(models: readonly StyledModel[]) {
  const svg = reachableBySize({
    id: 'by-size',
    models: models.map(({ model, look }) => ({
      ...{ name: model.name, look },
      sets: model.verification.sets.map(({ active, model: verdict }) => ({ active, verdict })),
    })),
  });
  const note = 'of the model; share of the sets of each size';
  return svg && { title: 'Proved reachable', note, svg };
}

interface TableRow {
  readonly name: string;
  readonly cells: readonly { readonly text: string; readonly note: string; readonly best: boolean }[];
}

/** Models are the columns: there are few of them and many measures, and so the table fits a narrow page. */
function tableOf(models: readonly ModelResult[]): TableRow[] {
  const row = (
    name: string,
    value: (model: ModelResult) => number,
    text: (value: number, model: ModelResult) => string | [string, string],
    better?: 'high' | 'low',
  ): TableRow => {
    const values = models.map(value);
    const best = better === 'high' ? Math.max(...values) : Math.min(...values);
    // A best value is only worth marking where another model is worse.
    const marked = better !== undefined && values.some((other) => other !== best);
    return {
      name,
      cells: models.map((model, index) => {
        const [shown, note = ''] = [text(values[index], model)].flat();
        return { text: shown, note, best: marked && values[index] === best };
      }),
    };
  };
  const sets = (count: number, model: ModelResult): [string, string] => [
    share(count, totalOf(model.verification.model)),
    whole(count),
  ];
  const examples = (count: number, model: ModelResult): [string, string] => [
    share(count, totalOf(model.verification.model.examples)),
    whole(count),
  ];
  const confirmed = (count: number, model: ModelResult): [string, string] => [
    share(count, model.verification.model.argmaxable),
    whole(count),
  ];
  const about = (_: number, { verification: { classifier, projection } }: ModelResult): string =>
    classifier.guaranteed === 0 ? '–' : projection.carries ? 'yes' : 'not proved';
  return [
    row('Sets that no input reaches', ({ verification }) => verification.model.unargmaxable, sets, 'low'),
    ...(models.some(({ seeds }) => seeds.length > 1)
      ? [
          row(
            'The same, over the seeds',
            (model) => mean(model, 'model'),
            (_, model) => countOverSeeds(model, 'model'),
            'low',
          ),
        ]
      : []),
    row(
      'Examples it can never get right',
      ({ verification }) => verification.model.examples.unargmaxable,
      examples,
      'low',
    ),
    row('Reachable sets confirmed in float32', ({ verification }) => verification.model.confirmed, confirmed),
    row('Undecided sets', ({ verification }) => verification.model.undecided, sets, 'low'),
    row(
      'Last matrix alone: sets out of reach',
      ({ verification }) => verification.classifier.unargmaxable,
      sets,
      'low',
    ),
    row(
      'Last matrix alone: undecided sets',
      ({ verification }) => verification.classifier.undecided,
      sets,
      'low',
    ),
    row(
      'Last matrix alone: reachable by theorem',
      ({ verification }) => verification.classifier.guaranteed,
      sets,
      'high',
    ),
    row('Is that about the model too?', () => 0, about),
    row(
      'F1@10',
      (model) => mean(model, 'f1At10'),
      (_, model) => scoreOverSeeds(model, 'f1At10'),
      'high',
    ),
    row(
      'Micro-F1',
      (model) => mean(model, 'microF1'),
      (_, model) => scoreOverSeeds(model, 'microF1'),
      'high',
    ),
    row(
      'Label set predicted exactly',
      (model) => mean(model, 'exact'),
      (_, model) => scoreOverSeeds(model, 'exact'),
      'high',
    ),
    row('Learning rate', ({ learningRate }) => learningRate, decimal),
    row('Parameters, output layer', (model) => model.outputParameters, whole),
    row('Parameters, whole model', (model) => model.totalParameters, whole),
    row('Training time', (model) => model.trainSeconds, duration),
    row('Verifying the model', ({ verification }) => verification.model.seconds, duration),
    row(
      'Verifying its last matrix, with radii if it has them',
      ({ verification }) => verification.classifier.seconds,
      duration,
    ),
  ];
}

function unreachableView(example: UnreachableExample) {
  const truth = new Set(example.labels);
  return {
    model: example.model,
    lemma: example.lemma,
    gloss: example.gloss,
    labels: example.labels,
    exact: example.exact,
    choice: aboutChoice,
    outOfReach: whole(example.outOfReach),
    exactly: example.predictedBy
      .filter(({ model }) => model !== example.model)
      .map(({ model, exactly }) => `${model} predicts ${whole(exactly)}`)
      .join(', '),
    predictions: example.predictedBy.map(({ model, verdict, labels }) => {
      const predicted = new Set(labels);
      const right = labels.filter((label) => truth.has(label));
      const wrong = labels.filter((label) => !truth.has(label));
      const missed = example.labels.filter((label) => !predicted.has(label));
      const isExact = wrong.length === 0 && missed.length === 0;
      return { model, reaches: verdict === 'argmaxable', right, wrong, missed, exact: isExact };
    }),
  };
}

function factsOf({
  command,
  date: at,
  machine,
  backend,
  settings,
  data,
  models,
}: RunResult): { name: string; text: string; code?: boolean }[] {
  return [
    { name: 'Date', text: date(at) },
    { name: 'Command', text: command, code: true },
    { name: 'Machine', text: machine },
    { name: 'TensorFlow.js backend', text: backend },
    {
      name: 'Training',
      text: `${plural(settings.epochs, 'epoch')}, batches of ${whole(settings.batchSize)}, embeddings of ${whole(settings.embeddingSize)}, ${seedsOf(settings)}`,
    },
    {
      name: 'Data',
      text: `WordNet nouns: ${whole(data.train)} examples to train on, ${whole(data.heldOut)} held out with ${whole(data.distinctHeldOutSets)} distinct label sets`,
    },
    {
      name: 'Labels',
      text: `${whole(data.labels)}, of which ${decimal(data.meanActive)} are active per example on average and ${whole(data.maxActive)} at most`,
    },
    { name: 'Vocabulary', text: `${whole(data.vocabulary)} words` },
    ...models.map(({ name, verification: { projection, featureRange } }) => ({
      name: `Projection of ${name}`,
      text:
        `from ${whole(projection.inputs)} features, ${featureRange}, to ${whole(projection.features)}, of rank ${whole(projection.rank)}; ` +
        (projection.carries
          ? 'every feature vector of the last matrix is proved to come out of it'
          : 'not every feature vector of the last matrix is proved to come out of it'),
    })),
  ];
}

const seedsOf = ({ seed, seeds }: RunResult['settings']): string =>
  seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`;

const plural = (count: number, noun: string): string => `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
