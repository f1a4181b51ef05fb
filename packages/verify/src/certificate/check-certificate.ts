import { checkNumber, checkOneOf, checkOptions } from '@argmaxable/core';
import { checkClassifier } from '../input/check-classifier.js';
import { type Classifier, inputsOf, type ProjectionInput, readClassifier } from '../input/classifier.js';
import type { FeatureRange } from '../input/feature-range.js';
import type { Vector, Weights } from '../input/numbers.js';
import { type Rule, rules } from '../input/rule.js';
import { theoremFlaw } from './theorem/dft-theorem.js';
import { measureOf } from '../input/domain.js';
import { bitLength } from './exact/dyadic.js';
import { combinationFlaw, type ExactMultipliers, integerMultipliers } from './exact/exact-combination.js';
import { exactWitness } from './exact/exact-witness.js';
import {
  type Certificate,
  formatFlaw,
  type MultipliersCertificate,
  type WitnessCertificate,
} from './format.js';
import type { Multipliers } from './multipliers.js';
import { provedBounds } from './bounds/multipliers-bound.js';
import { resolution } from './bounds/proved-bounds.js';
import { firstOutside } from './bounds/scores.js';
import { readSigns } from './signs.js';
import { witnessLowerBound } from './bounds/witness-bound.js';

const arithmetics = ['float64', 'exact'] as const;

export interface ClassifierCheckOptions {
  /**
   * 'float64' (default): bounds on the radius, reduced by the largest rounding error of their evaluation.
   * 'exact': integer arithmetic, to which the stored numbers are scaled without loss.
   */
  arithmetic?: (typeof arithmetics)[number];
  /**
   * If it is given, the claims are those of Definition 3: a witness must show a radius of at least eps,
   * multipliers must show a radius below eps. 0 or more, in units of the features. If it is not given, a
   * witness must show a radius above 0, and multipliers that there is none: in float64 a bound of 0 or less,
   * or below what the solvers resolve, 1e-10 of what rows reach in the range.
   */
  eps?: number;
}

export interface CertificateCheckOptions extends ClassifierCheckOptions {
  /** Which feature vectors the claim is about; 'any' by default. See `FeatureRange`. */
  featureRange?: FeatureRange;
  /** R > 0, instead of `featureRange`: the vectors with |e_j| <= R. */
  box?: number;
  /** The linear map in front of the weights; none by default. */
  projection?: ProjectionInput | null;
  /** How scores become a label set; 'sign' by default. */
  rule?: Rule;
}

/** The result of a check. */
export type CertificateCheck =
  | {
      readonly valid: true;
      readonly verdict: 'argmaxable' | 'unargmaxable';
      /**
       * A theorem is about the ideal matrix, of which the weights are a rounding; all other certificates are
       * about the stored weights.
       */
      readonly about: 'stored weights' | 'ideal matrix';
      /**
       * The radius is proved to be at least this (argmaxable) or at most this (unargmaxable), in units of the
       * features. 0 says only what the verdict says: the radius is above 0 for 'argmaxable', 0 or below for
       * 'unargmaxable'.
       */
      readonly bound: number;
    }
  | {
      readonly valid: false;
      /** In words, why the certificate proves nothing. */
      readonly reason: string;
    };

