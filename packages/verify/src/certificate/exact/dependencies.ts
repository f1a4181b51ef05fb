import { greatestOf } from '../../linear-algebra/long-arrays.js';
import { type Fractions, solveExactly } from './dixon.js';
import { type Dyadic, dyadic, scaledToIntegers, toInteger } from './dyadic.js';
import { IntegerMatrix } from './integer-matrix.js';
import { pivots } from './modular.js';

/** The index of a row, and its multiplier. */
export interface Multiplier {
  readonly place: number;
  readonly value: bigint;
}

/** Rows of exact numbers; some are combinations of the others, computed modulo a prime. */
export class Dependencies {
  /** The rows that are combinations of those before them. */
  readonly dependentRows: readonly number[];
  private readonly matrix: IntegerMatrix;
  private readonly rowExponents: readonly number[];
  private readonly independent: readonly number[];
  private readonly columns: readonly number[];
  private readonly square: IntegerMatrix;

  constructor(rows: readonly (readonly Dyadic[])[]) {
    const { matrix, rowExponents } = scaledMatrix(rows);
    const { rows: independent, columns, dependentRows } = pivots(matrix.residues());
    this.dependentRows = dependentRows;
    this.matrix = matrix;
    this.rowExponents = rowExponents;
    this.independent = independent;
    this.columns = columns;
    this.square = submatrix(matrix, independent, columns);
  }

  /**
   * Multipliers for which all rows add up to exactly 0: those of `dependents` are in the proportions of
   * `values`, and those of the independent rows are solved for. Null if one is negative.
   */
  combination(dependents: readonly number[], values: readonly number[]): Multiplier[] | null {
    const { matrix, rowExponents, independent, columns, square } = this;
    // The multiplier of a scaled row is that of the row times the power of two that the row was divided by.
    const kept = scaledToIntegers(
      dependents.map((row, k) => {
        const { mantissa, exponent } = dyadic(values[k]);
        return { mantissa, exponent: exponent + rowExponents[row] };
      }),
    ).integers;
    const right = columns.map((column) =>
      dependents.reduce(
        (sum, row, k) => sum - kept[k] * matrix.entries[row * matrix.numColumns + column],
        0n,
      ),
    );
    const { numerators, denominator }: Fractions = solveExactly(square, right);
    if (numerators.some((numerator) => numerator < 0n)) return null;
    const all = [
      ...independent.map((place, k) => ({ place, value: numerators[k] })),
      ...dependents.map((place, k) => ({ place, value: kept[k] * denominator })),
    ].filter(({ value }) => value > 0n);
    const most = greatestOf(all.map(({ place }) => rowExponents[place]));
    return all.map(({ place, value }) => ({ place, value: value << BigInt(most - rowExponents[place]) }));
  }
}

const isZero = ({ mantissa }: Dyadic) => mantissa === 0n;

/** The matrix as integers: columns, then rows are scaled by powers of two so that the integers are short. */
function scaledMatrix(rows: readonly (readonly Dyadic[])[]): {
  matrix: IntegerMatrix;
  rowExponents: number[];
} {
  const numColumns = rows[0].length;
  const least = (numbers: Dyadic[]) =>
    numbers.reduce(
      (exponent, number) => (isZero(number) ? exponent : Math.min(exponent, number.exponent)),
      Infinity,
    );
  const columnExponents = Array.from({ length: numColumns }, (_, j) => least(rows.map((row) => row[j])));
  const shifted = rows.map((row) =>
    row.map((number, j) => ({
      ...number,
      exponent: isZero(number) ? 0 : number.exponent - columnExponents[j],
    })),
  );
  const rowExponents = shifted.map(least);
  const entries = shifted.flatMap((row, i) => row.map((number) => toInteger(number, rowExponents[i])));
  return { matrix: new IntegerMatrix(entries, rows.length, numColumns), rowExponents };
}

/** The square matrix of the given rows and columns, transposed: its columns are rows of the matrix. */
function submatrix(
  matrix: IntegerMatrix,
  rows: readonly number[],
  columns: readonly number[],
): IntegerMatrix {
  const entries = columns.flatMap((column) =>
    rows.map((row) => matrix.entries[row * matrix.numColumns + column]),
  );
  return new IntegerMatrix(entries, columns.length, rows.length);
}
