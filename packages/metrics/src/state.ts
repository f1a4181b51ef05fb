/**
 * What a streaming metric holds between updates: sums, which add when two metrics are merged, and lists of kept rows,
 * which are joined. Merging, resetting and writing are then the same for all metrics.
 */
export type State = Record<string, number | Float64Array | Row[]>;

/** Scores or labels of one example, kept because a metric needs all of them at the end. */
export type Row = ArrayLike<number>;

/** Adds `from` to `into`. */
export function addState(into: State, from: State): void {
  for (const [name, value] of Object.entries(from)) {
    const sum = into[name];
    if (typeof value === 'number') into[name] = (sum as number) + value;
    else if (value instanceof Float64Array) value.forEach((x, i) => ((sum as Float64Array)[i] += x));
    else for (const row of value) (sum as Row[]).push(row);
  }
}

/** JSON has no infinities: they are written as strings. */
type JsonNumber = number | string;
export type StateJSON = Record<string, JsonNumber | JsonNumber[] | JsonNumber[][]>;

export function writeState(state: State): StateJSON {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]): [string, StateJSON[string]] => {
      if (typeof value === 'number') return [name, writeNumber(value)];
      if (value instanceof Float64Array) return [name, Array.from(value, writeNumber)];
      return [name, value.map((row) => Array.from(row, writeNumber))];
    }),
  );
}

/** Turns what `writeState` wrote back, in place of the zeros of `empty`, which say what form each entry has. */
export function readState<S extends State>(empty: S, json: StateJSON): S {
  const entries = Object.entries(empty).map(([name, zero]) => {
    const value = json[name];
    if (typeof zero === 'number') return [name, Number(value)];
    if (zero instanceof Float64Array) return [name, Float64Array.from(value as JsonNumber[], Number)];
    return [name, (value as JsonNumber[][]).map((row) => Float64Array.from(row, Number))];
  });
  return Object.fromEntries(entries) as S;
}

function writeNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : String(value);
}
