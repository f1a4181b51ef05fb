import { isPlainObject } from '../checks/index.js';

/**
 * `model.metrics` in a form that tfjs can save. For metrics by output name it writes one string per output,
 * and throws a TypeError for a list. So a list of several becomes one string, the JSON of the list, and an
 * output without metrics is left out. The inverse of `unpackLists`.
 */
export function packLists(metrics: unknown): unknown {
  if (!isPlainObject(metrics)) return metrics;
  const packed = Object.entries(metrics)
    .filter(([, entry]) => !(Array.isArray(entry) && entry.length === 0))
    .map(([output, entry]) => [output, Array.isArray(entry) ? packList(entry) : entry] as const);
  return Object.fromEntries(packed);
}

/**
 * What `compile` was given, with strings that stand for lists turned back into lists, and without undefined
 * entries.
 */
export function unpackLists(metrics: unknown): unknown {
  if (!isPlainObject(metrics)) return metrics;
  const entries = Object.entries(metrics);
  if (!entries.some(([, entry]) => entry === undefined || isPacked(entry))) return metrics;
  const unpacked = entries
    .filter(([, entry]) => entry !== undefined)
    .map(([output, entry]) => [output, isPacked(entry) ? (JSON.parse(entry) as unknown) : entry] as const);
  return Object.fromEntries(unpacked);
}

/** Functions that are not ours are written by their names, as tfjs writes them. */
function packList(entries: readonly unknown[]): unknown {
  if (entries.length === 1) return entries[0];
  return JSON.stringify(entries.map((entry) => (typeof entry === 'function' ? entry.name : entry)));
}

function isPacked(entry: unknown): entry is string {
  return typeof entry === 'string' && entry.startsWith('["') && entry.endsWith('"]');
}
