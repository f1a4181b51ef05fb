import {
  checkNumber,
  fromJsonNumber,
  isPlainObject,
  type JsonNumber,
  toJsonNumber,
  ValueError,
} from '@argmaxable/core';

/**
 * The state of a streaming metric: sums, which are added when two metrics are merged, and lists of kept rows,
 * which are joined. So merging, resetting and writing are the same for all metrics. An array of sums has one
 * sum per label.
 */
export type State = Record<string, number | Float64Array | Row[]>;

/** The scores or labels of one example, kept if a metric needs all of them at the end. */
export type Row = ArrayLike<number>;

/** Adds `from` to `into`, which may be the same object. */
export function addState(into: State, from: State): void {
  for (const [name, value] of Object.entries(from)) {
    const sum = into[name];
    if (typeof value === 'number') into[name] = (sum as number) + value;
    else if (value instanceof Float64Array) value.forEach((x, i) => ((sum as Float64Array)[i] += x));
    else for (const row of [...value]) (sum as Row[]).push(row);
  }
}

export type StateJSON = Record<string, JsonNumber | JsonNumber[] | JsonNumber[][]>;

export function writeState(state: State): StateJSON {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]): [string, StateJSON[string]] => {
      if (typeof value === 'number') return [name, toJsonNumber(value)];
      if (value instanceof Float64Array) return [name, Array.from(value, toJsonNumber)];
      return [name, value.map((row) => Array.from(row, toJsonNumber))];
    }),
  );
}

/**
 * Converts the result of `writeState` back. It checks everything: names, types, lengths and numbers.
 *
 * @param form A state without labels, which shows the type of each entry.
 * @throws ValueError for anything that `writeState` does not write.
 */
export function readState<S extends State>(form: S, json: unknown, numLabels: number): S {
  const names = Object.keys(form);
  if (!isPlainObject(json)) throw new ValueError('json.state', json, `an object of ${names.join(', ')}`);
  const other = Object.keys(json).find((name) => !names.includes(name));
  if (other !== undefined) {
    throw new ValueError('json.state', other, `an object of only ${names.join(', ')}`);
  }
  const entries = Object.entries(form).map(([name, zero]) => {
    const [argument, value] = [`json.state.${name}`, json[name]];
    if (typeof zero === 'number') return [name, readSum(argument, value)];
    if (!Array.isArray(value)) throw new ValueError(argument, value, 'an array');
    if (zero instanceof Float64Array) return [name, readSums(argument, value, numLabels)];
    return [name, Array.from(value, (row, i) => readRow(`${argument}[${i}]`, row))];
  });
  return Object.fromEntries(entries) as S;
}

/** Checks a sum, which is 0 or more. */
function readSum(argument: string, value: unknown): number {
  return checkNumber(argument, value, { min: 0 });
}

function readSums(argument: string, values: readonly unknown[], numLabels: number): Float64Array {
  if (values.length !== numLabels) {
    throw new ValueError(argument, `${values.length} numbers`, `${numLabels} numbers, one per label`);
  }
  return Float64Array.from(values, (value, label) => readSum(`${argument}[${label}]`, value));
}

function readRow(argument: string, row: unknown): Float64Array {
  if (!Array.isArray(row)) throw new ValueError(argument, row, 'an array of numbers');
  return Float64Array.from(row, (value, i) => {
    const number = fromJsonNumber(value);
    if (typeof number === 'number' && !Number.isNaN(number)) return number;
    throw new ValueError(`${argument}[${i}]`, value, 'a number, not NaN');
  });
}