/**
 * Checks a certificate against the classifier and the label set that it is about. It shares no code with the
 * solvers.
 *
 * With signs y (1 for active labels, -1 for others), a_i = P^T w_i and c_i = w_i . p + b_i:
 * - a witness e within the range must have `y_i (a_i . e + c_i) > 0` for every label;
 * - multipliers l >= 0, not all 0, must have `sup over the range of sum_i l_i y_i (a_i . e + c_i) <= 0`; in
 *   float64, their `multipliersUpperBound` must be 0 or less, or below 1e-10 of what rows reach in the range;
 * - for a theorem, it must cover the label set, and the weights must be its matrix up to rounding. Under the
 *   rules 'topK' and 'argmax', rows are differences between a label of the set and a label outside it.
 *
 * @param weights W, [n labels, d features]: tensor, rows, or `{values, shape}`. They are only read: neither
 *   kept nor disposed.
 * @param bias b, [n], or null.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param certificate From any source, such as `JSON.parse`. If something is wrong with it, the answer says
 *   so; nothing is thrown.
 * @param options `featureRange` or `box`, `projection`, `rule`, `arithmetic`, `eps`.
 * @returns `{valid: true, verdict, about, bound}`, or `{valid: false, reason}`.
 * @throws ValueError (as a rejection) for weights, bias, label set or options that are not valid.
 *
 * @example
 * import { checkCertificate, multipliersCertificate, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const { results } = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const certificate = multipliersCertificate(results[0].multipliers);
 * await checkCertificate(weights, null, [0, 1], certificate); // valid, 'unargmaxable'
 * await checkCertificate(weights, null, [0, 2], certificate); // not valid, with the reason
 */
export async function checkCertificate(
  weights: Weights,
  bias: Vector | null,
  labelSet: ArrayLike<number>,
  certificate: unknown,
  options: CertificateCheckOptions = {},
): Promise<CertificateCheck> {
  const names = ['arithmetic', 'eps', 'featureRange', 'box', 'projection', 'rule'];
  const {
    featureRange,
    box,
    projection,
    rule = 'sign',
    ...others
  } = checkOptions('checkCertificate', options, names);
  const ranked = checkOneOf('rule', rule, rules) !== 'sign';
  const input = {
    weights,
    bias,
    projection,
    ...(featureRange !== undefined && { featureRange }),
    ...(box !== undefined && { box }),
  };
  return checkClassifierCertificate(await readClassifier(input, { ranked }), labelSet, certificate, others);
}

/**
 * Does the same as `checkCertificate` with a classifier from `readClassifier`: for many certificates of one
 * classifier.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param certificate From any source. If something is wrong with it, the answer says so; nothing is thrown.
 * @param options `arithmetic`, `eps`.
 * @throws ValueError for a label set or options that are not valid.
 *
 * @example
 * import { checkClassifierCertificate, readClassifier, witnessCertificate } from '@argmaxable/verify';
 * const classifier = await readClassifier({ weights: [[1, 0], [0, 1], [1, 1]] });
 * const witness = witnessCertificate([1, -0.5]);
 * checkClassifierCertificate(classifier, [0, 2], witness, { arithmetic: 'exact' }); // valid, 'argmaxable'
 */
export function checkClassifierCertificate(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  certificate: unknown,
  options: ClassifierCheckOptions = {},
): CertificateCheck {
  const given = checkOptions('checkClassifierCertificate', options, ['arithmetic', 'eps']);
  const { arithmetic = 'float64' } = given;
  const exact = checkOneOf('arithmetic', arithmetic, arithmetics) === 'exact';
  const eps = given.eps === undefined ? null : checkNumber('eps', given.eps, { min: 0 });
  const signs = readSigns(labelSet, checkClassifier(classifier).numLabels);
  const flaw = formatFlaw(certificate);
  if (flaw !== null) return invalid(flaw);
  const sound = certificate as Certificate;
  switch (sound.kind) {
    case 'theorem': {
      const reason = theoremFlaw(classifier, signs, sound);
      if (reason !== null) return invalid(reason);
      return { valid: true, verdict: 'argmaxable', about: 'ideal matrix', bound: 0 };
    }
    case 'witness':
      return checkWitness(classifier, labelSet, signs, sound, exact, eps);
    case 'multipliers':
      return checkMultipliers(classifier, labelSet, signs, sound, exact, eps);
  }
}

