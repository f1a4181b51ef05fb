import { date, decimal, duration, percent, whole } from '@argmaxable/report';
import type { EpochResult, ModelResult, RunResult, Sample } from '../result.js';
import { savingsOf } from '../savings.js';
import { collapseFigures, learningFigures } from './curves.js';
import { styleModels, type StyledModel } from './models.js';
import { pngDataUri } from './png.js';

/** What the template fills in: every number a string already, every plot its markup. */
export type ReportView = ReturnType<typeof viewOf>;

/** Turns a run into what the page says. */
export function viewOf(result: RunResult) {
  const models = styleModels(result.models);
  const savings = savingsOf(result.models);
  return {
    over: result.settings.canvas === 'over',
    train: whole(result.data.train),
    models: models.map(({ model, look }) => ({ name: model.name, look })),
    headline: headline(result.models, savings.total.share),
    tiles: models.map(tile),
    collapse: collapseFigures(models),
    learning: learningFigures(models),
    table: tableOf(result.models),
    savings: [savings.output, savings.total].map(({ count, share }) => `${whole(count)} (${percent(share)})`),
    samples: result.samples.map(sampleView),
    facts: factsOf(result),
  };
}

const lastOf = (model: ModelResult): EpochResult => model.epochs[model.epochs.length - 1];

function headline(models: readonly ModelResult[], saved: number): string {
  const [linear, etf] = models.map((model) => percent(lastOf(model).test.iou));
  return `With the output layer fixed from the start, ${percent(saved)} of the trained parameters are saved, and the test IoU is ${etf} instead of ${linear}.`;
}

function tile({ model, look }: StyledModel) {
  const { test, train, nc1, tagWiseAverage } = lastOf(model);
  return {
    name: model.name,
    color: look.color,
    kind: model.kind === 'linear' ? 'Trained linear layer' : 'Fixed simplex frame',
    big: percent(test.iou),
    of: 'IoU on the test images',
    rows: [
      { name: 'Trained parameters, output layer', text: whole(model.outputParameters) },
      { name: 'Trained parameters, whole network', text: whole(model.totalParameters) },
      {
        name: 'R-precision, test · training',
        text: `${percent(test.rPrecision)} · ${percent(train.rPrecision)}`,
      },
      { name: 'NC1 · tag-wise angle', text: `${decimal(nc1)} · ${decimal(tagWiseAverage)}` },
    ],
  };
}

/** From the first measurement to the last. */
function tableOf(models: readonly ModelResult[]): { name: string; cells: { text: string }[] }[] {
  const row = (name: string, cell: (model: ModelResult) => string) => ({
    name,
    cells: models.map((model) => ({ text: cell(model) })),
  });
  const change = (name: string, of: (epoch: EpochResult) => number, format: (value: number) => string) =>
    row(name, (model) => `${format(of(model.epochs[0]))} → ${format(of(lastOf(model)))}`);
  return [
    row('Parameters, output layer', ({ outputParameters }) => whole(outputParameters)),
    row('Parameters, whole network', ({ totalParameters }) => whole(totalParameters)),
    change('IoU, test', ({ test }) => test.iou, percent),
    change('IoU, training', ({ train }) => train.iou, percent),
    change('R-precision, test', ({ test }) => test.rPrecision, percent),
    change('R-precision, training', ({ train }) => train.rPrecision, percent),
    change('NC1', ({ nc1 }) => nc1, decimal),
    change('NC2 of the classifier', ({ nc2Classifier }) => nc2Classifier, rounded),
    change('NC2 of the class means', ({ nc2Means }) => nc2Means, decimal),
    change('NC3', ({ nc3 }) => nc3, decimal),
    change('Tag-wise angle', ({ tagWiseAverage }) => tagWiseAverage, decimal),
    change('Pick-all-labels loss', ({ pickAllLabels }) => pickAllLabels, decimal),
    row('Training, with the measurements', ({ trainSeconds }) => duration(trainSeconds)),
  ];
}

/** As `decimal`, but 0 for what is 0 but for the rounding of float32. */
const rounded = (value: number): string => decimal(value < 1e-6 ? 0 : value);

function sampleView({ pixels, digits, predictions }: Sample) {
  return {
    image: pngDataUri(Buffer.from(pixels, 'base64')),
    digits: digits.join(', '),
    predictions: predictions.map(({ model, digits: predicted }) => ({
      model: model.split(' ')[0], // without d: there is little room
      digits: predicted.join(', '),
      right: predicted.join() === digits.join(),
    })),
  };
}

function factsOf({ command, date: at, machine, backend, settings, data, seconds }: RunResult): {
  name: string;
  text: string;
  code?: boolean;
}[] {
  const { singles, pairs, triples, canvas } = settings;
  return [
    { name: 'Date', text: date(at) },
    { name: 'Command', text: command, code: true },
    { name: 'Machine', text: machine },
    { name: 'TensorFlow.js backend', text: backend },
    { name: 'Whole run', text: duration(seconds) },
    {
      name: 'Data',
      text:
        `${whole(data.train)} images of ${data.imageSize} × ${data.imageSize} pixels to train on, digits ` +
        `${canvas === 'side' ? 'side by side' : 'over each other'}: ${singles} of each digit alone, ${pairs} of each of the 45 pairs, ` +
        `${triples} of each of the 120 triples; ${whole(data.test)} to test, of other handwritten digits`,
    },
    {
      name: 'Training',
      text:
        `${whole(settings.epochs)} epochs, batches of ${whole(settings.batchSize)}, SGD with momentum 0.9, learning rate from ` +
        `${decimal(settings.learningRate)} along a cosine to a thousandth of it, seed ${settings.seed}`,
    },
    {
      name: 'Decay',
      text: `weights ${settings.weightDecay}, features ${settings.featureDecay}`,
    },
  ];
}
