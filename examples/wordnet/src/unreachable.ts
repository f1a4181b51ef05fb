import { exactMultipliers, verify } from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from './dataset.js';
import { predictedLabels } from './evaluation.js';
import type { Reports } from './reachability.js';
import type { UnreachableExample } from './result.js';

export interface VerifiedModel {
  readonly name: string;
  readonly model: LayersModel;
  /** Held-out, as a fraction. */
  readonly microF1: number;
  /** On the distinct held-out label sets. */
  readonly reports: Pick<Reports, 'model'>;
}

/**
 * One held-out example whose label set one of the models can never predict: of the models that have such, the
 * one of the highest micro-F1. Of all its such examples, one that another model, which can reach the set,
 * predicts with the fewest labels wrong or missed; of those one with the fewest labels, and of those the one
 * with the shortest gloss. Null where no set is proved to be out of reach of any model.
 *
 * @param inverse Which distinct label set each held-out example has.
 */
export async function findUnreachable(
  models: readonly VerifiedModel[],
  { heldOut, labelNames }: Pick<Dataset, 'heldOut' | 'labelNames'>,
  inverse: ArrayLike<number>,
): Promise<UnreachableExample | null> {
  const verdictOf = ({ reports }: VerifiedModel, row: number) => reports.model.results[inverse[row]].verdict;
  const rowsOutOfReach = (of: VerifiedModel): number[] =>
    [...heldOut.glosses.keys()].filter((row) => verdictOf(of, row) === 'unargmaxable');
  const subject = models
    .filter((of) => rowsOutOfReach(of).length > 0)
    .sort((a, b) => b.microF1 - a.microF1)
    .at(0);
  if (subject === undefined) return null;

  const rows = rowsOutOfReach(subject);
  const truths = rows.map((row) => heldOut.labelSets.get(row));
  const answers = models.map((of) => {
    const predicted = predictedLabels(of.model, heldOut, rows);
    const mistakes = predicted.map((labels, i) => differing(labels, truths[i]));
    return { of, predicted, mistakes };
  });
  const least = rows.map((row, i) =>
    Math.min(
      ...answers.filter(({ of }) => verdictOf(of, row) === 'argmaxable').map(({ mistakes }) => mistakes[i]),
    ),
  );
  const [chosen] = [...rows.keys()].sort(
    (a, b) =>
      compare(least[a], least[b]) ||
      truths[a].length - truths[b].length ||
      heldOut.glosses[rows[a]].length - heldOut.glosses[rows[b]].length,
  );
  const names = (labels: Iterable<number>): string[] => Array.from(labels, (label) => labelNames[label]);
  const row = rows[chosen];
  return {
    model: subject.name,
    outOfReach: rows.length,
    lemma: heldOut.lemmas[row],
    gloss: heldOut.glosses[row],
    labels: names(truths[chosen]),
    exact: await isProvedExactly(subject.model, truths[chosen]),
    predictedBy: answers.map(({ of, predicted, mistakes }) => ({
      model: of.name,
      verdict: verdictOf(of, row),
      labels: names(predicted[chosen]),
      exactly: mistakes.filter((count) => count === 0).length,
    })),
  };
}

/** Labels that are in one of two sets and not in the other. */
function differing(predicted: readonly number[], truth: ArrayLike<number>): number {
  const right = new Set(Array.from(truth));
  const hits = predicted.filter((label) => right.has(label)).length;
  return predicted.length + truth.length - 2 * hits;
}

/** For sorting; both may be infinite. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Whether exact arithmetic confirms that no features in the model's range give the set. */
async function isProvedExactly(model: LayersModel, labels: Int32Array): Promise<boolean> {
  const { classifier, results } = await verify(model, { labelSets: [labels], certificates: true });
  const [{ multipliers }] = results;
  return (
    classifier !== null &&
    multipliers !== undefined &&
    exactMultipliers(classifier, labels, multipliers) !== null
  );
}
