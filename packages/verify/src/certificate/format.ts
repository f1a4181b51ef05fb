import { checkOptions, isArrayLike, readNumbers, ValueError } from '@argmaxable/core';

/** The first fields of every certificate. */
interface Head {
  readonly format: 'argmaxable-certificate';
  /** 2; certificates of version 1 are read too. */
  readonly version: 1 | 2;
}

/** A feature vector at which the classifier predicts the label set. */
export interface WitnessCertificate extends Head {
  readonly kind: 'witness';
  /** The feature vector, [E], or [d] if there is no projection. */
  readonly x: readonly number[];
}

/** Multipliers l_i >= 0 that rule the label set out; rows that are not listed have multiplier 0. */
export interface MultipliersCertificate extends Head {
  readonly kind: 'multipliers';
  /** Label indices, none twice; for a ranking, no pair twice. */
  readonly rows: readonly number[];
  /** Only for a ranking: the label that each of `rows` is compared with. */
  readonly against?: readonly number[];
  /** l_i for each of `rows`: numbers, or integers of any size as decimal strings. */
  readonly values: readonly number[] | readonly string[];
}

/**
 * The label set has few enough sign changes around the circle for a truncated DFT matrix (arXiv 2310.10443,
 * Theorem 4).
 */
export interface TheoremCertificate extends Head {
  readonly kind: 'theorem';
  readonly theorem: 'truncatedDft';
  /** Number of labels. */
  readonly n: number;
  /** Sets with at most 2k sign changes are covered. */
  readonly k: number;
  /** The label at each place of the circle; if it is absent, label i is at place i. */
  readonly labelOrder?: readonly number[];
}

/**
 * A proof about one label set of one classifier, as plain JSON: `docs/certificates.md` specifies it for
 * checkers in any language. The classifier and the label set are not part of it.
 */
export type Certificate = WitnessCertificate | MultipliersCertificate | TheoremCertificate;

const head = { format: 'argmaxable-certificate', version: 2 } as const;
const versions: readonly unknown[] = [1, 2];
/** Most digits of an integer: more than any proof needs, and few enough to be read quickly. */
const mostDigits = 1e6;

/**
 * A witness as a certificate: the classifier predicts the label set at x.
 *
 * @param x Feature vector [E], or [d] without a projection, finite numbers, such as `LabelSetResult.witness`.
 * @throws ValueError for a value that is not a finite number.
 *
 * @example
 * import { checkCertificate, witnessCertificate } from '@argmaxable/verify';
 * const certificate = JSON.parse(JSON.stringify(witnessCertificate([1, -1])));
 * await checkCertificate([[1, 0], [0, 1]], null, [0], certificate); // valid: x = (1, -1) gives label 0 only
 */
export function witnessCertificate(x: ArrayLike<number>): WitnessCertificate {
  return checked({ ...head, kind: 'witness', x: Array.from(readNumbers('x', x)) });
}

/**
 * Multipliers as a certificate: no feature vector gives all labels their sign.
 *
 * @param multipliers Rows (label indices) and their multipliers: float64 numbers, such as those of
 *   `LabelSetResult.multipliers`, or integers, such as those of `exactMultipliers`.
 * @throws ValueError for rows and values of unequal length, a row twice, and a value below 0 or not finite.
 *
 * @example
 * import { checkCertificate, multipliersCertificate } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const certificate = multipliersCertificate({ rows: [0, 1, 2], values: [1n, 1n, 1n] });
 * // valid: w_0 + w_1 - w_2 = 0
 * await checkCertificate(weights, null, [0, 1], certificate, { arithmetic: 'exact' });
 */
export function multipliersCertificate(multipliers: {
  readonly rows: ArrayLike<number>;
  readonly against?: ArrayLike<number>;
  readonly values: ArrayLike<number> | ArrayLike<bigint>;
}): MultipliersCertificate {
  const given = checkOptions('multipliersCertificate', multipliers, ['rows', 'against', 'values']);
  const isList = (list: unknown) =>
    isArrayLike(list) || list instanceof BigInt64Array || list instanceof BigUint64Array;
  if (!isArrayLike(given.rows)) throw new ValueError('rows', given.rows, 'an array of label indices');
  if (given.against !== undefined && !isArrayLike(given.against)) {
    throw new ValueError('against', given.against, 'an array of label indices');
  }
  if (!isList(given.values)) throw new ValueError('values', given.values, 'an array of numbers or bigints');
  const values: (number | bigint)[] = Array.from<number | bigint>(multipliers.values);
  const exact = values.some((value) => typeof value === 'bigint');
  return checked({
    ...head,
    kind: 'multipliers',
    rows: Array.from(multipliers.rows),
    ...(multipliers.against !== undefined ? { against: Array.from(multipliers.against) } : {}),
    values: exact ? values.map(String) : (values as number[]),
  });
}

/**
 * A theorem as a certificate: with at most 2k sign changes around the circle, the ideal truncated DFT matrix
 * of n labels reaches the label set, also with any further columns (arXiv 2310.10443, Theorems 3 and 4, Lemma
 * 3).
 *
 * @param n Number of labels, 3 or more.
 * @param k From 1 to (n - 1) / 2.
 * @param labelOrder The label at each place of the circle, a permutation of 0..n-1; label i at place i by
 * default.
 * @throws ValueError for n, k or `labelOrder` out of range.
 *
 * @example
 * import { dftCertificate, checkCertificate } from '@argmaxable/verify';
 * import { dftMatrix } from '@argmaxable/layers';
 * // valid, about the ideal matrix
 * await checkCertificate(dftMatrix(9, 2), null, [1, 2, 5], dftCertificate(9, 2));
 */
