import {
  type ShareRow,
  type VerdictCounts,
  verdicts,
  verdictShare,
  verdictSharePicture,
  whole,
} from '@argmaxable/report';
import type { ModelResult } from '../result.js';
import { styleModels, type StyledModel } from './models.js';

/** What the shares are of: every distinct label set once, or every held-out example. */
export type Measure = 'sets' | 'examples';

const measures: Readonly<Record<Measure, string>> = {
  sets: 'distinct label sets',
  examples: 'held-out examples',
};

/** What verdicts are about: the model, or its last matrix alone. */
export type Subject = 'model' | 'classifier';

const subjects: Readonly<Record<Subject, string>> = {
  model: 'the model',
  classifier: 'its last matrix alone',
};

/** Verdicts about a model, or about its last matrix, in one measure. */
export function countsOf(
  { verification }: ModelResult,
  measure: Measure,
  subject: Subject = 'model',
): VerdictCounts {
  const { argmaxable, unargmaxable, undecided } =
    measure === 'sets' ? verification[subject] : verification[subject].examples;
  return { argmaxable, unargmaxable, undecided };
}

/** Whether some model's counts differ from those of its last matrix: where none do, one bar says both. */
export const countsDiffer = (models: readonly ModelResult[]): boolean =>
  models.some((model) =>
    (['sets', 'examples'] as const).some((measure) => {
      const [own, alone] = (['model', 'classifier'] as const).map((subject) =>
        countsOf(model, measure, subject),
      );
      return verdicts.some((verdict) => own[verdict] !== alone[verdict]);
    }),
  );

/** All of them, whatever the verdict. */
export const totalOf = (counts: VerdictCounts): number =>
  counts.argmaxable + counts.unargmaxable + counts.undecided;

const subjectsOf = (models: readonly ModelResult[]): readonly Subject[] =>
  countsDiffer(models) ? ['model', 'classifier'] : ['model'];

/**
 * The plot for the page, in one measure: one bar per model, and one for its last matrix where counts differ.
 */
export function reachableShareFigure(models: readonly StyledModel[], measure: Measure): string {
  const shown = subjectsOf(models.map(({ model }) => model));
  return verdictShare({
    id: `share-${measure}`,
    title: `Share of ${measures[measure]} that each model can predict`,
    rows: models.flatMap(({ model, look }) =>
      shown.map((subject): ShareRow => ({
        heading: subject === 'model' ? model.name : 'its last matrix alone',
        strong: subject === 'model',
        color: look.color,
        counts: countsOf(model, measure, subject),
      })),
    ),
  });
}

/** What can be changed about the picture of `reachableSharePlot`. */
export interface ReachableShareOptions {
  /** Line at the top. */
  readonly title?: string;
  /** Pixels. Default 760. */
  readonly width?: number;
}

/**
 * Draws which share of the held-out label sets each model can predict, as an SVG file of its own; and which
 * its last matrix alone, where that differs.
 *
 * @param models the models, in the order of the bars.
 * @returns a whole SVG document, with its own background, that follows the reader's light or dark colour
 * scheme.
 */
export function reachableSharePlot(
  models: readonly ModelResult[],
  { title = 'Which held-out label sets can each model predict at all?', width }: ReachableShareOptions = {},
): string {
  const shown = subjectsOf(models);
  const bars = (['sets', 'examples'] as const).flatMap((measure) =>
    shown.map((subject) => ({ measure, subject })),
  );
  return verdictSharePicture({
    id: 'reachable-share',
    title,
    width,
    models: styleModels(models).map(({ model, look }) => ({
      name: model.name,
      color: look.color,
      rows: bars.map(({ measure, subject }) => {
        const counts = countsOf(model, measure, subject);
        const what = `${whole(totalOf(counts))} ${measures[measure]}`;
        return { heading: shown.length > 1 ? `${what}: ${subjects[subject]}` : what, counts };
      }),
    })),
  });
}
