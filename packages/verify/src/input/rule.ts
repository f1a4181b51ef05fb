import { ValueError } from '@argmaxable/core';
import { type LabelSetInput, type LabelSetSource, readLabelSets } from './label-set-input.js';

/**
 * How scores z become a label set:
 * - 'sign': the labels with `z_i > 0`, or with z_i above their `thresholds`;
 * - 'topK': the k labels with the highest scores, for any k; this is how models trained with pickAllLabels or
 *   softmax are used;
 * - 'argmax': the label with the highest score: sets of one label each.
 */
export type Rule = (typeof rules)[number];

export const rules = ['sign', 'topK', 'argmax'] as const;

/** The label sets to verify under `rule`: all single labels if 'argmax' is given none. */
export function labelSetsOfRule(
  labelSets: LabelSetInput | undefined,
  rule: Rule,
  numLabels: number,
): LabelSetSource {
  if (rule !== 'argmax') return readLabelSets(labelSets as LabelSetInput, numLabels);
  const input = labelSets ?? Array.from({ length: numLabels }, (_, label) => [label]);
  const { sets, total } = readLabelSets(input, numLabels);
  return { sets: singles(sets), total };
}

async function* singles(sets: LabelSetSource['sets']): AsyncIterable<Int32Array> {
  let place = 0;
  for await (const labels of sets) {
    if (labels.length !== 1) {
      const allowed = "one label, because rule 'argmax' predicts one";
      throw new ValueError(
        `labelSets[${place}]`,
        Array.from(labels),
        allowed,
        "For more labels use rule 'topK'.",
      );
    }
    yield labels;
    place++;
  }
}
