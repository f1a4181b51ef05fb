import type { ClassifierInput } from './classifier.js';
import { decideLabelSets } from './decide-label-sets.js';
import { explore } from './explore.js';
import type { LabelSetInput } from './label-set-input.js';
import type { ReachabilityReport } from './reachability-report.js';
import type { VerifyReport } from './report.js';
import { type ReachabilityOptions, type VerifyOptions, withoutLabelSets } from './verify-options.js';

/**
 * Which label sets can the classifier `z = W x + b` predict as `{i : z_i > 0}` for some x with |x_j| <= box?
 * Each different set is decided once, with a certificate.
 *
 * The radius of a set is the optimum of `max r : y_i (w_i . x + b_i) >= r ||w_i||, |x_j| <= R` (arXiv 2310.10443, section 3).
 * Whether it is above 0, and what it is, active-set methods find out; what they leave open goes to a linear program. Rows are
 * taken in as they are violated. No solver's answer is trusted: `radius.lower` and `radius.upper` are what `witnessLowerBound` and
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
export function verifyMatrix(
  input: ClassifierInput,
  labelSets: LabelSetInput,
  options?: VerifyOptions,
): Promise<VerifyReport>;
/** Under rule 'argmax' label sets may be left out: every single label then. */
export function verifyMatrix(
  input: ClassifierInput,
  labelSets: undefined,
  options: VerifyOptions & { rule: 'argmax' },
): Promise<VerifyReport>;
/**
 * What a classifier can predict at all: the rank of its matrix, Cover's count of reachable label sets, and the share of random
 * sets of a few sizes, with its confidence interval.
 *
 * @param options See `ReachabilityOptions`.
 * @throws ValueError (as a rejection) for `k` not from 0 to n, `samples` below 1, and as with label sets.
 *
 * @example
 * import { verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const { data } = await verifyMatrix({ weights }, undefined, { k: 2, samples: 30 });
 * console.log(data.rank, data.coverCount, data.sampled[0].share); // 2, 6n, and about 2/3
 */
export function verifyMatrix(
  input: ClassifierInput,
  labelSets?: undefined,
  options?: ReachabilityOptions,
): Promise<ReachabilityReport>;
export async function verifyMatrix(
  input: ClassifierInput,
  labelSets?: LabelSetInput,
  options: VerifyOptions | ReachabilityOptions = {},
): Promise<VerifyReport | ReachabilityReport> {
  return withoutLabelSets(labelSets, options)
    ? explore(input, options)
    : decideLabelSets(input, labelSets, options);
}
