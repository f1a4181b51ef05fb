import type { VerifyReport } from '@argmaxable/verify';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from './dataset.js';
import { predictedLabels } from './evaluation.js';
import type { UnreachableExample } from './result.js';

export interface VerifiedModel {
  readonly name: string;
  readonly model: LayersModel;
  /** On the distinct held-out label sets. */
  readonly report: VerifyReport;
}

/**
 * One held-out example whose label set the first of the models can never predict: of all such, one with the fewest
 * labels, and of those the one with the shortest gloss. Null if it can predict them all.
 *
 * @param inverse Which distinct label set each held-out example has.
 */
export function findUnreachable(
  models: readonly VerifiedModel[],
  { heldOut, labelNames }: Dataset,
  inverse: ArrayLike<number>,
): UnreachableExample | null {
  const [first] = models;
  const size = (row: number): number => heldOut.labelSets.get(row).length;
  const [row] = [...heldOut.glosses.keys()]
    .filter((row) => first.report.results[inverse[row]].verdict === 'unargmaxable')
    .sort((a, b) => size(a) - size(b) || heldOut.glosses[a].length - heldOut.glosses[b].length);
  if (row === undefined) return null;
  const names = (labels: Iterable<number>): string[] => Array.from(labels, (label) => labelNames[label]);
  return {
    model: first.name,
    lemma: heldOut.lemmas[row],
    gloss: heldOut.glosses[row],
    labels: names(heldOut.labelSets.get(row)),
    radiusUpper: first.report.results[inverse[row]].radius.upper,
    predictedBy: models.map(({ name, model }) => ({
      model: name,
      labels: names(predictedLabels(model, heldOut, row)),
    })),
  };
}
