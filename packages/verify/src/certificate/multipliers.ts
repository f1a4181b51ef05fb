import type { Classifier } from '../input/classifier.js';
import { NormBounds } from './bounds/norm-bounds.js';

/**
 * Multipliers l >= 0 of some rows of a classifier; the multipliers of all other rows are 0. A row stands for
 * a label with its sign; for a ranking, for a label of the set compared with one that is not in it.
 */
export interface Multipliers {
  /** Labels; for a ranking, active labels. */
  readonly rows: Int32Array;
  /** Only for a ranking: the label that each of `rows` is compared with. */
  readonly against?: Int32Array;
  /** l for each of `rows`. */
  readonly values: Float64Array;
}

/** The same with each row, or pair, once: a solver can list one more than once. */
export function withoutRepeats(multipliers: Multipliers): Multipliers {
  const { rows, against, values } = multipliers;
  const places = new Map<string, number>();
  const kept: number[] = [];
  const sums: number[] = [];
  for (let m = 0; m < rows.length; m++) {
    const key = against ? `${rows[m]} ${against[m]}` : String(rows[m]);
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, kept.length);
      kept.push(m);
      sums.push(values[m]);
    } else {
      sums[place] += values[m];
    }
  }
  if (kept.length === rows.length) return multipliers;
  return {
    rows: Int32Array.from(kept, (m) => rows[m]),
    ...(against ? { against: Int32Array.from(kept, (m) => against[m]) } : {}),
    values: Float64Array.from(sums),
  };
}

/** Multipliers that change a sum by less than this share of the largest change are rounding errors. */
const negligible = 1e-11;

/** The multipliers that matter. */
export function withoutRounding(classifier: Classifier, { rows, against, values }: Multipliers): Multipliers {
  const norms = NormBounds.of(classifier);
  const sizes = values.map((value, m) => {
    const { upper } = against ? norms.difference(rows[m], against[m]) : norms.row(rows[m]);
    return value * upper;
  });
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const kept = [...sizes.keys()].filter((m) => sizes[m] > negligible * largest);
  return {
    rows: Int32Array.from(kept, (m) => rows[m]),
    ...(against ? { against: Int32Array.from(kept, (m) => against[m]) } : {}),
    values: Float64Array.from(kept, (m) => values[m]),
  };
}
