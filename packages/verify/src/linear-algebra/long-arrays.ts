/*
 * Functions for arrays of any length: calls such as `Math.max(...values)` put every number on the stack,
 * which holds about 100,000.
 */

export function greatestOf(values: Iterable<number>): number {
  let greatest = -Infinity;
  for (const value of values) greatest = Math.max(greatest, value);
  return greatest;
}

export function leastOf(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** The values, followed by one more. */
export function withLast(values: Float64Array, last: number): Float64Array {
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = last;
  return longer;
}

/** The labels, or row numbers, followed by one more. */
export function withLabel(labels: Int32Array, label: number): Int32Array {
  const longer = new Int32Array(labels.length + 1);
  longer.set(labels);
  longer[labels.length] = label;
  return longer;
}

/** Euclidean length; no square overflows or underflows. */
export function hypotOf(values: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < values.length; j++) largest = Math.max(largest, Math.abs(values[j]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (let j = 0; j < values.length; j++) squares += (values[j] / largest) ** 2;
  return largest * Math.sqrt(squares);
}
