import { checkNumber, checkOneOf, checkOptions } from '@argmaxable/core';
import { multipliersUpperBound, witnessLowerBound } from '../certificates.js';
import { type Classifier, readClassifier, type Vector, type Weights } from '../classifier.js';
import { theoremFlaw } from './dft-theorem.js';
import { bitLength } from './dyadic.js';
import { combinationFlaw, integerMultipliers } from './exact-combination.js';
import { exactWitness } from './exact-witness.js';
import {
  type Certificate,
  formatFlaw,
  type MultipliersCertificate,
  type WitnessCertificate,
} from './format.js';
import { readSigns } from './signs.js';

const arithmetics = ['float64', 'exact'] as const;

export interface ClassifierCheckOptions {
  /**
   * 'float64' (default): bounds on the radius less the largest rounding error of their evaluation. 'exact': integers, to which
   * the stored numbers scale without loss.
   */
  arithmetic?: (typeof arithmetics)[number];
  /**
   * In float64, multipliers count when they prove a radius below this: 0 or more, in units of x, 1e-10 * box by default, as for
   * `verifyMatrix`. Exact arithmetic proves 0 and has no use for it.
   */
  eps?: number;
}

export interface CertificateCheckOptions extends ClassifierCheckOptions {
  /** R > 0: the claim is about feature vectors with |x_j| <= R; 1 by default. */
  box?: number;
}

/** What a checker found. */
export type CertificateCheck =
  | {
      readonly valid: true;
      readonly verdict: 'argmaxable' | 'unargmaxable';
      /** A theorem speaks of the matrix whose rounding the weights are; all else of the weights as they are. */
      readonly about: 'stored weights' | 'ideal matrix';
      /**
       * The radius is proved to be at least this (argmaxable) or at most this (unargmaxable), in units of x. 0 says no more than
       * the verdict: the radius is above 0 for 'argmaxable', 0 or below for 'unargmaxable'.
       */
      readonly bound: number;
    }
  | {
      readonly valid: false;
      /** Why the certificate proves nothing, in words. */
      readonly reason: string;
    };

/**
 * Checks a certificate against the classifier and the label set it is about. It shares no code with the solvers.
 *
 * With signs y (1 for active labels, -1 for others), box R:
 * - a witness x in the box must have `y_i (w_i . x + b_i) > 0` for every label;
 * - multipliers l >= 0, not all 0, must have `R ||sum_i l_i y_i w_i||_1 + sum_i l_i y_i b_i <= 0` in exact arithmetic, so
 *   without a bias `sum_i l_i y_i w_i = 0`; in float64, less than `eps sum_i l_i ||w_i||`;
 * - a theorem must cover the label set, and the weights must be its matrix up to rounding.
 *
 * @param weights W, [n labels, d features]: tensor, rows, or `{values, shape}`. Read, not kept or disposed.
 * @param bias b, [n], or null.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param certificate Of any origin, such as `JSON.parse`: whatever is wrong with it is answered, not thrown.
 * @param options `arithmetic`, `box`, `eps`.
 * @returns `{valid: true, verdict, about, bound}`, or `{valid: false, reason}`.
 * @throws ValueError (as a rejection) for weights, bias, label set or options that are not what they have to be.
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
  const { box, ...others } = checkOptions('checkCertificate', options, ['arithmetic', 'box', 'eps']);
  const classifier = await readClassifier({ weights, bias, ...(box === undefined ? {} : { box }) });
  return checkClassifierCertificate(classifier, labelSet, certificate, others);
}

/**
 * The same as `checkCertificate` for a classifier that was read once: for many certificates of one classifier.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param certificate Of any origin: whatever is wrong with it is answered, not thrown.
 * @param options `arithmetic`, `eps`.
 * @throws ValueError for a label set or options that are not what they have to be.
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
  const exact = checkOneOf('arithmetic', given.arithmetic ?? 'float64', arithmetics) === 'exact';
  const eps = checkNumber('eps', given.eps ?? 1e-10 * classifier.box, { min: 0 });
  const signs = readSigns(labelSet, classifier.numLabels);
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
      return checkWitness(classifier, labelSet, signs, sound, exact);
    case 'multipliers':
      return checkMultipliers(classifier, labelSet, signs, sound, exact ? null : eps);
  }
}

function checkWitness(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  signs: Int8Array,
  { x }: WitnessCertificate,
  exact: boolean,
): CertificateCheck {
  const { numFeatures, box } = classifier;
  if (x.length !== numFeatures)
    return invalid(`x has ${x.length} values, the classifier ${numFeatures} features`);
  const outside = x.findIndex((value) => Math.abs(value) > box);
  if (outside >= 0) return invalid(`x[${outside}] = ${x[outside]} is outside the box |x_j| <= ${box}`);
  if (!exact) {
    const bound = witnessLowerBound(classifier, labelSet, x);
    if (bound > 0) return { valid: true, verdict: 'argmaxable', about: 'stored weights', bound };
    return invalid(`the lower bound on the radius, ${bound}, is not above 0 in float64`);
  }
  const result = exactWitness(classifier, signs, Float64Array.from(x));
  if ('bound' in result) return { valid: true, verdict: 'argmaxable', about: 'stored weights', ...result };
  const { wrongLabel, score } = result;
  return invalid(
    `label ${wrongLabel} is ${signs[wrongLabel] > 0 ? 'active' : 'inactive'}, its score ${score}`,
  );
}

/** `eps` null stands for exact arithmetic. */
function checkMultipliers(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  signs: Int8Array,
  { rows, values }: MultipliersCertificate,
  eps: number | null,
): CertificateCheck {
  const outside = rows.findIndex((row) => row >= classifier.numLabels);
  if (outside >= 0) {
    return invalid(`rows[${outside}] is ${rows[outside]}, the classifier has ${classifier.numLabels} labels`);
  }
  const labels = Int32Array.from(rows);
  if (eps === null) {
    const integers =
      typeof values[0] === 'string' ? values.map(BigInt) : integerMultipliers(values as readonly number[]);
    const reason = combinationFlaw(classifier, signs, { rows: labels, values: integers });
    if (reason !== null) return invalid(reason);
    return { valid: true, verdict: 'unargmaxable', about: 'stored weights', bound: 0 };
  }
  const bound = multipliersUpperBound(classifier, labelSet, {
    rows: labels,
    values: floatMultipliers(values),
  });
  if (bound < eps) return { valid: true, verdict: 'unargmaxable', about: 'stored weights', bound };
  return invalid(`the upper bound on the radius, ${bound}, is not below eps = ${eps}`);
}

/** Integers of any size in float64, scaled: near the given ones is enough, as any multipliers prove a bound. */
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
