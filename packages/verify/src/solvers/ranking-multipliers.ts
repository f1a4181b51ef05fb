import type { Multipliers } from '../certificate/multipliers.js';

/**
 * Multipliers of pairs from those of single labels, as a threshold between a set and the others gives them:
 * what the labels of the set have in all, the others have too, up to rounding, so that each can be paired off
 * with others until nothing is left.
 *
 * @param signs 1 for the labels of the set.
 */
export function rankingMultipliers({ rows, values }: Multipliers, signs: Int8Array): Multipliers {
  const side = (sign: number) =>
    Array.from(rows.keys())
      .filter((m) => signs[rows[m]] === sign)
      .map((m) => ({ label: rows[m], left: values[m] }));
  const [inside, outside] = [side(1), side(-1)];
  const pairs: { row: number; against: number; value: number }[] = [];
  for (let i = 0, j = 0; i < inside.length && j < outside.length;) {
    const value = Math.min(inside[i].left, outside[j].left);
    if (value > 0) pairs.push({ row: inside[i].label, against: outside[j].label, value });
    inside[i].left -= value;
    outside[j].left -= value;
    if (inside[i].left <= outside[j].left) i++;
    else j++;
  }
  return {
    rows: Int32Array.from(pairs, ({ row }) => row),
    against: Int32Array.from(pairs, ({ against }) => against),
    values: Float64Array.from(pairs, ({ value }) => value),
  };
}
