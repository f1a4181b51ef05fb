import { checkInteger, checkNumber, checkOneOf, checkOptions } from '@argmaxable/core';
import { Checkpoint } from './checkpoint.js';
import { Chunks } from './chunks.js';
import { type ClassifierInput, readClassifier, readVector } from './classifier.js';
import type { Decider } from './decider.js';
import { tolerance } from './highs-solver.js';
import type { LabelSetInput, LabelSetSource } from './label-set-input.js';
import { pauses } from './pauses.js';
import { type LabelSetResult, VerifyReport, withoutCertificates } from './report.js';
import { classifierOfRule, labelSetsOfRule, rules } from './rule.js';
import { isInShard, parseShard, type Shard, wholeInput } from './shard.js';
import { LocalDecider, Solvers } from './solvers.js';
import { modes, type VerifyOptions, verifyOptionNames } from './verify-options.js';
import { weightsHash } from './weights-hash.js';
import { highsUrl, type Job } from './workers/job.js';
import { WorkerDecider } from './workers/worker-decider.js';

/**
 * Decides each different label set once: what `verifyMatrix` does with label sets.
 *
 * @param labelSets Undefined under rule 'argmax' only: every label then.
 */
export async function decideLabelSets(
  input: ClassifierInput,
  labelSets: LabelSetInput | undefined,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const started = performance.now();
  checkOptions('verify', options, verifyOptionNames);
  const rule = checkOneOf('rule', options.rule ?? 'sign', rules);
  const mode = checkOneOf('mode', options.mode ?? 'verdict', modes);
  const given = await readClassifier(input);
  const thresholds =
    options.thresholds && (await readVector(options.thresholds, 'thresholds', given.numLabels));
  const classifier = classifierOfRule(given, rule, thresholds);
  const eps = checkNumber('eps', options.eps ?? tolerance * classifier.box, { min: 0 });
  const gap = checkNumber('gap', options.gap ?? 1e-6, { min: 0 });
  const shard = options.shard === undefined ? wholeInput : parseShard(options.shard);
  const source = labelSetsOfRule(labelSets, rule, classifier.numLabels);
  const verified = {
    numLabels: classifier.numLabels,
    numFeatures: classifier.numFeatures,
    hasBias: classifier.bias !== null,
    hash: await weightsHash(classifier),
  };
  const settings = {
    box: classifier.box,
    eps,
    mode,
    rule,
    ...(mode === 'radius' ? { gap } : {}),
    ...(thresholds ? { thresholds: Array.from(thresholds) } : {}),
    ...(shard === wholeInput ? {} : { shard }),
  };
  const { certificates = false } = options;
  const checkpoint =
    options.checkpoint === undefined
      ? null
      : new Checkpoint(options.checkpoint, { verified, settings, certificates });
  const decider = deciderOf({ classifier, mode, gap, eps }, options);
  try {
    const { distinct, order } = await decideAll(source, decider, shard, checkpoint, options);
    const milliseconds = performance.now() - started;
    return new VerifyReport({
      distinct,
      order,
      classifier,
      verified,
      settings,
      milliseconds,
      outputLayer: null,
      guarantee: null,
    });
  } finally {
    await decider.dispose();
  }
}

function deciderOf(
  task: Pick<Job, 'classifier' | 'mode' | 'gap' | 'eps'>,
  { timeLimit: milliseconds = 60_000, workers, workerUrl, locateFile }: VerifyOptions,
): Decider {
  const timeLimit = checkNumber('timeLimit', milliseconds, { min: 0 });
  if (workers === undefined) {
    const { classifier, mode, gap, eps } = task;
    return new LocalDecider(new Solvers(classifier, mode, timeLimit, locateFile, gap), eps);
  }
  checkInteger('workers', workers, { min: 1 });
  return new WorkerDecider({ ...task, timeLimit, highsUrl: highsUrl(locateFile) }, workers, workerUrl);
}

/** Decides each different set once, and gives results in the order of the input. */
async function decideAll(
  { sets, total }: LabelSetSource,
  decider: Decider,
  shard: Shard,
  checkpoint: Checkpoint | null,
  { certificates = false, onProgress, signal }: VerifyOptions,
): Promise<{ distinct: LabelSetResult[]; order: Int32Array }> {
  const placeOf = new Map<string, number>();
  const distinct: LabelSetResult[] = [];
  const order: number[] = [];
  const decide = async (chunk: readonly { place: number; labels: Int32Array }[]): Promise<void> => {
    const results = await decider.decide(chunk.map(({ labels }) => labels));
    results.forEach((result, i) => {
      const kept = certificates ? result : withoutCertificates(result);
      checkpoint?.append(kept);
      distinct[chunk[i].place] = kept;
    });
  };
  const chunks = new Chunks(decide, { size: decider.chunkSize, atOnce: decider.chunksAtOnce, signal });
  const pause = pauses();
  let seen = 0;
  for await (const labels of sets) {
    signal?.throwIfAborted();
    if (!isInShard(seen++, shard)) continue;
    const key = labels.join();
    let place = placeOf.get(key);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(key, place);
      const known = checkpoint?.results.get(key);
      if (known) distinct[place] = known;
      else await chunks.add({ place, labels });
    }
    order.push(place);
    onProgress?.({ done: seen, total });
    await pause();
  }
  await chunks.finish();
  return { distinct, order: Int32Array.from(order) };
}
