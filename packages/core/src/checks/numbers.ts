import { ValueError } from '../errors.js';

/** Whether numbers are allowed that most arguments refuse. */
export interface NumberOptions {
  /** Whether NaN is allowed; false by default. */
  readonly nan?: boolean;
  /** Whether infinities are allowed; false by default. */
  readonly infinite?: boolean;
}

/** JavaScript's typed arrays of numbers; not those of bigints. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/**
 * Whether a value is a typed array of numbers: its elements need no check, except for NaN and infinities.
 */
export function isNumberArray(value: unknown): value is NumberArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

/**
 * Whether a value can be read by index: an array, a typed array of numbers, or an object with a length; but
 * not text and not a function.
 */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (ArrayBuffer.isView(value)) return isNumberArray(value);
  const { length } = value as { length?: unknown };
  return Number.isSafeInteger(length) && (length as number) >= 0;
}

/**
 * The numbers of an array, without conversion: null, '', true, [5], holes and other things that JavaScript
 * turns into numbers are refused with their place, and so are NaN and infinities where they are not allowed.
 *
 * @param argument The argument's name in messages: the place is appended, `argument[i]`.
 * @returns `values` itself where it is a Float32Array or Float64Array (do not write), a Float64Array
 * otherwise.
 * @throws ValueError for the first value that is not allowed.
 */
export function readNumbers(
  argument: string,
  values: unknown,
  { nan = false, infinite = false }: NumberOptions = {},
): Float32Array | Float64Array {
  if (!isArrayLike(values)) throw new ValueError(argument, values, 'an array of numbers');
  const typed = isNumberArray(values);
  if (!(typed && nan && infinite)) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number' && (Number.isFinite(value) || (Number.isNaN(value) ? nan : infinite))) {
        continue;
      }
      throw new ValueError(`${argument}[${i}]`, value, allowedNumber(nan, infinite));
    }
  }
  if (values instanceof Float32Array || values instanceof Float64Array) return values;
  return Float64Array.from(values as ArrayLike<number>);
}

/**
 * Rows of numbers, all of the same length, as one array, row by row; see `readNumbers`.
 *
 * @param width Length of each row; by default the length of the first.
 * @throws ValueError if it is not an array of rows, for a row of another length, and for the first value that
 * is not allowed.
 */
export function readNumberRows(
  argument: string,
  rows: unknown,
  options: NumberOptions = {},
  width?: number,
): { readonly values: Float64Array; readonly shape: readonly [number, number] } {
  if (!Array.isArray(rows)) throw new ValueError(argument, rows, 'an array of rows of numbers');
  const columns = width ?? (isArrayLike(rows[0]) ? rows[0].length : 0);
  const read = Array.from(rows as unknown[], (row, i) => {
    if (!isArrayLike(row)) throw new ValueError(`${argument}[${i}]`, row, 'a row of numbers');
    if (row.length !== columns) {
      const like = width === undefined ? ', like the first' : '';
      throw new ValueError(`${argument}[${i}]`, row, `a row of ${columns} numbers${like}`);
    }
    return readNumbers(`${argument}[${i}]`, row, options);
  });
  const values = new Float64Array(read.length * columns);
  read.forEach((row, i) => values.set(row, i * columns));
  return { values, shape: [read.length, columns] };
}

function allowedNumber(nan: boolean, infinite: boolean): string {
  if (nan && infinite) return 'a number';
  if (infinite) return 'a number, not NaN';
  return nan ? 'a finite number or NaN' : 'a finite number';
}
