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

/** The progress of a run, in label sets of the input; with workers, in label sets that were sent to them. */
export interface Progress {
  readonly done: number;
  /** Null if the input is an iterable, whose length is not known. */
  readonly total: number | null;
}

export const modes = ['verdict', 'radius'] as const;

export interface VerifyOptions {
  /**
   * 'verdict' (default): stop at the first proof of a verdict, usually without a linear program; `radius`
   * then contains only the bounds that this proof gives. 'radius': find the radius itself, up to `gap`.
   */
  mode?: (typeof modes)[number];
  /**
   * In mode 'radius': how far apart the two final bounds of a radius may be, as a share of the upper bound; 0
   * or more, 1e-6 by default.
   */
  gap?: number;
  /** How scores become a label set: 'sign' (default), 'topK' or 'argmax'; see `Rule`. */
  rule?: Rule;
  /** Under rule 'sign': label i is predicted if its score is above `thresholds[i]`; all 0 by default. */
  thresholds?: Vector;
  /**
   * Definition 3 of arXiv 2310.10443: a set is 'argmaxable' if its radius is proved to be at least eps, and
   * 'unargmaxable' if its radius is proved to be below eps; 0 or more, in units of the features. With `eps:
   * 0` a set whose radius is exactly 0 stays 'undecided'. If it is not given, a set with any witness is
   * 'argmaxable', even if its region is very thin; a set is 'unargmaxable' if its radius is proved to be
   * below what the solvers resolve, 1e-10 of what rows reach in the range.
   */
  eps?: number;
  /**
   * Whether results contain their certificates; false by default, because they are as large as the matrix's
   * rows.
   */
  certificates?: boolean;
  /**
   * Milliseconds after which a set stays 'undecided' with the bounds found so far; 60,000, a minute, by
   * default.
   */
  timeLimit?: number;
  /**
   * 'i/m' with i from 1 to m: only every m-th set of the input, starting with the i-th. `mergeReports` joins
   * the reports of all m.
   */
  shard?: string;
  /**
   * The path of a file of JSON lines. Each decided set is appended to it with its proofs: a run that was
   * killed continues where it stopped, and tries undecided sets again. Only results whose proofs hold are
   * used. Node only. See `docs/verifying.md`.
   */
  checkpoint?: string;
  /**
   * Number of workers that decide label sets, from 1 to 1024: worker threads in Node, Web Workers in
   * browsers; none by default. Verdicts do not depend on it. If a worker crashes, its current sets are tried
   * a second time.
   */
  workers?: number;
  /** In browsers, with `workers`: the URL of a script that imports '@argmaxable/verify/worker'. */
  workerUrl?: string;
  /** Called after each label set. */
  onProgress?: (progress: Progress) => void;
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Returns the URL or path of `highs.wasm`, for browsers if the page or bundler moves it; Node finds it
   * itself. It is used when the solver is first loaded; the loaded solver then serves the whole process or
   * page. With `workers`, it is used once in each worker.
   */
  locateFile?: (file: string) => string;
}

/** Options of `verifyMatrix` and `verify` without label sets. */
export interface ReachabilityOptions extends Omit<VerifyOptions, 'rule' | 'shard' | 'certificates'> {
  rule?: 'sign' | 'topK';
  /**
   * How many active labels the random label sets have; by default those of 1, 2, 3, 5 and 10 that are at most
   * n.
   */
  k?: number | readonly number[];
  /** Number of random label sets of each size, up to a million; 100 by default. */
  samples?: number;
  /** The seed of the random numbers; 'argmaxable' by default. */
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

/** Most workers: each is a thread with its own solver. */
const mostWorkers = 1024;

/**
 * Checks the names of all options, and the values of those that are read later or elsewhere, so that wrong
 * ones are refused before any work is done.
 *
 * @param more Names of options in addition to those of `VerifyOptions` or `ReachabilityOptions`.
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

/** Most random label sets of one size. */
const mostSamples = 1e6;

/**
 * Whether the options are `ReachabilityOptions`: they have no label sets, and the rule is not 'argmax', which
 * needs none.
 */
export function withoutLabelSets(
  labelSets: unknown,
  options: VerifyOptions | ReachabilityOptions,
): options is ReachabilityOptions {
  return labelSets === undefined && options?.rule !== 'argmax';
}
