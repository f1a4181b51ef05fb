import { checkOneOf, isPlainObject, ValueError } from '@argmaxable/core';
import { decideLabelSets } from '../deciding/decide-label-sets.js';
import type { Subject } from '../input/subject.js';
import { explore } from '../exploring/explore.js';
import { type ClassifierInput, readClassifier } from '../input/classifier.js';
import { foldScores } from '../input/fold-scores.js';
import type { FeatureRange } from '../input/feature-range.js';
import type { LabelSetInput } from '../input/label-set-input.js';
import type { ReachabilityReport } from '../report/reachability-report.js';
import type { VerifyReport } from '../report/verify-report.js';
import { rules } from '../input/rule.js';
import { readThresholds } from '../input/thresholds.js';
import {
  checkVerifyOptions,
  type ReachabilityOptions,
  type VerifyOptions,
  withoutLabelSets,
} from '../input/verify-options.js';

/** The range of features may also be given with the options, instead of with the weights. */
interface MatrixRange {
  featureRange?: FeatureRange;
}

/**
 * Which label sets can the classifier `z = W (P e + p) + b` predict, as `{i : z_i > 0}`, for some feature
 * vector e of a range? Each different set is decided once, with a certificate.
 *
 * Without a projection, W multiplies e itself. The range is all real vectors by default; see `FeatureRange`.
 * The radius of a set is the optimum of `max r : y_i (a_i . e + c_i) >= r ||a_i||` over the e of the range,
 * with a_i = P^T w_i and c_i = w_i . p + b_i (arXiv 2310.10443, section 3). If scores are 0 at e = 0, and the
 * range is unbounded, only e with |e_j| <= 1 are used. Rankings have rows a_i - a_j instead of y_i a_i.
 *
 * Active-set methods find whether the radius is above 0, and the radius itself; a linear program decides the
 * sets that they cannot decide. Rows are added when they are violated. No solver's answer is trusted:
 * `radius.lower` and `radius.upper` are what `witnessLowerBound` and `multipliersUpperBound` prove from its
 * solution. The scores of inactive labels must be below 0: a score of exactly 0 does not count as reachable.
 *
 * @param input `weights` [n labels, d features], `bias` [n] and `projection` (none by default),
 *   `featureRange` ('any' by default) or `box` R > 0, which stands for -R to R.
 * @param labelSets See `LabelSetInput`. Under rule 'argmax' they may be left out; then every single label is
 *   verified.
 * @param options See `VerifyOptions`.
 * @returns A report: results in input order, counts by verdict, a summary as `toString()`.
 * @throws ValueError (as a rejection) for weights, bias or projection that are NaN, infinite or of wrong
 *   shape, an invalid range, labels out of range, label sets over another number of labels, unknown options,
 *   and a checkpoint of another run; and for `mode: 'radius'` or `eps` if features are unbounded and scores
 *   have a constant part, because radii then need bounds. If a solver fails, the set is 'undecided' with the
 *   reason; no error is thrown.
 *
 * @example
 * import { verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1, 2], [0, 1]]);
 * // ['argmaxable', 'unargmaxable']: labels 0 and 1 imply label 2
 * report.results.map(({ verdict }) => verdict);
 */
export function verifyMatrix(
  input: ClassifierInput,
  labelSets: LabelSetInput,
  options?: VerifyOptions & MatrixRange,
): Promise<VerifyReport>;
/** Under rule 'argmax' label sets may be left out; then every single label is verified. */
export function verifyMatrix(
  input: ClassifierInput,
  labelSets: undefined,
  options: VerifyOptions & MatrixRange & { rule: 'argmax' },
): Promise<VerifyReport>;
/**
 * What a classifier can predict: the rank of its matrix, Cover's count of reachable label sets, and the share
 * of random sets of a few sizes that are reachable, with its confidence interval.
 *
 * @param options See `ReachabilityOptions`.
 * @throws ValueError (as a rejection) for `k` outside 0 to n, `samples` below 1, and in the same cases as
 *   with label sets.
 *
 * @example
 * import { verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, undefined, { k: 2, samples: 30 });
 * console.log(report.rank, report.coverCount, report.sampled[0].share); // 2, 6n, and about 2/3
 */
export function verifyMatrix(
  input: ClassifierInput,
  labelSets?: undefined,
  options?: ReachabilityOptions & MatrixRange,
): Promise<ReachabilityReport>;
export async function verifyMatrix(
  input: ClassifierInput,
  labelSets?: LabelSetInput,
  options: (VerifyOptions | ReachabilityOptions) & MatrixRange = {},
): Promise<VerifyReport | ReachabilityReport> {
  const { featureRange, ...others } = checkVerifyOptions(options, labelSets, ['featureRange']);
  if (!isPlainObject(input)) {
    throw new ValueError(
      'input',
      input,
      'an object with weights and, if needed, bias, projection, featureRange or box',
    );
  }
  if (featureRange !== undefined && input.featureRange !== undefined) {
    throw new ValueError('featureRange', featureRange, 'given once: with the weights or with the options');
  }
  const subject = await readSubject(featureRange === undefined ? input : { ...input, featureRange }, others);
  return withoutLabelSets(labelSets, others)
    ? explore(subject, others)
    : decideLabelSets(subject, labelSets, others);
}

async function readSubject(input: ClassifierInput, options: VerifyOptions): Promise<Subject> {
  const rule = checkOneOf('rule', options.rule === undefined ? 'sign' : options.rule, rules);
  const classifier = await readClassifier(input, { ranked: rule !== 'sign' });
  const thresholds = await readThresholds(options.thresholds, rule, classifier.numLabels);
  const folded = foldScores(classifier, { scale: null, offset: null }, thresholds);
  return { classifier: folded, about: 'classifier', rule, thresholds, folded: [] };
}