export function dftCertificate(
  n: number,
  k: number,
  labelOrder?: ArrayLike<number> | null,
): TheoremCertificate {
  if (labelOrder !== undefined && labelOrder !== null && !isArrayLike(labelOrder)) {
    throw new ValueError('labelOrder', labelOrder, 'an array of all labels');
  }
  const order = labelOrder ? { labelOrder: Array.from(labelOrder) } : {};
  return checked({ ...head, kind: 'theorem', theorem: 'truncatedDft', n, k, ...order });
}

function checked<T extends Certificate>(certificate: T): T {
  const flaw = formatFlaw(certificate);
  if (flaw !== null) throw new ValueError('certificate', certificate, `well-formed: ${flaw}`);
  return certificate;
}

const fields: Record<Certificate['kind'], readonly string[]> = {
  witness: ['x'],
  multipliers: ['rows', 'against', 'values'],
  theorem: ['theorem', 'n', 'k', 'labelOrder'],
};

/** Why a value, for example one parsed from JSON, is not a certificate; null if it is one. */
export function formatFlaw(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  const { format, version, kind } = value as Partial<Certificate>;
  if (format !== head.format) return `format is ${show(format)}, not "${head.format}"`;
  if (!versions.includes(version)) {
    return `version is ${show(version)}; this checker knows versions ${versions.join(' and ')}`;
  }
  if (kind === undefined || !Object.hasOwn(fields, kind)) {
    return `kind is ${show(kind)}, not one of ${Object.keys(fields).join(', ')}`;
  }
  const known = ['format', 'version', 'kind', ...fields[kind]];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) return `a certificate of kind ${kind} has no field ${show(unknown)}`;
  const certificate = value as Certificate;
  if (certificate.kind === 'witness') return witnessFlaw(certificate);
  return certificate.kind === 'multipliers' ? multipliersFlaw(certificate) : theoremFlaw(certificate);
}

function witnessFlaw({ x }: WitnessCertificate): string | null {
  if (!Array.isArray(x)) return 'x is not an array';
  const odd = x.findIndex((value) => !Number.isFinite(value));
  return odd < 0 ? null : `x[${odd}] is ${show(x[odd])}, not a finite number`;
}

function multipliersFlaw({ version, rows, against, values }: MultipliersCertificate): string | null {
  if (!Array.isArray(rows) || !Array.isArray(values)) return 'rows and values are not both arrays';
  if (rows.length !== values.length) return `there are ${rows.length} rows and ${values.length} values`;
  const rowsFlaw =
    against === undefined
      ? distinctIndicesFlaw('rows', rows as readonly unknown[], Infinity)
      : pairsFlaw(version, rows as readonly unknown[], against);
  if (rowsFlaw !== null) return rowsFlaw;
  const exact = typeof values[0] === 'string';
  const allowed = exact
    ? (value: unknown) =>
        typeof value === 'string' && value.length <= mostDigits && /^(0|[1-9][0-9]*)$/.test(value)
    : (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
  const odd = (values as readonly unknown[]).findIndex((value) => !allowed(value));
  if (odd < 0) return null;
  const kind = exact
    ? `an integer, 0 or more, as a decimal string of up to ${mostDigits} digits`
    : 'a finite number, 0 or more';
  return `values[${odd}] is ${show(values[odd])}, not ${kind} like the first`;
}

function theoremFlaw({ theorem, n, k, labelOrder }: TheoremCertificate): string | null {
  if (theorem !== 'truncatedDft') return `theorem is ${show(theorem)}, not "truncatedDft"`;
  if (!Number.isSafeInteger(n) || n < 3) return `n is ${show(n)}, not an integer, 3 or more`;
  if (!Number.isSafeInteger(k) || k < 1 || 2 * k + 1 > n) {
    return `k is ${show(k)}, not an integer with 1 <= k and 2k + 1 <= n = ${n}`;
  }
  if (labelOrder === undefined) return null;
  if (!Array.isArray(labelOrder) || labelOrder.length !== n) {
    return `labelOrder is not an array of n = ${n} labels`;
  }
  return distinctIndicesFlaw('labelOrder', labelOrder as readonly unknown[], n);
}

function pairsFlaw(version: number, rows: readonly unknown[], against: unknown): string | null {
  if (version === 1) return 'a certificate of version 1 has no field "against"';
  if (!Array.isArray(against) || against.length !== rows.length) {
    return 'against is not an array as long as rows';
  }
  const others = against as readonly unknown[];
  const flaw = indicesFlaw('rows', rows, Infinity) ?? indicesFlaw('against', others, Infinity);
  if (flaw !== null) return flaw;
  const seen = new Set<string>();
  for (const [m, row] of rows.entries()) {
    const pair = `${String(row)} against ${String(others[m])}`;
    if (seen.has(pair)) return `rows and against have the pair ${pair} twice`;
    seen.add(pair);
  }
  return null;
}

function indicesFlaw(name: string, indices: readonly unknown[], limit: number): string | null {
  for (const [m, index] of indices.entries()) {
    if (!Number.isSafeInteger(index) || (index as number) < 0 || (index as number) >= limit) {
      return `${name}[${m}] is ${show(index)}, not a label index`;
    }
  }
  return null;
}

function distinctIndicesFlaw(name: string, indices: readonly unknown[], limit: number): string | null {
  const flaw = indicesFlaw(name, indices, limit);
  if (flaw !== null) return flaw;
  const seen = new Set<unknown>();
  for (const index of indices) {
    if (seen.has(index)) return `${name} has label ${String(index)} twice`;
    seen.add(index);
  }
  return null;
}

/** A value as short text for a reason. */
function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value !== 'string' && typeof value !== 'boolean' && value !== null) {
    return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
  }
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
