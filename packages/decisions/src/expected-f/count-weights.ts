import { checkNumber, type LabelSets, readNumbers } from '@argmaxable/core';
import { activeCount, mostActive } from './active-count.js';
import type { CountWeights } from './best-size.js';

/**
 * Learns how the number of active labels differs from what independent labels would give: weights g(s) of the
 * number s of active labels, a cardinality potential (Tarlow et al., UAI 2012).
 *
 * They maximise the likelihood of the observed numbers times a prior that adds one example at each s,
 * observed once and expected g(s) times; the prior keeps g(s) positive if no example has s labels, and 1 if
 * none is expected either. The objective is concave in log g, and each step `g <- g (observed + 1) /
 * (expected + g)` raises it (iterative scaling).
 *
 * @param probabilities The probabilities of the labels of an example, by the example's index.
 */
export function fitCountWeights(targets: LabelSets, probabilities: (i: number) => Float64Array): number[] {
  const counts = Array.from({ length: targets.size }, (_, i) => {
    const row = probabilities(i);
    return activeCount(row, Math.max(mostActive(row), targets.get(i).length));
  });
  const observed = new Float64Array(counts.reduce((most, q) => Math.max(most, q.length), 0));
  for (const set of targets) observed[set.length]++;
  const weights = Array.from(observed, () => 1);
  for (let step = 0, change = 1; step < 1000 && change > 1e-9; step++) {
    const expected = expectedCounts(counts, weights);
    const raised = weights.map((weight, s) => (weight * (observed[s] + 1)) / (expected[s] + weight));
    // The best scale is the one with mean 1: only the prior depends on the scale.
    const scale = raised.length / raised.reduce((sum, weight) => sum + weight, 0);
    change = 0;
    raised.forEach((weight, s) => {
      change = Math.max(change, Math.abs(Math.log((weight * scale) / weights[s])));
      weights[s] = weight * scale;
    });
  }
  return weights;
}

/** [s]: in how many examples s labels are expected to be active, under the weights. */
function expectedCounts(counts: Float64Array[], weights: CountWeights): Float64Array {
  const expected = new Float64Array(weights.length);
  for (const q of counts) {
    let total = 0;
    for (let s = 0; s < q.length; s++) total += q[s] * weights[s];
    for (let s = 0; s < q.length; s++) expected[s] += (q[s] * weights[s]) / total;
  }
  return expected;
}

/** Checks a rule's weights, and returns them frozen. */
export function checkCountWeights(weights: CountWeights): CountWeights {
  const numbers = Array.from(readNumbers('countWeights', weights));
  numbers.forEach((weight, s) => checkNumber(`countWeights[${s}]`, weight, { min: Number.MIN_VALUE }));
  return Object.freeze(numbers);
}
