import { type EpochCurves, epochCurves } from '@argmaxable/report';
import type { EpochResult } from '../result.js';
import type { StyledModel } from './models.js';

interface CurveOf extends Omit<EpochCurves, 'curves'> {
  readonly of: (epoch: EpochResult) => number;
  /** What the figure shows, under its title. */
  readonly note: string;
}

export interface Figure {
  readonly title: string;
  readonly note: string;
  readonly svg: string | null;
}

const falling = { scale: 'log' } as const;
const fraction = { values: 'fraction' } as const;

const collapse: readonly CurveOf[] = [
  {
    id: 'nc1',
    title: 'NC1',
    note: 'spread within over between classes',
    of: ({ nc1 }) => nc1,
    ...falling,
  },
  {
    id: 'nc2-means',
    title: 'NC2 of the class means',
    note: 'distance from a simplex frame',
    of: ({ nc2Means }) => nc2Means,
    ...falling,
  },
  {
    id: 'nc2-classifier',
    title: 'NC2 of the classifier',
    note: 'distance of the weights; ETF is at 0',
    of: ({ nc2Classifier }) => nc2Classifier,
    ...falling,
  },
  {
    id: 'nc3',
    title: 'NC3',
    note: 'distance of weights from means',
    of: ({ nc3 }) => nc3,
    ...falling,
  },
  {
    id: 'tag-wise',
    title: 'Tag-wise angle',
    note: 'several digits; 1 is chance',
    of: ({ tagWiseAverage }) => tagWiseAverage,
    ...falling,
  },
];

const learning: readonly CurveOf[] = [
  {
    id: 'loss',
    title: 'Pick-all-labels loss',
    note: 'on training images, without decays',
    of: ({ pickAllLabels }) => pickAllLabels,
  },
  {
    id: 'iou',
    title: 'IoU, test',
    note: 'probability on the digits that are there',
    of: ({ test }) => test.iou,
    ...fraction,
  },
  {
    id: 'r-precision',
    title: 'R-precision, test',
    note: 'as many guesses as there are digits',
    of: ({ test }) => test.rPrecision,
    ...fraction,
  },
];

/** The curves of neural collapse, on the training images. */
export const collapseFigures = (models: readonly StyledModel[]): Figure[] =>
  collapse.map((curve) => figure(curve, models));

/** The loss, and the scores on the test images. */
export const learningFigures = (models: readonly StyledModel[]): Figure[] =>
  learning.map((curve) => figure(curve, models));

function figure({ of, note, ...curve }: CurveOf, models: readonly StyledModel[]): Figure {
  // The fixed classifier is a frame but for rounding, of which a logarithm would make much.
  const drawn = models.filter(({ model }) => curve.id !== 'nc2-classifier' || model.kind !== 'etf');
  return {
    title: curve.title,
    note,
    svg: epochCurves({
      ...curve,
      curves: drawn.map(({ model, look }) => ({
        name: model.name,
        look,
        points: model.epochs.map((result) => ({ epoch: result.epoch, value: of(result) })),
      })),
    }),
  };
}
