import { LabelSets } from '@argmaxable/core';

/** F-beta of one set against another, as in the definition; 1 where both are empty. */
export function fBetaOfSets(predicted: ArrayLike<number>, actual: ArrayLike<number>, beta: number): number {
  if (predicted.length === 0 && actual.length === 0) return 1;
  const truth = new Set(Array.from(actual));
  const hits = Array.from(predicted).filter((label) => truth.has(label)).length;
  if (hits === 0) return 0;
  const [precision, recall] = [hits / predicted.length, hits / actual.length];
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

/** F-beta of the counts over all examples together. */
export function microF(predicted: LabelSets, actual: LabelSets, beta: number): number {
  const pooled = (sets: LabelSets) =>
    Array.from(sets).flatMap((set, i) => Array.from(set, (l) => i * sets.numLabels + l));
  return fBetaOfSets(pooled(predicted), pooled(actual), beta);
}

/** Mean over labels of each one's F-beta over the examples. */
export function macroF(predicted: LabelSets, actual: LabelSets, beta: number): number {
  const examplesOf = (sets: LabelSets, label: number) =>
    Array.from(sets).flatMap((set, i) => (set.includes(label) ? [i] : []));
  const labels = Array.from({ length: actual.numLabels }, (_, label) => label);
  return mean(
    labels.map((label) => fBetaOfSets(examplesOf(predicted, label), examplesOf(actual, label), beta)),
  );
}

/** Mean over examples of each one's F-beta. */
export function samplesF(predicted: LabelSets, actual: LabelSets, beta: number): number {
  return mean(Array.from(actual, (set, i) => fBetaOfSets(predicted.get(i), set, beta)));
}

/** A probability for every outcome, in the order of `allLabelSets`. */
export function expectation(
  predicted: ArrayLike<number>,
  outcomes: number[][],
  p: ArrayLike<number>,
  beta: number,
): number {
  return outcomes.reduce((sum, outcome, i) => sum + p[i] * fBetaOfSets(predicted, outcome, beta), 0);
}

/** Outcomes' probabilities when labels are independent. */
export function independentOutcomes(outcomes: number[][], p: number[]): number[] {
  return outcomes.map((outcome) =>
    p.reduce((product, pi, i) => product * (outcome.includes(i) ? pi : 1 - pi), 1),
  );
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
