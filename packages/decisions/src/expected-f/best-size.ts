import { activeCount, addJoint, mostActive } from './active-count.js';

/**
 * Weights of the number of active labels: `P(y) ~ weights[S] prod p_i^y_i (1 - p_i)^(1 - y_i)`, S = sum of y.
 * Counts beyond the array have weight 1; with an empty array the labels are independent.
 */
export type CountWeights = readonly number[];

/**
 * The number of labels, taken in order of probability, to predict for the highest expected F-beta.
 *
 * For labels that are independent, or depend on each other only through their number, no set of k labels has
 * a higher expectation than the k of highest probability (Lewis, SIGIR 1995): with p_i >= p_j, replacing i by
 * j does not gain. With `J_k(s) = sum over the k of P(y_i = 1, S = s)`
 *
 *     E F(k) = sum over s of (1 + beta^2) J_k(s) / (beta^2 s + k),    E F(0) = P(S = 0),
 *
 * and J_k follows from J_(k-1) in O(most), for any beta. In total this takes O(n most), most <= n; Ye et al.
 * (ICML 2012) need O(n^2), for rational beta^2.
 *
 * The search can end before n: with m_k the expected hits, `E F(k) <= (1 + beta^2) m_k / (k + beta^2 m_k)` by
 * Jensen's inequality, and that bound never rises with k because m_k / k does not.
 *
 * @param descending Probabilities, highest first.
 * @returns The smallest k of highest expectation, 0 to n.
 */
export function bestSize(descending: Float64Array, beta: number, weights: CountWeights): number {
  const most = mostActive(descending);
  const q = activeCount(descending, most);
  const weigh = normalized(q, weights);
  const joint = new Float64Array(most + 1);
  const b2 = beta * beta;
  let best = 0;
  let highest = q[0] * weigh[0];
  for (let k = 1; k <= descending.length; k++) {
    addJoint(joint, q, descending[k - 1]);
    let [expected, hits] = [0, 0];
    for (let s = 1; s <= most; s++) {
      const probability = joint[s] * weigh[s];
      hits += probability;
      expected += probability / (b2 * s + k);
    }
    expected *= 1 + b2;
    if (expected > highest) [best, highest] = [k, expected];
    if (((1 + b2) * hits) / (k + b2 * hits) <= highest) break;
  }
  return best;
}

/** Weights of 0..most active labels, such that the probabilities sum to 1. */
export function normalized(q: Float64Array, weights: CountWeights): Float64Array {
  const weigh = q.map((_, s) => weights[s] ?? 1);
  const total = q.reduce((sum, probability, s) => sum + probability * weigh[s], 0);
  return weigh.map((weight) => weight / total);
}
