import { checkInteger, checkNumber, checkOneOf, checkOptions } from '@argmaxable/core';
import { Checkpoint } from './checkpoint.js';
import {
  type Classifier,
  type ClassifierInput,
  readClassifier,
  readVector,
  type Vector,
} from './classifier.js';
import type { Decider } from './decider.js';
import { tolerance } from './highs-solver.js';
import type { LabelSetInput, LabelSetSource } from './label-set-input.js';
import { type LabelSetResult, VerifyReport } from './report.js';
import { classifierOfRule, labelSetsOfRule, type Rule, rules } from './rule.js';
import { isInShard, parseShard, type Shard, wholeInput } from './shard.js';
import { LocalDecider, Solvers } from './solvers.js';
import { weightsHash } from './weights-hash.js';
import { highsUrl } from './workers/job.js';
import { WorkerDecider } from './workers/worker-decider.js';

/** How far a run is, in label sets of the input; with workers, that were handed to them. */
export interface Progress {
  readonly done: number;
  /** Null where the input is an iterable, whose end is not known. */
  readonly total: number | null;
}

const modes = ['verdict', 'radius'] as const;

export interface VerifyOptions {
  /**
   * 'verdict' (default): stop at the first proof of a verdict, mostly without a linear program; `radius` is then only what that
   * proof shows. 'radius': find the radius itself, as exactly as the solver can.
   */
  mode?: (typeof modes)[number];
  /** How scores become a label set: 'sign' (default), 'topK' or 'argmax'; see `Rule`. */
  rule?: Rule;
  /** Under rule 'sign': label i is predicted where its score is above `thresholds[i]`; all 0 by default. */
  thresholds?: Vector;
  /**
   * A set whose radius is proved to be below `eps` is 'unargmaxable'; 0 or more, in units of x, 1e-10 * box by default.
   * No proof in float64 can show that a radius is exactly 0. The default is the finest that the solver resolves, and 600
   * times finer than the rounding of float32 (6e-8): a thinner region exists on paper, not for a model that computes in
   * float32. A set with a witness is 'argmaxable' however thin its region.
   */
  eps?: number;
  /** Whether results carry their certificates; false by default, because they are as large as the matrix's rows. */
  certificates?: boolean;
  /**
   * Milliseconds after which a set is left 'undecided' with the bounds so far, looked at between rounds of the solvers; a
   * minute by default.
   */
  timeLimit?: number;
  /**
   * 'i/m', i from 1 to m: only every m-th set of the input, starting with the i-th. `mergeReports` joins the reports of all m.
   */
  shard?: string;
  /**
   * A file that each decided set is appended to, as JSON lines: a run that was killed goes on where it was. Node only. See
   * `Checkpoint`.
   */
  checkpoint?: string;
  /**
   * Worker threads in Node, Web Workers in browsers, to decide in: 1 or more; none by default. Verdicts are the same. A
   * worker that crashes costs the sets it had at hand a second attempt.
   */
  workers?: number;
  /** In browsers, with `workers`: the URL of a script that imports '@argmaxable/verify/worker'. */
  workerUrl?: string;
  /** Called after each label set. */
  onProgress?: (progress: Progress) => void;
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /**
   * The URL or path of `highs.wasm`, for browsers whose page or bundler moves it; Node finds it itself. It counts when the
   * solver is first loaded, which then serves the whole process or page; with `workers`, each of them.
   */
  locateFile?: (file: string) => string;
}

const optionNames: (keyof VerifyOptions)[] = [
  'mode',
  'rule',
  'thresholds',
  'eps',
  'certificates',
  'timeLimit',
  'shard',
  'checkpoint',
  'workers',
  'workerUrl',
  'onProgress',
  'signal',
  'locateFile',
];

/** Event handlers, timers and an abort get their turn this often. */
const millisecondsBetweenPauses = 50;

