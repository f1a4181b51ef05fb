import type { Multipliers } from '../certificate/multipliers.js';

/**
 * Multipliers of pairs from those of single labels. They come from a problem with a threshold between a set
 * and the others, so the multipliers of the set's labels and those of the others have the same sum, up to
 * rounding. Each label's multiplier is divided among pairs until nothing is left.
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
