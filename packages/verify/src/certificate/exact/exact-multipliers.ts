import { ValueError } from '@argmaxable/core';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { checkClassifier } from '../../input/check-classifier.js';
import { checkMultipliers } from '../arguments.js';
import { Dependencies, type Multiplier } from './dependencies.js';
import { type Dyadic, dyadic } from './dyadic.js';
import { combinationFlaw, type ExactMultipliers, integerMultipliers } from './exact-combination.js';
import { exactRow, heldFeatures } from './exact-rows.js';
import { type Multipliers, withoutRepeats, withoutRounding } from '../multipliers.js';
import { readSigns } from '../signs.js';

/**
 * Integer multipliers l >= 0 that rule a label set out in exact arithmetic, computed from a solver's
 * multipliers that do so up to rounding.
 *
 * If the given multipliers pass the exact check, they are returned. If not, the combination must become
 * exactly 0 at the features where the solver's is near 0. Rows that depend on others at these features are
 * found modulo a prime, and the multipliers of each dependency are computed exactly by p-adic lifting. The
 * first combination without a negative multiplier that exact arithmetic confirms is returned.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param multipliers Such as `LabelSetResult.multipliers`: at most two rows more than there are features.
 * @returns Rows with multipliers above 0, confirmed in exact arithmetic; null if no single dependency among
 *   the rows has multipliers of one sign, for example if the rows' combination is not exactly 0.
 * @throws ValueError for a label or row out of range, and for too many rows.
 *
 * @example
 * import { exactMultipliers, multipliersCertificate } from '@argmaxable/verify';
 * import { readClassifier, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[0.1, 0], [0, 0.3], [0.7, 0.7]];
 * const { results } = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const exact = exactMultipliers(await readClassifier({ weights }), [0, 1], results[0].multipliers);
 * if (exact) JSON.stringify(multipliersCertificate(exact)); // a proof that no rounding touches
 */
export function exactMultipliers(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  multipliers: Multipliers,
): ExactMultipliers | null {
  const signs = readSigns(labelSet, checkClassifier(classifier).numLabels);
  const given = readMultipliers(classifier, multipliers);
  return (
    recovered(classifier, signs, given) ?? recovered(classifier, signs, withoutRounding(classifier, given))
  );
}

function recovered(classifier: Classifier, signs: Int8Array, given: Multipliers): ExactMultipliers | null {
  const confirmed = (found: ExactMultipliers) => combinationFlaw(classifier, signs, found) === null;
  const asGiven = withoutZeros(integerMultipliers(given));
  if (confirmed(asGiven)) return asGiven;

  const { held, ends } = heldFeatures(classifier, signs, given);
  const signed = Array.from(given.rows.keys(), (m) => ({
    row: m,
    entries: exactRow(classifier, signs, given, m, held, ends),
  }));
  // A row that is 0 at the features held can be a combination alone.
  for (const { row, entries } of signed) {
    if (!entries.slice(0, -1).every(isZero)) continue;
    const alone = pick(given, [{ place: row, value: 1n }]);
    if (confirmed(alone)) return alone;
  }
  const used = signed.filter(({ entries }) => !entries.every(isZero));
  // The multiplier of the row that has only a total brings the total to 0.
  if (used.some(({ entries }) => !isZero(entries.at(-1)!))) {
    used.push({ row: none, entries: [...held.map(() => dyadic(0)), dyadic(1)] });
  }
  if (used.length < 2) return null;
  const dependencies = new Dependencies(used.map(({ entries }) => entries));
  const { dependentRows } = dependencies;
  const valueOf = (place: number): number =>
    used[place].row === none ? restOf(signed, given.values) : given.values[used[place].row];
  // All dependent rows in the solver's proportions, or one of them alone.
  const attempts = [
    { dependents: dependentRows, values: dependentRows.map(valueOf) },
    ...dependentRows.map((row) => ({ dependents: [row], values: [1] })),
  ];
  for (const { dependents, values } of attempts) {
    const combination = dependents.length === 0 ? null : dependencies.combination(dependents, values);
    if (combination === null) continue;
    const found = combination
      .map(({ place, value }) => ({ place: used[place].row, value }))
      .filter(({ place }) => place !== none);
    const candidate = pick(given, found);
    if (confirmed(candidate)) return candidate;
  }
  return null;
}

/** The index of no row. */
const none = -1;
const isZero = ({ mantissa }: Dyadic) => mantissa === 0n;

/** Multipliers, checked, with each row once. */
function readMultipliers(classifier: Classifier, given: Multipliers): Multipliers {
  const multipliers = checkMultipliers(given, classifier.numLabels);
  const odd = multipliers.values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0) {
    throw new ValueError(`multipliers.values[${odd}]`, multipliers.values[odd], 'a finite number, 0 or more');
  }
  if (classifier.ranked !== (multipliers.against !== undefined)) {
    const allowed = classifier.ranked
      ? 'given: a ranking compares labels'
      : 'left out: only rankings have it';
    throw new ValueError('multipliers.against', multipliers.against, allowed);
  }
  const distinct = withoutRepeats(multipliers);
  const most = inputsOf(classifier) + 2;
  if (distinct.rows.length > most) {
    const allowed = `at most ${most}, two more than features`;
    throw new ValueError(
      'multipliers.rows',
      `${distinct.rows.length} rows`,
      allowed,
      'No certificate needs more.',
    );
  }
  return distinct;
}

/** Some of the rows, with new multipliers. */
function pick({ rows, against }: Multipliers, found: readonly Multiplier[]): ExactMultipliers {
  return {
    rows: Int32Array.from(found, ({ place }) => rows[place]),
    ...(against ? { against: Int32Array.from(found, ({ place }) => against[place]) } : {}),
    values: found.map(({ value }) => value),
  };
}

function withoutZeros({ rows, against, values }: ExactMultipliers): ExactMultipliers {
  const kept = [...values.keys()].filter((m) => values[m] > 0n);
  return {
    rows: Int32Array.from(kept, (m) => rows[m]),
    ...(against ? { against: Int32Array.from(kept, (m) => against[m]) } : {}),
    values: kept.map((m) => values[m]),
  };
}

/** About what is missing from a total of 0. */
function restOf(rows: readonly { row: number; entries: readonly Dyadic[] }[], values: Float64Array): number {
  let total = 0;
  for (const { row, entries } of rows) {
    const { mantissa, exponent } = entries.at(-1)!;
    total += Number(mantissa) * 2 ** exponent * values[row];
  }
  return Math.max(0, -total);
}