/**
 * Which label sets can the classifier `z = W x + b` predict as `{i : z_i > 0}` for some x with |x_j| <= box?
 * Each different set is decided once, with a certificate.
 *
 * The radius of a set is the optimum of `max r : y_i (w_i . x + b_i) >= r ||w_i||, |x_j| <= R` (arXiv 2310.10443, section 3).
 * Whether it is above 0 an active-set method finds out; the radius itself takes a linear program. Rows are taken in as they
 * are violated. No solver's answer is trusted: `radius.lower` and `radius.upper` are what `witnessLowerBound` and
 * `multipliersUpperBound` prove from its solution.
 * Inactive labels need a margin below 0 too: being exactly 0 does not count as reachable.
 * Without a bias every x can be scaled into the box, so verdicts hold for all x; with one, they are about the box.
 *
 * @param input `weights` [n labels, d features], `bias` [n] (none by default), `box` R > 0 (1 by default).
 * @param labelSets See `LabelSetInput`. Under rule 'argmax' they may be left out: every label then.
 * @param options See `VerifyOptions`.
 * @returns A report: results in input order, counts by verdict, a summary as `toString()`.
 * @throws ValueError (as a rejection) for NaN, infinite or misshapen weights or bias, box or eps out of range, labels out of
 *   range, label sets of another number of labels, options that do not exist, and a checkpoint of another run. A solver that
 *   fails gives 'undecided' with its reason, no error.
 *
 * @example
 * import { verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1, 2], [0, 1]]);
 * report.results.map(({ verdict }) => verdict); // ['argmaxable', 'unargmaxable']: labels 0 and 1 imply label 2
 */
export async function verifyMatrix(
  input: ClassifierInput,
  labelSets?: LabelSetInput,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const started = performance.now();
  checkOptions('verify', options, optionNames);
  const rule = checkOneOf('rule', options.rule ?? 'sign', rules);
  const mode = checkOneOf('mode', options.mode ?? 'verdict', modes);
  const given = await readClassifier(input);
  const thresholds =
    options.thresholds && (await readVector(options.thresholds, 'thresholds', given.numLabels));
  const classifier = classifierOfRule(given, rule, thresholds);
  const eps = checkNumber('eps', options.eps ?? tolerance * classifier.box, { min: 0 });
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
    ...(thresholds ? { thresholds: Array.from(thresholds) } : {}),
    ...(shard === wholeInput ? {} : { shard }),
  };
  const { certificates = false } = options;
  const checkpoint =
    options.checkpoint === undefined
      ? null
      : new Checkpoint(options.checkpoint, { verified, settings, certificates });
  const decider = deciderOf(classifier, mode, eps, options);
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
  classifier: Classifier,
  mode: (typeof modes)[number],
  eps: number,
  options: VerifyOptions,
): Decider {
  const { workers, workerUrl } = options;
  const timeLimit = checkNumber('timeLimit', options.timeLimit ?? 60_000, { min: 0 });
  if (workers === undefined)
    return new LocalDecider(new Solvers(classifier, mode, timeLimit, options.locateFile), eps);
  checkInteger('workers', workers, { min: 1 });
  return new WorkerDecider(
    { classifier, mode, eps, timeLimit, highsUrl: highsUrl(options.locateFile) },
    workers,
    workerUrl,
  );
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
  const underWay = new Set<Promise<void>>();
  let chunk: { place: number; labels: Int32Array }[] = [];
  let seen = 0;
  let pausedAt = performance.now();

  const decide = async (members: typeof chunk): Promise<void> => {
    const results = await decider.decide(members.map(({ labels }) => labels));
    results.forEach((result, i) => {
      const kept = certificates ? result : { ...result, witness: undefined, multipliers: undefined };
      checkpoint?.append(kept);
      distinct[members[i].place] = kept;
    });
  };
  // A chunk that fails while nobody waits for it must not be an unhandled rejection: its error is kept for the loop.
  const failures: unknown[] = [];
  const send = async (): Promise<void> => {
    const deciding = decide(chunk)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(deciding));
    underWay.add(deciding);
    chunk = [];
    if (underWay.size >= decider.chunksAtOnce) await Promise.race(underWay);
  };
  const throwIfFailed = (): void => {
    if (failures.length > 0) throw failures[0];
  };

  for await (const labels of sets) {
    signal?.throwIfAborted();
    throwIfFailed();
    if (!isInShard(seen++, shard)) continue;
    const key = labels.join();
    let place = placeOf.get(key);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(key, place);
      const known = checkpoint?.results.get(key);
      if (known) distinct[place] = known;
      else {
        chunk.push({ place, labels });
        if (chunk.length === decider.chunkSize) await send();
      }
    }
    order.push(place);
    onProgress?.({ done: seen, total });
    if (performance.now() - pausedAt > millisecondsBetweenPauses) {
      await new Promise((resolve) => setTimeout(resolve));
      pausedAt = performance.now();
    }
  }
  if (chunk.length > 0) await send();
  await Promise.all(underWay);
  throwIfFailed();
  return { distinct, order: Int32Array.from(order) };
}
