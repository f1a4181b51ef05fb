import { besideIdentity } from '../../linear-algebra/beside-identity.js';

/*
 * Linear algebra modulo a prime just below 2^26: products of two residues are exact in float64.
 */

/** The largest prime below 2^26. */
export const prime = 2 ** 26 - 5;
const inverseOfPrime = 1 / prime;

/** The residue of an integer from 0 to 2^53. */
export function residue(value: number): number {
  const rest = value - Math.floor(value * inverseOfPrime) * prime;
  return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
}

/** A matrix of residues, row by row. */
export interface Residues {
  readonly values: Float64Array;
  readonly numRows: number;
  readonly numColumns: number;
}

/**
 * Which rows and columns of a matrix form a regular square matrix of full rank, and which rows are left over.
 */
interface Pivots {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly dependentRows: readonly number[];
}

/** Eliminates one row after the other; a row that depends on earlier rows is left over. */
export function pivots({ values, numRows, numColumns }: Residues): Pivots {
  const rows: number[] = [];
  const columns: number[] = [];
  const dependentRows: number[] = [];
  const reduced: Float64Array[] = []; // each has 1 at its pivot
  for (let i = 0; i < numRows; i++) {
    const row = values.slice(i * numColumns, (i + 1) * numColumns);
    reduced.forEach((pivotRow, k) => subtractMultiple(row, pivotRow, row[columns[k]]));
    const column = row.findIndex((value) => value !== 0);
    if (column < 0) {
      dependentRows.push(i);
      continue;
    }
    scale(row, inverse(row[column]));
    reduced.push(row);
    rows.push(i);
    columns.push(column);
  }
  return { rows, columns, dependentRows };
}

/** The inverse of a regular square matrix by Gauss-Jordan elimination. */
export function inverseMatrix({ values, numRows: size }: Residues): Float64Array[] {
  const rows = besideIdentity(values, size);
  for (let column = 0; column < size; column++) {
    const found = rows.findIndex((row, i) => i >= column && row[column] !== 0);
    [rows[column], rows[found]] = [rows[found], rows[column]];
    const pivotRow = rows[column];
    scale(pivotRow, inverse(pivotRow[column]));
    rows.forEach((row, i) => {
      if (i !== column) subtractMultiple(row, pivotRow, row[column]);
    });
  }
  return rows.map((row) => row.subarray(size));
}

function subtractMultiple(row: Float64Array, other: Float64Array, factor: number): void {
  if (factor === 0) return;
  const negative = prime - factor;
  for (let j = 0; j < row.length; j++) {
    const value = row[j] + negative * other[j];
    const rest = value - Math.floor(value * inverseOfPrime) * prime;
    row[j] = rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
  }
}

function scale(row: Float64Array, factor: number): void {
  for (let j = 0; j < row.length; j++) row[j] = residue(row[j] * factor);
}

/** 1 / value, by Fermat's little theorem. */
function inverse(value: number): number {
  let result = 1;
  for (let exponent = prime - 2, power = value; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = residue(result * power);
    power = residue(power * power);
  }
  return result;
}
