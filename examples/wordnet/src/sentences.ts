import type { Dataset } from './dataset.js';
import { isDft } from './heads.js';
import { percent, share } from '@argmaxable/report';
import type { ModelResult, RunResult, UnreachableExample, VerificationResult } from './result.js';
import { mean } from './seeds.js';
import { chooseRate, type TriedRate } from './tuning.js';

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
  'About the model: features of any sign and size, as the leaky ReLU gives them, go through the projection. What none of them gives, no input gives, rounding in float32 aside; ' +
  'what some of them give is called reachable, and whether a text gives just those is not asked.';

/** Where the learning rates come from. */
function aboutRates({ ratesFrom, tuning, models, settings }: RunResult): string {
  const epochs = `${settings.epochs} epochs`;
  switch (ratesFrom) {
    case 'tuned': {
      const rates = [...new Set(tuning!.tried.map(({ learningRate }) => learningRate))].sort((a, b) => a - b);
      const atEnd = models
        .filter(({ name }) => chooseRate(name, tuning!.tried).atEnd)
        .map(({ name }) => name);
      return (
        `Each model trains for ${epochs} at the learning rate, of ${rates.join(', ')}, that gave it the highest micro-F1 on ${tuning!.examples} validation examples.` +
        (atEnd.length > 0 ? ` Rates beyond these might suit ${atEnd.join(', ')} better.` : '')
      );
    }
    case 'stored':
      return `Each model trains for ${epochs} at the learning rate that gave it the highest micro-F1 on validation examples, of those that an earlier run with --tune tried (docs/results.md).`;
    case 'other':
      return `Each model trains for ${epochs} at the learning rate that suits the default sizes best; it was not chosen for these sizes (--tune does that).`;
    case 'given':
      return `All models train for ${epochs} at the one learning rate that was given: scores and counts are not of each layer at its best.`;
  }
}

/** What the comparison of models is worth. */
export function aboutComparison(result: RunResult): string {
  const { settings, models } = result;
  const larger = widthsOf(models).flatMap(({ dft, bottlenecked }) =>
    dft.filter((model) => bottlenecked.some((rival) => model.outputParameters > rival.outputParameters)),
  );
  const parameters =
    larger.length === 0
      ? 'DFT layers train no more parameters than the bottlenecked layers beside them.'
      : `More parameters than a bottlenecked layer beside it trains: ${larger.map(({ name }) => name).join(', ')}.`;
  const seeds =
    settings.seeds > 1
      ? `Scores are means over ${settings.seeds} seeds, ± their standard deviation; verdicts in detail are of the first seed.`
      : 'Scores are of one seed (--seeds trains more).';
  return `${aboutRates(result)} Layers called 'prior' start at the labels' mean frequency, those called 'bias' at each label's own, and other DFT layers at the mean. ${parameters} ${seeds}`;
}

/** The models of each width, in the order of the models. */
function widthsOf(
  models: readonly ModelResult[],
): { bottlenecked: readonly ModelResult[]; dft: readonly ModelResult[] }[] {
  return [...new Set(models.map(({ width }) => width))].map((width) => {
    const all = models.filter((model) => model.width === width);
    return {
      bottlenecked: all.filter(({ kind }) => !isDft(kind)),
      dft: all.filter(({ kind }) => isDft(kind)),
    };
  });
}

/**
 * The finding, from what came out: for each width what the bottlenecked model and the DFT model of the
 * highest micro-F1 score, and how many held-out label sets each can never predict.
 */
export function headline(models: readonly ModelResult[]): string {
  const best = (group: readonly ModelResult[]): ModelResult =>
    group.reduce((a, b) => (mean(b, 'microF1') > mean(a, 'microF1') ? b : a));
  return widthsOf(models)
    .map(({ bottlenecked, dft }) => [bottlenecked, dft].filter(({ length }) => length > 0).map(best))
    .map((pair) =>
      pair.map((model) => `${model.name} (micro-F1 ${percent(mean(model, 'microF1'))}) ${cannot(model)}`),
    )
    .map((found) => `${found.join('; ')}.`)
    .join(' ');
}

/** 'can never predict 61.1 % of the held-out label sets', about the model, as a mean over the seeds. */
function cannot(model: ModelResult): string {
  const { sets } = model.verification;
  const [out, undecided] = [mean(model, 'model'), mean(model, 'undecided')];
  const open = undecided > 0 ? ` (${share(undecided, sets.length)} undecided)` : '';
  if (out > 0) return `can never predict ${share(out, sets.length)} of the held-out label sets${open}`;
  return undecided > 0
    ? `can predict ${share(sets.length - undecided, sets.length)} of the held-out label sets${open}`
    : 'can predict all of the held-out label sets';
}

/** The rates that were tried, one line for each head, and the best. */
export function describeTuning(heads: readonly string[], tried: readonly TriedRate[]): string {
  return heads
    .map((head) => {
      const own = tried.filter((one) => one.head === head);
      const scores = own
        .map(({ learningRate, microF1 }) => `${learningRate}: ${percent(microF1)}`)
        .join(', ');
      const { learningRate, atEnd } = chooseRate(head, tried);
      return `${head}: validation micro-F1 at ${scores}; taken: ${learningRate}${atEnd ? ', an end of what was tried' : ''}`;
    })
    .join('\n');
}

/** How the example was chosen. */
export const aboutChoice =
  'Chosen for the fewest labels wrong or missed by a model that can reach the set, then for few labels and a short gloss.';

/** The example that is out of reach, and what the models say to it, in a few lines. */
export function describeUnreachable(example: UnreachableExample | null): string {
  if (!example) return 'No held-out label set was proved to be out of reach of any of the models.';
  const truth = example.labels.join();
  return [
    `${example.model} can never predict the labels of '${example.lemma}', whatever the input: no features give just these.`,
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
