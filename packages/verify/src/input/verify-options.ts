import {
  checkBoolean,
  checkFunction,
  checkInteger,
  checkOptions,
  checkString,
  ValueError,
} from '@argmaxable/core';
import type { Vector } from './numbers.js';
import type { Rule } from './rule.js';

/** How far a run is, in label sets of the input; with workers, that were handed to them. */
export interface Progress {
  readonly done: number;
  /** Null where the input is an iterable, whose end is not known. */
  readonly total: number | null;
}

export const modes = ['verdict', 'radius'] as const;

export interface VerifyOptions {
  /**
   * 'verdict' (default): stop at the first proof of a verdict, mostly without a linear program; `radius` is
   * then only what that proof shows. 'radius': find the radius itself, up to `gap`.
   */
  mode?: (typeof modes)[number];
  /**
   * In mode 'radius': how far from each other the two bounds of a radius may end, as a share of the upper
   * one; 0 or more, 1e-6 by default.
   */
  gap?: number;
  /** How scores become a label set: 'sign' (default), 'topK' or 'argmax'; see `Rule`. */
  rule?: Rule;
  /** Under rule 'sign': label i is predicted where its score is above `thresholds[i]`; all 0 by default. */
  thresholds?: Vector;
  /**
   * Definition 3 of arXiv 2310.10443: 'argmaxable' is a set whose radius is proved to be at least eps,
   * 'unargmaxable' one whose radius is proved to be below; 0 or more, in units of the features. At 0 a set
   * whose radius is exactly 0 stays 'undecided'. Left out, a set with any witness is 'argmaxable', however
   * thin its region, and one whose radius is proved to be below what the solvers resolve, 1e-10 of what rows
   * reach in the range, 'unargmaxable'.
   */
  eps?: number;
  /**
   * Whether results carry their certificates; false by default, because they are as large as the matrix's
   * rows.
   */
  certificates?: boolean;
  /** Milliseconds after which a set is left 'undecided' with the bounds so far; a minute by default. */
  timeLimit?: number;
  /**
   * 'i/m', i from 1 to m: only every m-th set of the input, starting with the i-th. `mergeReports` joins the
   * reports of all m.
   */
  shard?: string;
  /**
   * A file that each decided set is appended to with its proofs, as JSON lines: a run that was killed goes on
   * where it was, and tries undecided sets again. What is in it counts as far as its proofs hold. Node only.
   * See `docs/verifying.md`.
   */
  checkpoint?: string;
  /**
   * Worker threads in Node, Web Workers in browsers, to decide in: from 1 to 1024; none by default. Verdicts
   * are the same. A worker that crashes costs the sets it had at hand a second attempt.
   */
  workers?: number;
  /** In browsers, with `workers`: the URL of a script that imports '@argmaxable/verify/worker'. */
  workerUrl?: string;
  /** Called after each label set. */
  onProgress?: (progress: Progress) => void;
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /**
   * The URL or path of `highs.wasm`, for browsers whose page or bundler moves it; Node finds it itself. It
   * counts when the solver is first loaded, which then serves the whole process or page; with `workers`, each
   * of them.
   */
  locateFile?: (file: string) => string;
}

/** Options of `verifyMatrix` and `verify` without label sets. */
export interface ReachabilityOptions extends Omit<VerifyOptions, 'rule' | 'shard' | 'certificates'> {
  rule?: 'sign' | 'topK';
  /** How many active labels the random label sets have: those of 1, 2, 3, 5 and 10 that fit, by default. */
  k?: number | readonly number[];
  /** Random label sets of each size, up to a million; 100 by default. */
  samples?: number;
  /** What they are drawn from; 'argmaxable' by default. */
  seed?: string;
}

const commonNames = [
  'mode',
  'gap',
  'rule',
  'thresholds',
  'eps',
  'timeLimit',
  'checkpoint',
  'workers',
  'workerUrl',
  'onProgress',
  'signal',
  'locateFile',
] as const satisfies (keyof VerifyOptions & keyof ReachabilityOptions)[];

const verifyOptionNames: readonly (keyof VerifyOptions)[] = [...commonNames, 'certificates', 'shard'];

const reachabilityOptionNames: readonly (keyof ReachabilityOptions)[] = [
  ...commonNames,
  'k',
  'samples',
  'seed',
];

/** Workers, at most: each is a thread with a solver of its own. */
const mostWorkers = 1024;

/**
 * Checks the names of options, and those options that are read late, or by others, so that a wrong one costs
 * no work.
 *
 * @param more Names of options beside those of `VerifyOptions` or `ReachabilityOptions`.
 */
export function checkVerifyOptions<Options extends VerifyOptions | ReachabilityOptions>(
  given: Options,
  labelSets: unknown,
  more: readonly string[],
): Options {
  const explores = withoutLabelSets(labelSets, given);
  const names = explores ? reachabilityOptionNames : verifyOptionNames;
  const options = checkOptions(explores ? 'verify without label sets' : 'verify', given, [...names, ...more]);
  checkValues(options);
  return options;
}

function checkValues(options: VerifyOptions | ReachabilityOptions): void {
  const { certificates, shard, seed, samples, ...others }: VerifyOptions & ReachabilityOptions =
    options as VerifyOptions & ReachabilityOptions;
  const { checkpoint, workers, workerUrl, onProgress, signal, locateFile } = others;
  if (certificates !== undefined) checkBoolean('certificates', certificates);
  if (shard !== undefined) checkString('shard', shard, "'i/m' with i from 1 to m, such as '1/4'");
  if (checkpoint !== undefined) checkString('checkpoint', checkpoint, 'the path of a file');
  if (workers !== undefined) checkInteger('workers', workers, { min: 1, max: mostWorkers });
  if (workerUrl !== undefined) checkString('workerUrl', workerUrl, 'a URL');
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
  if (locateFile !== undefined) checkFunction('locateFile', locateFile);
  if (seed !== undefined) checkString('seed', seed);
  if (samples !== undefined) checkInteger('samples', samples, { min: 1, max: mostSamples });
  if (signal === undefined) return;
  const { aborted, throwIfAborted } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof throwIfAborted !== 'function') {
    throw new ValueError('signal', signal, 'an AbortSignal, such as that of an AbortController');
  }
}

/** Random label sets of one size, at most. */
const mostSamples = 1e6;

/** Whether these are options of `ReachabilityOptions`: without label sets, but rule 'argmax' needs none. */
export function withoutLabelSets(
  labelSets: unknown,
  options: VerifyOptions | ReachabilityOptions,
): options is ReachabilityOptions {
  return labelSets === undefined && options?.rule !== 'argmax';
}
