import { checkNumber, checkOneOf, LabelSets, ValueError } from '@argmaxable/core';
import { ActiveSetSolver } from './active-set/active-set-solver.js';
import { HomogeneousSolver } from './active-set/homogeneous.js';
import { type Classifier, type ClassifierInput, readClassifier, type Vector } from './classifier.js';
import { decide } from './decide.js';
import { HighsSolver, tolerance } from './highs-solver.js';
import type { RadiusSolver } from './radius-solver.js';
import { type LabelSetResult, VerifyReport } from './report.js';
import { classifierOfRule, labelSetsOfRule, type Rule, rules } from './rule.js';

/** How far a run is; each different label set counts once. */
export interface Progress {
  readonly done: number;
  readonly total: number;
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
  /** Called after each different label set. */
  onProgress?: (progress: Progress) => void;
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /**
   * The URL or path of `highs.wasm`, for browsers whose page or bundler moves it; Node finds it itself. It counts when the
   * solver is first loaded, which then serves the whole process or page.
   */
  locateFile?: (file: string) => string;
}

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
 * @param labelSets A `LabelSets`, or one array of active label indices per set, in any order. Under rule 'argmax' it may be
 *   left out: every label then.
 * @param options `mode`, `rule`, `thresholds`, `eps`, `onProgress`, `signal`, `locateFile`.
 * @returns A report: results in input order, counts by verdict, a summary as `toString()`.
 * @throws ValueError (as a rejection) for NaN, infinite or misshapen weights or bias, box or eps out of range, labels out of
 *   range, and label sets of another number of labels. A solver that fails gives 'undecided' with its reason, no error.
 *
 * @example
 * import { verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1, 2], [0, 1]]);
 * report.results.map(({ verdict }) => verdict); // ['argmaxable', 'unargmaxable']: labels 0 and 1 imply label 2
 */
export async function verifyMatrix(
  input: ClassifierInput,
  labelSets?: LabelSets | ReadonlyArray<ArrayLike<number>>,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const started = performance.now();
  const rule = checkOneOf('rule', options.rule ?? 'sign', rules);
  const classifier = await classifierOfRule(await readClassifier(input), rule, options.thresholds);
  const { numLabels } = classifier;
  const sets = labelSetsOfRule(labelSets && readLabelSets(labelSets, numLabels), rule, numLabels);
  const eps = checkNumber('eps', options.eps ?? tolerance * classifier.box, { min: 0 });
  const mode = checkOneOf('mode', options.mode ?? 'verdict', modes);
  const solvers = new Solvers(classifier, mode, options.locateFile);
  try {
    const results = await decideAll(sets, solvers, eps, options);
    return new VerifyReport(
      results,
      classifier,
      { box: classifier.box, eps, mode, rule },
      performance.now() - started,
    );
  } finally {
    solvers.dispose();
  }
}

/** The solvers of a run: the quick one where it serves, and the linear program where it does not. */
class Solvers {
  private readonly quick: RadiusSolver | null;
  private linearProgram: HighsSolver | null = null;

  constructor(
    private readonly classifier: Classifier,
    mode: (typeof modes)[number],
    private readonly locateFile: VerifyOptions['locateFile'],
  ) {
    this.quick = mode === 'verdict' ? quickSolver(classifier) : null;
  }

  async decide(labels: Int32Array, eps: number): Promise<LabelSetResult> {
    const result = this.quick && decide(this.classifier, labels, this.quick, eps);
    if (result && result.verdict !== 'undecided') return result;
    this.linearProgram ??= await HighsSolver.create(this.classifier, this.locateFile);
    return decide(this.classifier, labels, this.linearProgram, eps);
  }

  dispose(): void {
    this.linearProgram?.dispose();
  }
}

function quickSolver(classifier: Classifier): RadiusSolver {
  const { bias } = classifier;
  return bias ? new HomogeneousSolver({ ...classifier, bias }) : new ActiveSetSolver(classifier);
}

/** One result per set, decided once for each different set. */
async function decideAll(
  labelSets: LabelSets,
  solvers: Solvers,
  eps: number,
  { onProgress, signal }: VerifyOptions,
): Promise<LabelSetResult[]> {
  const { sets, inverse } = labelSets.distinct();
  const decided: LabelSetResult[] = [];
  let pausedAt = performance.now();
  for (const labels of sets) {
    signal?.throwIfAborted();
    decided.push(await solvers.decide(labels, eps));
    onProgress?.({ done: decided.length, total: sets.size });
    if (performance.now() - pausedAt > millisecondsBetweenPauses) {
      await new Promise((resolve) => setTimeout(resolve));
      pausedAt = performance.now();
    }
  }
  return Array.from(inverse, (j) => decided[j]);
}

function readLabelSets(
  labelSets: LabelSets | ReadonlyArray<ArrayLike<number>>,
  numLabels: number,
): LabelSets {
  if (Array.isArray(labelSets))
    return LabelSets.from(labelSets as ReadonlyArray<ArrayLike<number>>, numLabels);
  if (!(labelSets instanceof LabelSets)) {
    throw new ValueError('labelSets', labelSets, 'a LabelSets or an array of arrays of label indices');
  }
  if (labelSets.numLabels !== numLabels) {
    const allowed = `label sets over ${numLabels} labels, as many as the classifier has`;
    throw new ValueError('labelSets', `${labelSets.numLabels} labels`, allowed);
  }
  return labelSets;
}
