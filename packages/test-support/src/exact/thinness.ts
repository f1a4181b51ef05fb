import {
  decideExactly,
  type Fraction,
  fraction,
  type MeasuredRow,
  negative,
  plusFraction,
  type ExactQuestion,
  type ExactRow,
  exactRows,
  timesFraction,
  widest,
} from './oracle.js';

/*
 * How wide a label set's region is, in exact arithmetic: what bounds are about, and what counts as none in
 * float64.
 */

const zero: Fraction = { above: 0n, below: 1n };
const one: Fraction = { above: 1n, below: 1n };
/** Farther than any radius here. */
const far: Fraction = { above: 1n << 3000n, below: 1n };

/**
 * Whether features are taken from finite bounds, or can be scaled, or neither: see `docs/certificates.md`.
 */
export function exactMeasure({ lower, upper, bias, thresholds, projection }: ExactQuestion) {
  if ([...lower, ...upper].every(Number.isFinite)) return 'bounded';
  const constants = [...(bias ?? []), ...(thresholds ?? []), ...(projection?.bias ?? [])];
  const holdsOrigin = lower.every((low) => low <= 0) && upper.every((high) => high >= 0);
  return holdsOrigin && constants.every((value) => value === 0) ? 'scaleFree' : 'relative';
}

/**
 * The radius, between fractions; null where a row has no length or nothing bounds it, and under 'relative'.
 */
export function exactRadius(question: ExactQuestion, labels: readonly number[]): [Fraction, Fraction] | null {
  const measure = exactMeasure(question);
  const rows = exactRows(question, labels);
  if (measure === 'relative' || rows.length === 0) return null;
  const domain =
    measure === 'bounded'
      ? question
      : {
          lower: question.lower.map((low) => Math.max(-1, low)),
          upper: question.upper.map((high) => Math.min(1, high)),
        };
  const squares = rows.map(({ slopes }) =>
    slopes.reduce((sum, value) => plusFraction(sum, timesFraction(value, value)), zero),
  );
  if (squares.some(({ above }) => above === 0n)) return null;
  const radius = (unit: (square: Fraction) => Fraction) =>
    widest(
      domain,
      rows.map((row, i) => ({ ...row, unit: unit(squares[i]) })),
      far,
    ).value;
  // A longer unit makes a radius above 0 less, and one below 0 more.
  const [a, b] = [radius((square) => root(square, 0n)), radius((square) => root(square, 1n))];
  return isLess(a, b) ? [a, b] : [b, a];
}

/**
 * Whether some feature vector has all margins at a share of what rows could lose or win by the way: of a
 * bounded range, of the row's length with features in half widths; else of the sum of the magnitudes of the
 * terms. Where this is not so, float64 may say that the set is out of reach.
 */
export function isWiderThan(question: ExactQuestion, labels: readonly number[], share: number): boolean {
  const rows = exactRows(question, labels);
  const answer = decideExactly(question, rows);
  if (!('point' in answer)) return false;
  const kept = rows.filter(({ orZero }) => !orZero);
  if (kept.length === 0) return true;
  return exactMeasure(question) === 'bounded'
    ? isWiderInRange(question, kept, fraction(share))
    : isRobust(question, kept, fraction(share));
}

function isWiderInRange(question: ExactQuestion, rows: readonly ExactRow[], share: Fraction): boolean {
  const halves = question.lower.map((low, j) =>
    timesFraction(
      { above: 1n, below: 2n },
      plusFraction(fraction(question.upper[j]), negative(fraction(low))),
    ),
  );
  const measured = rows.map((row): MeasuredRow => {
    const square = row.slopes.reduce((sum, value, j) => {
      const inHalves = timesFraction(value, halves[j]);
      return plusFraction(sum, timesFraction(inHalves, inHalves));
    }, zero);
    return { ...row, unit: square.above === 0n ? one : root(square, 1n) };
  });
  const { value } = widest(question, measured, far);
  return !isLess(value, share);
}

