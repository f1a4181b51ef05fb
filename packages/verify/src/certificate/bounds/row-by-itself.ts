import type { Classifier } from '../../input/classifier.js';
import type { Multipliers } from '../multipliers.js';

/**
 * -Infinity where one row contradicts the set by itself, Infinity where nothing is proved at all, else null.
 */
export function unlessByItself(
  classifier: Classifier,
  active: Uint8Array,
  { rows, against, values }: Multipliers,
): number | null {
  const { bias, ranked } = classifier;
  if (ranked !== (against !== undefined)) return Infinity;
  /** Whether what is summed has to be above 0 for the set. */
  let counts = false;
  for (let m = 0; m < rows.length; m++) {
    const i = rows[m];
    const value = values[m];
    if (!(value >= 0 && value < Infinity)) return Infinity;
    if (against && (active[i] !== 1 || active[against[m]] === 1)) return Infinity;
    if (value === 0) continue;
    if (against) {
      if (isNeverAbove(classifier, i, against[m])) return -Infinity;
      counts = true;
      continue;
    }
    const constant = isConstant(classifier, i);
    const score = bias === null ? 0 : bias[i];
    if (constant && score > 0 !== (active[i] === 1)) return -Infinity;
    // Inactive without weights and bias, a label is right at a score of exactly 0.
    counts ||= active[i] === 1 || !constant || score !== 0;
  }
  return counts ? null : Infinity;
}

/** Whether a label has no weights, so that its score is its bias at every e. */
function isConstant({ weights, numFeatures: d }: Classifier, i: number): boolean {
  for (let at = i * d; at < (i + 1) * d; at++) if (weights[at] !== 0) return false;
  return true;
}

/** Whether two labels have the same weights, and the first no higher bias. */
function isNeverAbove({ weights, bias, numFeatures: d }: Classifier, i: number, j: number): boolean {
  if (bias !== null && bias[i] > bias[j]) return false;
  for (let k = 0; k < d; k++) if (weights[i * d + k] !== weights[j * d + k]) return false;
  return true;
}