function checkWitness(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  signs: Int8Array,
  { x }: WitnessCertificate,
  exact: boolean,
  eps: number | null,
): CertificateCheck {
  const inputs = inputsOf(classifier);
  if (x.length !== inputs) return invalid(`x has ${x.length} values, a feature vector ${inputs}`);
  const outside = firstOutside(classifier, x);
  if (outside >= 0) {
    const { lower, upper } = classifier.range;
    return invalid(
      `x[${outside}] = ${x[outside]} is outside the range from ${lower[outside]} to ${upper[outside]}`,
    );
  }
  let bound = witnessLowerBound(classifier, labelSet, x);
  if (exact && !(bound > 0)) {
    const result = exactWitness(classifier, signs, Float64Array.from(x));
    if ('flaw' in result) return invalid(result.flaw);
    ({ bound } = result);
  } else if (!(bound > 0)) {
    return invalid(`the lower bound on the radius, ${bound}, is not above 0 in float64`);
  }
  if (eps !== null && !(bound >= eps)) return invalid(`the radius is shown to be ${bound}, not eps = ${eps}`);
  return { valid: true, verdict: 'argmaxable', about: 'stored weights', bound };
}

function checkMultipliers(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  signs: Int8Array,
  certificate: MultipliersCertificate,
  exact: boolean,
  eps: number | null,
): CertificateCheck {
  const { numLabels, ranked } = classifier;
  const { rows, against, values } = certificate;
  for (const [name, labels] of Object.entries({ rows, against: against ?? [] })) {
    const outside = labels.findIndex((label) => label >= numLabels);
    if (outside >= 0) {
      return invalid(`${name}[${outside}] is ${labels[outside]}, the classifier has ${numLabels} labels`);
    }
  }
  if (ranked !== (against !== undefined)) {
    return invalid(ranked ? 'a ranking needs pairs of rows and against' : 'against is for rankings');
  }
  const labels = {
    rows: Int32Array.from(rows),
    ...(against ? { against: Int32Array.from(against) } : {}),
  };
  const proved = (bound: number) =>
    ({ valid: true, verdict: 'unargmaxable', about: 'stored weights', bound }) as const;
  if (exact) {
    const reason = combinationFlaw(classifier, signs, exactOf(labels, values));
    // A radius of 0 is not below eps = 0.
    if (reason === null && eps !== 0) return proved(0);
    // Whether a radius is below eps does not need exact arithmetic: float64 with bounded rounding shows it
    // too.
    if (eps === null) return invalid(reason!);
  }
  const { radius, share } = provedBounds(classifier, labelSet, {
    ...labels,
    values: floatMultipliers(values),
  });
  if (eps === null) {
    if (share < resolution) return proved(radius);
    return invalid(
      `the upper bound on the radius, ${radius}, is ${share} of the range's size, not below ${resolution}`,
    );
  }
  // If there is no radius, a bound above 0 is not a bound on a radius.
  if (measureOf(classifier) === 'relative' && radius > 0) {
    return invalid('features have no bounds, so there is no radius that could be compared with eps');
  }
  return radius < eps
    ? proved(radius)
    : invalid(`the upper bound on the radius, ${radius}, is not below eps = ${eps}`);
}

function exactOf(
  labels: Pick<Multipliers, 'rows' | 'against'>,
  values: MultipliersCertificate['values'],
): ExactMultipliers {
  if (typeof values[0] === 'string') return { ...labels, values: values.map(BigInt) };
  return integerMultipliers({ ...labels, values: Float64Array.from(values as readonly number[]) });
}

/**
 * Integers of any size in float64, scaled. Numbers near the given ones are enough, because any multipliers
 * prove a bound.
 */
function floatMultipliers(values: MultipliersCertificate['values']): Float64Array {
  if (typeof values[0] !== 'string') return Float64Array.from(values as readonly number[]);
  const integers = values.map(BigInt);
  const most = integers.reduce((bits, integer) => Math.max(bits, bitLength(integer)), 0);
  const excess = BigInt(Math.max(0, most - 512));
  return Float64Array.from(integers, (integer) => Number(integer >> excess));
}

function invalid(reason: string): CertificateCheck {
  return { valid: false, reason };
}
