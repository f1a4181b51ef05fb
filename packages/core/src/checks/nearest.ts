import { distance } from 'fastest-levenshtein';

/**
 * 'Did you mean ...?' if one of the names differs from `given` by a typing error; an empty text otherwise.
 */
export function didYouMean(given: unknown, names: readonly string[]): string | undefined {
  if (typeof given !== 'string' || given.length > longest) return undefined;
  const slips = names.map((name) => distance(given.toLowerCase(), name.toLowerCase()));
  const fewest = slips.reduce((a, b) => Math.min(a, b), Infinity);
  const name = names[slips.indexOf(fewest)];
  return fewest <= Math.max(1, Math.floor(given.length / 3)) ? `Did you mean '${name}'?` : undefined;
}

/** No name is that long, and computing the distance of long texts takes time. */
const longest = 100;
