/*
 * What `verifyMatrix` is asked, answered in exact arithmetic. Slow, for small systems, and independent of
 * `src`: nothing is imported.
 */

/** A fraction; `below` is above 0. */
export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

/** Which classifier, which features and which rule: numbers as they are given to `verifyMatrix`. */
export interface ExactQuestion {
  /** W, [n, d]. */
  readonly weights: readonly (readonly number[])[];
  /** b, [n]; what is compared with 0 is the score less its threshold. */
  readonly bias: readonly number[] | null;
  readonly thresholds: readonly number[] | null;
  /** P, [d, E], and p, [d]. */
  readonly projection: {
    readonly weights: readonly (readonly number[])[];
    readonly bias: readonly number[] | null;
  } | null;
  /** [E], infinite where there is no bound. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Whether the set's labels have to score above all others, and not above 0. */
  readonly ranked: boolean;
}

/** What has to be above 0: `slopes . e + constant`. */
export interface ExactRow {
  /** The label, and of a ranking the one it is compared with. */
  readonly label: number;
  readonly against?: number;
  readonly slopes: readonly Fraction[];
  readonly constant: Fraction;
  /** Whether 0 will do as well: for an inactive label whose weights in W are all 0. */
  readonly orZero: boolean;
}

/** A point where all rows are right, or multipliers of rows which show that there is none. */
export type Answer = { readonly point: readonly Fraction[] } | { readonly multipliers: readonly Fraction[] };

const zero: Fraction = { above: 0n, below: 1n };
const one: Fraction = { above: 1n, below: 1n };

/** A finite float64 without rounding. */
export function fraction(value: number): Fraction {
  // Doubling is exact, and ends at an integer: the number of binary places is finite.
  let below = 1n;
  while (!Number.isInteger(value)) {
    value *= 2;
    below *= 2n;
  }
  return { above: BigInt(value), below };
}

/** Near enough to compare with float64 numbers. */
export function toNumber({ above, below }: Fraction): number {
  const length = (value: bigint) => value.toString(2).length;
  const shift = BigInt(Math.max(0, 64 + length(below) - length(above)));
  return Number((above << shift) / below) * 2 ** -Number(shift);
}

export function plusFraction(a: Fraction, b: Fraction): Fraction {
  return a.below === b.below
    ? { above: a.above + b.above, below: a.below }
    : reduced(a.above * b.below + b.above * a.below, a.below * b.below);
}

export function timesFraction(a: Fraction, b: Fraction): Fraction {
  return reduced(a.above * b.above, a.below * b.below);
}

export function negative({ above, below }: Fraction): Fraction {
  return { above: -above, below };
}