/** With e from a corner in steps v >= 0, margins less a share of all terms: a row is linear in v. */
function isRobust(question: ExactQuestion, rows: readonly ExactRow[], share: Fraction): boolean {
  const isCone = exactMeasure(question) === 'scaleFree';
  const { lower, upper } = question;
  const steps: { feature: number; sign: 1 | -1; most: number }[] = [];
  const corner: number[] = [];
  const furthest: number[] = [];
  lower.forEach((low, feature) => {
    const high = upper[feature];
    const isBounded = !isCone && Number.isFinite(low) && Number.isFinite(high);
    corner.push(isCone ? 0 : Number.isFinite(low) ? low : Number.isFinite(high) ? high : 0);
    furthest.push(isBounded ? Math.max(Math.abs(low), Math.abs(high)) : Math.abs(corner[feature]));
    if (isBounded) {
      steps.push({ feature, sign: 1, most: high - low });
    } else {
      if (isCone ? high > 0 : high === Infinity) steps.push({ feature, sign: 1, most: Infinity });
      if (isCone ? low < 0 : low === -Infinity) steps.push({ feature, sign: -1, most: Infinity });
    }
  });
  const shrunk = rows.map((row): MeasuredRow => {
    const terms = termsOf(question, row);
    const away = (value: Fraction) => negative(timesFraction(share, value));
    const constant = [
      row.constant,
      away(terms.constant),
      ...row.slopes.map((slope, j) => timesFraction(slope, fraction(corner[j]))),
      ...terms.slopes.map((slope, j) => away(timesFraction(slope, fraction(furthest[j])))),
    ].reduce(plusFraction);
    const slopes = steps.map(({ feature, sign, most }) => {
      const own = timesFraction(fraction(sign), row.slopes[feature]);
      return most === Infinity ? plusFraction(own, away(terms.slopes[feature])) : own;
    });
    return { slopes, constant, unit: one };
  });
  const range = { lower: steps.map(() => 0), upper: steps.map(({ most }) => most) };
  return widest(range, shrunk, one).value.above > 0n;
}

/** The magnitudes of what a row is made of. */
function termsOf(
  question: ExactQuestion,
  { label, against }: ExactRow,
): Pick<ExactRow, 'slopes' | 'constant'> {
  const positive = (values: readonly number[]) => values.map(Math.abs);
  const { weights, bias, thresholds, projection } = question;
  const magnitudes: ExactQuestion = {
    ...question,
    weights: weights.map(positive),
    bias: bias && positive(bias),
    thresholds: thresholds && thresholds.map((value) => -Math.abs(value)),
    projection: projection && {
      weights: projection.weights.map(positive),
      bias: projection.bias && positive(projection.bias),
    },
    ranked: false,
  };
  const all = weights.map((_, i) => i);
  const rows = exactRows(magnitudes, all);
  const own = rows[label];
  if (against === undefined) return own;
  return {
    slopes: own.slopes.map((value, j) => plusFraction(value, rows[against].slopes[j])),
    constant: plusFraction(own.constant, rows[against].constant),
  };
}

/** The square root to 100 bits: `more` is 0 for no more than it, 1 for no less. */
function root({ above, below }: Fraction, more: bigint): Fraction {
  const shift = BigInt(Math.max(0, 220 - bits(above) - bits(below)));
  const scale = 1n << shift;
  // sqrt(a / b) = sqrt(a b) / b.
  return { above: integerRoot(above * below * scale * scale) + more, below: below * scale };
}

function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let x = 1n << BigInt(Math.ceil(bits(value) / 2));
  for (;;) {
    const next = (x + value / x) / 2n;
    if (next >= x) return x;
    x = next;
  }
}

function bits(value: bigint): number {
  return value.toString(2).length;
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.above * b.below < b.above * a.below;
}
