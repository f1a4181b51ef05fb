import { checkNumber, checkOneOf, ValueError } from '@argmaxable/core';
import { measureOf, toleranceOf } from '../certificate/domain.js';
import { Checkpoint } from './checkpoint/checkpoint.js';
import { Chunks } from './chunks.js';
import type { Confirm } from './confirmation.js';
import type { Decider } from './chunk-decider.js';
import type { Classifier } from '../input/classifier.js';
import { type LabelInput, LabelInputHash } from '../input/label-input.js';
import type { LabelSetInput, LabelSetSource } from '../input/label-set-input.js';
import { pauses } from './pauses.js';
import { rangeToJson } from '../report/range-json.js';
import {
  type About,
  type LabelSetResult,
  VerifyReport,
  withoutCertificates,
} from '../report/verify-report.js';
import { labelSetsOfRule, type Rule } from '../input/rule.js';
import { isInShard, parseShard, type Shard, wholeInput } from '../input/shard.js';
import { LocalDecider, type Question, Solvers } from './set-decider.js';
import { modes, type VerifyOptions } from '../input/verify-options.js';
import { hashesOf } from '../input/weights-hash.js';
import { highsUrl } from './workers/job.js';
import { WorkerDecider } from './workers/worker-decider.js';

/** What is decided, read and checked: see `readSubject`. */
export interface Subject {
  /** With all that is behind its scores folded in. */
  readonly classifier: Classifier;
  readonly about: About;
  readonly rule: Rule;
  /** As given; they are folded in. */
  readonly thresholds: Float64Array | null;
  /** What else is folded in, in words. */
  readonly folded: readonly string[];
}

/**
 * Decides each different label set once: what `verify` and `verifyMatrix` do with label sets.
 *
 * @param labelSets Undefined under rule 'argmax' only: every label then.
 * @param confirm Asks the model, where there is one.
 */
export async function decideLabelSets(
  { classifier, about, rule, thresholds, folded }: Subject,
  labelSets: LabelSetInput | undefined,
  options: VerifyOptions,
  confirm: Confirm | null = null,
): Promise<VerifyReport> {
  options.signal?.throwIfAborted();
  const started = performance.now();
  const question = questionOf(classifier, options);
  const shard = options.shard === undefined ? wholeInput : parseShard(options.shard);
  const source = labelSetsOfRule(labelSets, rule, classifier.numLabels);
  const { mode, gap, eps } = question;
  const verified = {
    numLabels: classifier.numLabels,
    numFeatures: classifier.numFeatures,
    numInputs: classifier.projection?.numInputs ?? null,
    hasBias: classifier.bias !== null,
    ...(await hashesOf(classifier)),
  };
  const settings = {
    featureRange: rangeToJson(classifier.range),
    about,
    eps,
    tolerance: toleranceOf(classifier),
    mode,
    rule,
    ...(mode === 'radius' ? { gap } : {}),
    ...(thresholds ? { thresholds: Array.from(thresholds) } : {}),
    ...(folded.length > 0 ? { folded } : {}),
    ...(shard === wholeInput ? {} : { shard }),
  };
  const subject = { classifier, verified, settings };
  const checkpoint =
    options.checkpoint === undefined ? null : await Checkpoint.open(options.checkpoint, subject, options);
  let decider: Decider | null = null;
  try {
    decider = deciderOf(classifier, question, options);
    const { distinct, order, input } = await decideAll(source, decider, shard, checkpoint, options, confirm);
    const milliseconds = performance.now() - started;
    return new VerifyReport({
      ...{ distinct, order, input, classifier, verified, settings, milliseconds },
      ...{ outputLayer: null, guarantee: null, projection: null },
    });
  } finally {
    await decider?.dispose();
    checkpoint?.close();
  }
}

function questionOf(classifier: Classifier, options: VerifyOptions): Question {
  const mode = checkOneOf('mode', options.mode === undefined ? 'verdict' : options.mode, modes);
  const eps = options.eps === undefined ? null : checkNumber('eps', options.eps, { min: 0 });
  const gap = checkNumber('gap', options.gap === undefined ? 1e-6 : options.gap, { min: 0 });
  const timeLimit = checkNumber('timeLimit', options.timeLimit === undefined ? 60_000 : options.timeLimit, {
    min: 0,
  });
  if ((mode === 'radius' || eps !== null) && measureOf(classifier) === 'relative') {
    throw new ValueError(
      'featureRange',
      classifier.range.words,
      `bounded in every feature where radii are asked for (${mode === 'radius' ? "mode 'radius'" : 'eps'})`,
      'Scores have a constant part here, so that features cannot be scaled, and a radius grows with what they may be. ' +
        'Give featureRange: { lower, upper } or { observed: features }, or box: R.',
    );
  }
  return { mode, eps, gap, timeLimit };
}

function deciderOf(
  classifier: Classifier,
  question: Question,
  { workers, workerUrl, locateFile }: VerifyOptions,
): Decider {
  if (workers === undefined) return new LocalDecider(new Solvers(classifier, question, locateFile));
  return new WorkerDecider({ classifier, question, highsUrl: highsUrl(locateFile) }, workers, workerUrl);
}

/** Witnesses that go through the model in one batch: one by one they would take longer. */
const confirmedAtOnce = 16;

/** Decides each different set once, and gives results in the order of the input. */
async function decideAll(
  { sets, total }: LabelSetSource,
  decider: Decider,
  shard: Shard,
  checkpoint: Checkpoint | null,
  { certificates = false, onProgress, signal }: VerifyOptions,
  confirm: Confirm | null,
): Promise<{ distinct: LabelSetResult[]; order: Int32Array; input: LabelInput }> {
  const placeOf = new Map<string, number>();
  const distinct: LabelSetResult[] = [];
  const order: number[] = [];
  let decided: { place: number; result: LabelSetResult }[] = [];
  const keep = async (): Promise<void> => {
    const batch = decided;
    decided = [];
    const results = batch.map(({ result }) => result);
    const confirmed = confirm === null ? results : await confirm(results);
    confirmed.forEach((result, i) => {
      distinct[batch[i].place] = certificates ? result : withoutCertificates(result);
    });
  };
  const add = async (found: { place: number; result: LabelSetResult }): Promise<void> => {
    decided.push(found);
    if (confirm === null || decided.length >= confirmedAtOnce) await keep();
  };
  const decide = async (chunk: readonly { place: number; labels: Int32Array }[]): Promise<void> => {
    const results = await decider.decide(chunk.map(({ labels }) => labels));
    for (const [i, result] of results.entries()) {
      checkpoint?.append(result);
      await add({ place: chunk[i].place, result });
    }
  };
  const chunks = new Chunks(decide, { size: decider.chunkSize, atOnce: decider.chunksAtOnce, signal });
  const pause = pauses();
  const hashing = new LabelInputHash();
  let seen = 0;
  for await (const labels of sets) {
    signal?.throwIfAborted();
    await hashing.add(labels);
    if (!isInShard(seen++, shard)) continue;
    const key = labels.join();
    let place = placeOf.get(key);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(key, place);
      const known = checkpoint?.get(key);
      if (known) await add({ place, result: known });
      else await chunks.add({ place, labels });
    }
    order.push(place);
    onProgress?.({ done: seen, total });
    await pause();
  }
  await chunks.finish();
  await keep();
  return { distinct, order: Int32Array.from(order), input: await hashing.finish() };
}