function reduced(above: bigint, below: bigint): Fraction {
  const common = greatestCommonDivisor(above < 0n ? -above : above, below);
  return { above: above / common, below: below / common };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function dotOfFractions(a: readonly Fraction[], b: readonly Fraction[]): Fraction {
  return a.reduce((sum, value, j) => plusFraction(sum, timesFraction(value, b[j])), zero);
}

/**
 * The rows of a label set: one for each label, or of a ranking one for each label of the set and each other.
 */
export function exactRows(question: ExactQuestion, labels: readonly number[]): ExactRow[] {
  const scores = question.weights.map((_, i) => scoreOf(question, i));
  const active = scores.map((_, i) => labels.includes(i));
  if (!question.ranked) {
    return scores.map(({ slopes, constant }, label) =>
      active[label]
        ? { label, slopes, constant, orZero: false }
        : {
            ...{ label, slopes: slopes.map(negative), constant: negative(constant) },
            orZero: question.weights[label].every((weight) => weight === 0),
          },
    );
  }
  return labels.flatMap((label) =>
    [...scores.keys()]
      .filter((against) => !active[against])
      .map((against) => ({
        ...{ label, against, orZero: false },
        slopes: scores[label].slopes.map((slope, j) =>
          plusFraction(slope, negative(scores[against].slopes[j])),
        ),
        constant: plusFraction(scores[label].constant, negative(scores[against].constant)),
      })),
  );
}

/** `w_i . (P e + p) + b_i - t_i` as slopes and a constant. */
function scoreOf(
  { weights, bias, thresholds, projection }: ExactQuestion,
  i: number,
): Pick<ExactRow, 'slopes' | 'constant'> {
  const row = weights[i].map(fraction);
  const own = plusFraction(fraction(bias?.[i] ?? 0), negative(fraction(thresholds?.[i] ?? 0)));
  if (projection === null) return { slopes: row, constant: own };
  const { weights: kernel, bias: offset } = projection;
  return {
    slopes: kernel[0].map((_, j) =>
      dotOfFractions(
        row,
        kernel.map((values) => fraction(values[j])),
      ),
    ),
    constant: offset === null ? own : plusFraction(own, dotOfFractions(row, offset.map(fraction))),
  };
}

/** Whether a point is in the range, and all rows are right there. */
export function isRightAt(
  { lower, upper }: ExactQuestion,
  rows: readonly ExactRow[],
  point: readonly Fraction[],
): boolean {
  const isWithin = point.every(
    (value, j) =>
      (lower[j] === -Infinity || plusFraction(value, negative(fraction(lower[j]))).above >= 0n) &&
      (upper[j] === Infinity || plusFraction(fraction(upper[j]), negative(value)).above >= 0n),
  );
  return (
    isWithin &&
    rows.every(({ slopes, constant, orZero }) => {
      const { above } = plusFraction(dotOfFractions(slopes, point), constant);
      return orZero ? above >= 0n : above > 0n;
    })
  );
}

/**
 * Whether multipliers, 0 or more, show that no point is right: their sum of the rows is 0 or less all over
 * the range, while it would have to be above 0. Only rows that are always 0, and may be, do not make it so.
 */
export function ruleOut(
  { lower, upper }: ExactQuestion,
  rows: readonly ExactRow[],
  multipliers: readonly Fraction[],
): boolean {
  if (multipliers.some(({ above }) => above < 0n)) return false;
  const most = rows[0]?.slopes.reduce<Fraction | null>(
    (sum, _, j) => {
      const slope = dotOfFractions(
        rows.map(({ slopes }) => slopes[j]),
        multipliers,
      );
      if (sum === null || slope.above === 0n) return sum;
      const end = slope.above > 0n ? upper[j] : lower[j];
      return Number.isFinite(end) ? plusFraction(sum, timesFraction(slope, fraction(end))) : null;
    },
    dotOfFractions(
      rows.map(({ constant }) => constant),
      multipliers,
    ),
  );
  if (!most) return false;
  const isStrict = rows.some(
    ({ orZero, constant }, i) => multipliers[i].above > 0n && !(orZero && constant.above === 0n),
  );
  return most.above <= 0n && isStrict;
}

/** A point at which a label set's rows are all right, or the multipliers which show that there is none. */
export function decideExactly(question: ExactQuestion, rows: readonly ExactRow[]): Answer {
  // A row that may be 0 does not depend on the features.
  const wrong = rows.findIndex(({ orZero, constant }) => orZero && constant.above < 0n);
  if (wrong >= 0) return { multipliers: rows.map((_, i) => (i === wrong ? one : zero)) };
  const kept = [...rows.keys()].filter((i) => !rows[i].orZero);
  const { value, point, multipliers } = widest(
    question,
    kept.map((i) => ({ ...rows[i], unit: one })),
    one,
  );
  if (value.above > 0n) return { point };
  const all = rows.map(() => zero);
  kept.forEach((i, k) => (all[i] = multipliers[k]));
  return { multipliers: all };
}

/** A row that is measured in a unit above 0. */
export type MeasuredRow = Pick<ExactRow, 'slopes' | 'constant'> & { readonly unit: Fraction };

/**
 * The largest s, and where: and multipliers y >= 0 of the rows with `sum y_i (row i) <= s sum y_i unit_i` all
 * over the range.
 */
export interface Widest {
  readonly value: Fraction;
  readonly point: readonly Fraction[];
  readonly multipliers: readonly Fraction[];
}

/**
 * The largest s, up to `cap`, with `slopes . e + constant >= s unit` for all rows and some e of the range.
 *
 * The simplex method with Bland's rule, in integers: with `e = corner +- v` and `s = cap - t`, v and t are 0
 * or more, and t is to be as small as it can be. Making t what the worst row needs at the corner is a
 * feasible start.
 */
export function widest(
  { lower, upper }: Pick<ExactQuestion, 'lower' | 'upper'>,
  rows: readonly MeasuredRow[],
  cap: Fraction,
): Widest {
  const coordinates = coordinatesOf(lower, upper);
  const corner = lower.map((low, j) =>
    fraction(Number.isFinite(low) ? low : Number.isFinite(upper[j]) ? upper[j] : 0),
  );
  // `slack - slopes . v - unit t = constant at the corner - cap unit`.
  const measured = rows.map(({ slopes, constant, unit }) => [
    ...coordinates.map(({ feature, sign }) => timesFraction(fraction(-sign), slopes[feature])),
    negative(unit),
    plusFraction(plusFraction(constant, dotOfFractions(slopes, corner)), negative(timesFraction(cap, unit))),
  ]);
  // `slack + v = upper - lower`.
  const bounded = coordinates.flatMap(({ feature }, place) => {
    if (!Number.isFinite(lower[feature]) || !Number.isFinite(upper[feature])) return [];
    const width = plusFraction(fraction(upper[feature]), negative(fraction(lower[feature])));
    return [[...coordinates.map((_, k) => (k === place ? one : zero)), zero, width]];
  });
  const scaled = [...measured, ...bounded].map(overOneDenominator);
  const { values, duals, least } = leastLast(
    scaled.map(({ numbers }) => numbers),
    coordinates.length + 1,
  );
  const point = corner.slice();
  coordinates.forEach(({ feature, sign }, place) => {
    point[feature] = plusFraction(point[feature], timesFraction(fraction(sign), values[place]));
  });
  return {
    value: plusFraction(cap, negative(least)),
    point,
    multipliers: rows.map((_, i) => timesFraction(duals[i], { above: scaled[i].factor, below: 1n })),
  };
}

/**
 * Variables v >= 0 with which features leave the corner: one where there is a bound, two where there is none.
 */
function coordinatesOf(
  lower: readonly number[],
  upper: readonly number[],
): { feature: number; sign: 1 | -1 }[] {
  return lower.flatMap((low, feature) => {
    if (Number.isFinite(low)) return [{ feature, sign: 1 as const }];
    const down = { feature, sign: -1 as const };
    return Number.isFinite(upper[feature]) ? [down] : [{ feature, sign: 1 as const }, down];
  });
}

/** Fractions times the least factor that makes them integers. */
function overOneDenominator(fractions: readonly Fraction[]): { numbers: bigint[]; factor: bigint } {
  const factor = fractions.reduce(
    (least, { below }) => (least / greatestCommonDivisor(least, below)) * below,
    1n,
  );
  return { numbers: fractions.map(({ above, below }) => above * (factor / below)), factor };
}

/**
 * The least value of the last of the variables x >= 0 with `slack_i + T_i . x = constant_i`, slack_i >= 0;
 * and what each row adds to it.
 */
function leastLast(
  rows: readonly bigint[][],
  numVariables: number,
): { values: Fraction[]; duals: Fraction[]; least: Fraction } {
  const last = numVariables - 1;
  // The objective is one row more: maximise -x_last.
  const objective = Array.from({ length: numVariables + 1 }, (_, j) => (j === last ? 1n : 0n));
  const tableau = new Tableau([...rows, objective], numVariables);
  const start = tableau.worst(last);
  if (start >= 0) tableau.pivot(start, last);
  for (;;) {
    const column = tableau.entering();
    if (column < 0) break;
    tableau.pivot(tableau.leaving(column), column);
  }
  return {
    values: Array.from({ length: numVariables }, (_, j) => tableau.valueOf(j)),
    duals: rows.map((_, i) => tableau.dualOf(numVariables + i)),
    least: tableau.valueOf(last),
  };
}

/**
 * The columns of the variables that are 0, in integers with one denominator, a determinant: every division
 * below is exact (Edmonds' integer pivoting). Variables are numbered, the slack of row i after all others.
 */
class Tableau {
  private denominator = 1n;
  /**
   * The variable of each row but the last, which is the objective, and of each column but the last, which is
   * the constants.
   */
  private readonly ofRows: number[];
  private readonly ofColumns: number[];

  constructor(
    private readonly entries: bigint[][],
    numVariables: number,
  ) {
    this.ofRows = Array.from({ length: entries.length - 1 }, (_, i) => numVariables + i);
    this.ofColumns = Array.from({ length: numVariables }, (_, j) => j);
  }

  /** The row that needs the most of a variable; -1 where none needs any. */
  worst(column: number): number {
    const { entries, ofRows } = this;
    let worst = -1;
    ofRows.forEach((_, i) => {
      const own = entries[i];
      if (own.at(-1)! >= 0n) return;
      // Both entries are below 0: constant_i / entry_i > constant_worst / entry_worst.
      if (worst < 0 || own.at(-1)! * entries[worst][column] > entries[worst].at(-1)! * own[column]) worst = i;
    });
    return worst;
  }

  /** The column of the first variable that makes the objective larger; -1 for none. */
  entering(): number {
    const objective = this.entries.at(-1)!;
    return this.first(
      [...this.ofColumns.keys()].filter((j) => objective[j] < 0n),
      this.ofColumns,
    );
  }

  /** The row that first reaches 0 as the column's variable grows. */
  leaving(column: number): number {
    const { entries, ofRows } = this;
    const positive = [...ofRows.keys()].filter((i) => entries[i][column] > 0n);
    const isLess = (a: number, b: number) =>
      entries[a].at(-1)! * entries[b][column] < entries[b].at(-1)! * entries[a][column];
    return this.first(
      positive.filter((a) => !positive.some((b) => isLess(b, a))),
      ofRows,
    );
  }

  pivot(row: number, column: number): void {
    const { entries, denominator, ofRows, ofColumns } = this;
    const pivotRow = entries[row];
    const pivot = pivotRow[column];
    const sign = pivot < 0n ? -1n : 1n;
    entries.forEach((own, i) => {
      if (i === row) return;
      const factor = own[column];
      own.forEach((value, j) => {
        own[j] =
          j === column ? -sign * factor : (sign * (value * pivot - factor * pivotRow[j])) / denominator;
      });
    });
    pivotRow.forEach((value, j) => (pivotRow[j] = sign * (j === column ? denominator : value)));
    this.denominator = sign * pivot;
    [ofRows[row], ofColumns[column]] = [ofColumns[column], ofRows[row]];
  }

  valueOf(variable: number): Fraction {
    const row = this.ofRows.indexOf(variable);
    return row < 0 ? zero : reduced(this.entries[row].at(-1)!, this.denominator);
  }

  dualOf(variable: number): Fraction {
    const column = this.ofColumns.indexOf(variable);
    return column < 0 ? zero : reduced(this.entries.at(-1)![column], this.denominator);
  }

  /** The place with the variable of least number, as Bland's rule has it, so that no basis comes twice. */
  private first(places: readonly number[], variables: readonly number[]): number {
    return places.reduce(
      (best, place) => (best < 0 || variables[place] < variables[best] ? place : best),
      -1,
    );
  }
}
