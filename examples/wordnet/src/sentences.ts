import type { Dataset } from './dataset.js';
import type { UnreachableExample, VerificationResult } from './result.js';

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

/** How many label sets a model can predict, and how many its last matrix alone, in a few lines. */
export function describeVerdicts({
  model,
  classifier,
  projection,
  featureRange,
  sets,
}: VerificationResult): string {
  const { inputs, features, rank, carries } = projection;
  const every = carries
    ? 'gives every feature vector of the matrix'
    : 'is not proved to give every feature vector of the matrix';
  return [
    `  ${sets.length} distinct held-out label sets`,
    `    the model, features ${featureRange}: ${model.argmaxable} reachable, ${model.confirmed} of them confirmed in float32; ` +
      `${model.unargmaxable} that no input reaches; ${model.undecided} undecided (${model.seconds.toFixed(1)} s)`,
    `    its projection from ${inputs} to ${features} features, of rank ${rank}, ${every}`,
    `    its last matrix alone, features of any sign and size: ${classifier.argmaxable} reachable; ` +
      `${classifier.unargmaxable} unreachable; ${classifier.undecided} undecided (${classifier.seconds.toFixed(1)} s)`,
  ].join('\n');
}

/** What the verdicts in the table and the page are about. */
export const aboutVerdicts =
  'About the model: features of 0 or more, as the ReLU gives them, go through the projection. What none of them gives, no input gives, rounding in float32 aside; ' +
  'what some of them give is called reachable, and whether a text gives just those is not asked.';

/** What the comparison of models is worth. */
export const aboutComparison =
  'The BSL layers start without a prior for the labels, which the DFT layer has, and all models train with the same learning rate: ' +
  'scores and counts are those of this run, not of each layer at its best.';

/** How the example was chosen. */
export const aboutChoice =
  'Chosen for the fewest labels wrong or missed by a model that can reach the set, then for few labels and a short gloss.';

/** The example that is out of reach, and what the models say to it, in a few lines. */
export function describeUnreachable(example: UnreachableExample | null): string {
  if (!example) return 'No held-out label set was proved to be out of reach of any of the models.';
  const truth = example.labels.join();
  return [
    `${example.model} can never predict the labels of '${example.lemma}', whatever the input: no features of 0 or more give just these.`,
    `  gloss: ${example.gloss}`,
    `  labels: ${example.labels.join(', ')}`,
    ...example.predictedBy.map(({ model, verdict, labels }) => {
      const what = labels.join() === truth ? 'exactly these' : labels.join(', ') || '(nothing)';
      return `  ${model}${verdict === 'argmaxable' ? ', which can reach them,' : ''} predicts: ${what}`;
    }),
    describeExactly(example),
    `  ${aboutChoice}`,
  ].join('\n');
}

/** Of all examples that are out of reach of the one model, how many the others predict exactly. */
function describeExactly({ model: subject, outOfReach, predictedBy }: UnreachableExample): string {
  const others = predictedBy
    .filter(({ model }) => model !== subject)
    .map(({ model, exactly }) => `${model} predicts ${exactly} exactly`);
  const of = `  Held-out examples out of reach of ${subject}: ${outOfReach}`;
  return others.length > 0 ? `${of}; of these ${others.join(', ')}.` : `${of}.`;
}
