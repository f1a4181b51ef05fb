import { ValueError } from '@argmaxable/core';
import { NgramEncoder } from './encoder/ngram-encoder.js';
import { readNgramOptions } from './encoder/settings.js';
import { calibrate } from './head/calibration.js';
import { fitRule } from './head/decision.js';
import { foldsOf } from './head/folds.js';
import { trainLinear } from './head/train-linear.js';
import { labelSetsOf, namesOf, readTaggedTexts, type TaggedTexts } from './input/tagged-texts.js';
import type { TaggerParts } from './tagger-parts.js';
import { readTrainOptions, type TrainOptions } from './train-options.js';

/** The most weights of a model: 512 MiB. */
const mostWeights = 2 ** 27;

/** Learns all that a tagger is: vocabulary, weights, and, on held-out texts, their scale and the rule. */
export async function train(data: TaggedTexts, options: TrainOptions): Promise<TaggerParts> {
  const settings = readTrainOptions(options);
  const { texts, tags } = readTaggedTexts('the data', data);
  const labels = namesOf(tags);
  if (labels.length === 0) throw new ValueError('tags', `no tag in ${tags.length} texts`, 'one tag or more');
  if (texts.length < settings.folds) {
    const advice = 'Each part that is held out needs one.';
    throw new ValueError('texts', `${texts.length} texts`, `${settings.folds} texts or more`, advice);
  }
  const { labelSets } = labelSetsOf(tags, labels);
  const mostFeatures = Math.max(1, Math.floor(mostWeights / labels.length) - 1);
  const encoder = NgramEncoder.fit(texts, readNgramOptions(settings.encoder, mostFeatures));
  const folds = foldsOf(labelSets, settings.folds, settings.seed);
  const pause = pauser(settings.signal);
  await pause();
  const { weights, heldOut } = await trainLinear(encoder.encode(texts), labelSets, {
    cost: settings.cost,
    balance: settings.balance,
    seed: settings.seed,
    folds,
    afterBlock: async (done) => {
      settings.onProgress({ labels: done, of: labels.length });
      await pause();
    },
  });
  const held = labelSets.select(folds.examples);
  const { slope, offset } = calibrate(held, heldOut);
  const biases = encoder.width * labels.length;
  const logits = heldOut.map((score) => slope * score + offset);
  const { rule, microF1 } = fitRule(held, logits);
  return {
    labels,
    encoder,
    weights: weights.map((weight, i) => slope * weight + (i >= biases ? offset : 0)),
    rule,
    training: { texts: texts.length, microF1 },
  };
}

/** Lets other work run now and then, and throws the signal's reason where it is aborted. */
function pauser(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < 20) return;
    await new Promise<void>((resolve) => setTimeout(resolve));
    last = performance.now();
    signal?.throwIfAborted();
  };
}
