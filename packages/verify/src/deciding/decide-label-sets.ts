import { toleranceOf } from '../input/domain.js';
import type { Classifier } from '../input/classifier.js';
import type { LabelSetInput } from '../input/label-set-input.js';
import { type Question, questionOf } from '../input/question.js';
import { labelSetsOfRule } from '../input/rule.js';
import { parseShard, type Shard, wholeInput } from '../input/shard.js';
import type { Subject } from '../input/subject.js';
import type { VerifyOptions } from '../input/verify-options.js';
import { hashesOf } from '../input/weights-hash.js';
import { rangeToJson } from '../report/range-json.js';
import type { Settings, Verified } from '../report/report-data.js';
import { VerifyReport } from '../report/verify-report.js';
import { Checkpoint } from './checkpoint/checkpoint.js';
import type { ChunkDecider } from './chunk-decider.js';
import type { Confirm } from './confirmation.js';
import { decideEachOnce } from './decide-each-once.js';
import { LocalDecider } from './local-decider.js';
import { SetDecider } from './set-decider.js';
import { highsUrl } from './workers/job.js';
import { WorkerDecider } from './workers/worker-decider.js';

/**
 * Decides each different label set once. `verify` and `verifyMatrix` call it if they are given label sets.
 *
 * The parts, from the outside in: `decideEachOnce` goes through the label sets, and takes known results from
 * the checkpoint; a `ChunkDecider` decides some at a time, here or in workers; a `SetDecider` asks solvers
 * about one; and `verdict.ts` computes what their candidates prove.
 *
 * @param labelSets Undefined only under rule 'argmax': then every single label.
 * @param confirm Confirms results with the model; null if there is no model.
 */
export async function decideLabelSets(
  subject: Subject,
  labelSets: LabelSetInput | undefined,
  options: VerifyOptions,
  confirm: Confirm | null = null,
): Promise<VerifyReport> {
  options.signal?.throwIfAborted();
  const started = performance.now();
  const { classifier, rule } = subject;
  const question = questionOf(classifier, options);
  const shard = options.shard === undefined ? wholeInput : parseShard(options.shard);
  const source = labelSetsOfRule(labelSets, rule, classifier.numLabels);
  const verified = await verifiedOf(classifier);
  const settings = settingsOf(subject, question, shard);
  const about = { classifier, verified, settings };
  const checkpoint =
    options.checkpoint === undefined ? null : await Checkpoint.open(options.checkpoint, about, options);
  let decider: ChunkDecider | null = null;
  try {
    decider = deciderOf(classifier, question, options);
    const found = await decideEachOnce(source, decider, shard, checkpoint, options, confirm);
    return new VerifyReport({
      ...{ ...found, ...about, milliseconds: performance.now() - started },
      ...{ outputLayer: null, guarantee: null, projection: null },
    });
  } finally {
    await decider?.dispose();
    checkpoint?.close();
  }
}

async function verifiedOf(classifier: Classifier): Promise<Verified> {
  return {
    numLabels: classifier.numLabels,
    numFeatures: classifier.numFeatures,
    numInputs: classifier.projection?.numInputs ?? null,
    hasBias: classifier.bias !== null,
    ...(await hashesOf(classifier)),
  };
}

function settingsOf(
  { classifier, about, rule, thresholds, folded }: Subject,
  { mode, gap, eps }: Question,
  shard: Shard,
): Settings {
  return {
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
}

function deciderOf(
  classifier: Classifier,
  question: Question,
  { workers, workerUrl, locateFile }: VerifyOptions,
): ChunkDecider {
  if (workers === undefined) return new LocalDecider(new SetDecider(classifier, question, locateFile));
  return new WorkerDecider({ classifier, question, highsUrl: highsUrl(locateFile) }, workers, workerUrl);
}
