import type { VerifyReport } from '@argmaxable/verify';
import type { Dataset } from './dataset.js';
import type { UnreachableExample } from './result.js';

/** What was loaded, in a line. */
export function describeData({
  train,
  heldOut,
  labelNames,
  meanActive,
  maxActive,
  vocabulary,
}: Dataset): string {
  return (
    `WordNet 3.1 nouns: ${train.tokens.length} examples to train on, ${heldOut.tokens.length} held out; ` +
    `${labelNames.length} labels, ${meanActive.toFixed(1)} active per example, ${maxActive} at most; ${vocabulary.size} words.`
  );
}

/** How many label sets a model can predict, in a line. */
export function describeVerdicts({ distinctCounts, milliseconds, results }: VerifyReport): string {
  const { argmaxable, unargmaxable, undecided } = distinctCounts;
  return (
    `${results.length} distinct held-out label sets: ${argmaxable} reachable, ${unargmaxable} unreachable, ` +
    `${undecided} undecided (${(milliseconds / 1000).toFixed(1)} s)`
  );
}

/** The example that is out of reach, and what the models say to it, in a few lines. */
export function describeUnreachable(example: UnreachableExample | null): string {
  if (!example) return 'No held-out label set was proved to be out of reach of the first model.';
  return [
    `${example.model} can never predict the labels of '${example.lemma}', whatever the input:`,
    `  gloss: ${example.gloss}`,
    `  labels: ${example.labels.join(', ')}`,
    ...example.predictedBy.map(
      ({ model, labels }) => `  ${model} predicts: ${labels.join(', ') || '(nothing)'}`,
    ),
  ].join('\n');
}
