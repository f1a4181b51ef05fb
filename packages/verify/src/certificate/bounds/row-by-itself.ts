import type { Classifier } from '../../input/classifier.js';
import type { Multipliers } from '../multipliers.js';

/** -Infinity if one row alone contradicts the set, Infinity if nothing is proved, otherwise null. */
export function unlessByItself(
  classifier: Classifier,
  active: Uint8Array,
  { rows, against, values }: Multipliers,
): number | null {
  const { bias, ranked } = classifier;
  if (ranked !== (against !== undefined)) return Infinity;
  /** Whether the sum has to be above 0 for the set. */
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
    // An inactive label without weights and bias has its sign at a score of exactly 0.
    counts ||= active[i] === 1 || !constant || score !== 0;
  }
  return counts ? null : Infinity;
}

/** Whether a label has no weights, so that its score is its bias at every e. */
function isConstant({ weights, numFeatures: d }: Classifier, i: number): boolean {
  for (let at = i * d; at < (i + 1) * d; at++) if (weights[at] !== 0) return false;
  return true;
}

/** Whether two labels have the same weights, and the bias of the first is not higher. */
function isNeverAbove({ weights, bias, numFeatures: d }: Classifier, i: number, j: number): boolean {
  if (bias !== null && bias[i] > bias[j]) return false;
  for (let k = 0; k < d; k++) if (weights[i * d + k] !== weights[j * d + k]) return false;
  return true;
}
