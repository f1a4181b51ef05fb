/**
 * The distribution of the number of active labels if labels are independent, each with its own probability:
 * the Poisson binomial distribution.
 *
 * @param probabilities In any order.
 * @param most Counts above this are left out; see `mostActive`.
 * @returns [s]: the probability that exactly s are active, s = 0..most. O(n most).
 */
export function activeCount(probabilities: Float64Array, most: number): Float64Array {
  const q = new Float64Array(most + 1);
  q[0] = 1;
  let seen = 0;
  for (const p of probabilities) {
    if (p === 0) continue;
    for (let s = Math.min(++seen, most); s > 0; s--) q[s] += p * (q[s - 1] - q[s]);
    q[0] *= 1 - p;
  }
  return q;
}

/**
 * A count that the number of active labels exceeds with probability below 1e-16: omitting larger counts
 * changes an expected F-measure, which is at most 1, by less than that.
 *
 * From Chernoff's bound `P(S >= s) <= exp(s - mean) (mean / s)^s` for s above the mean.
 */
export function mostActive(probabilities: Float64Array): number {
  const mean = probabilities.reduce((sum, p) => sum + p, 0);
  const logTail = Math.log(1e-16);
  // Bisection works because the bound decreases as s increases.
  let [low, high] = [Math.min(Math.ceil(mean), probabilities.length), probabilities.length];
  while (low < high) {
    const s = (low + high) >> 1;
    if (s > mean && s - mean + s * Math.log(mean / s) < logTail) high = s;
    else low = s + 1;
  }
  return high;
}

/**
 * Adds to `joint[s]` the probability that a label is active and that s labels in total are active, s =
 * 1..most.
 *
 * This is p times the probability that s - 1 others are active. Removing the label from the count undoes one
 * step of `activeCount`: from the low end if p <= 1/2, otherwise from the high end, so that errors shrink in
 * the process.
 *
 * @param q From `activeCount`, over all labels, this one included.
 */
export function addJoint(joint: Float64Array, q: Float64Array, p: number): void {
  const most = q.length - 1;
  if (p <= 0.5) {
    for (let s = 1, others = 0; s <= most; s++) {
      others = Math.max(0, (q[s - 1] - p * others) / (1 - p)); // P(s - 1 others)
      joint[s] += p * others;
    }
  } else {
    for (let s = most, others = 0; s > 0; s--) {
      others = Math.max(0, (q[s] - (1 - p) * others) / p); // P(s - 1 others), from P(s others)
      joint[s] += p * others;
    }
  }
}
