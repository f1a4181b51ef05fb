import { checkNumber } from '@argmaxable/core';

/**
 * `F_beta = (1 + beta^2) hits / (beta^2 actual + predicted)`, from counts; 1 if nothing is active and nothing
 * is predicted.
 */
export function fBeta(hits: number, predicted: number, actual: number, beta: number): number {
  const denominator = beta * beta * actual + predicted;
  if (denominator === 0) return actual === 0 ? 1 : 0;
  return ((1 + beta * beta) * hits) / denominator;
}

/** The bound keeps `beta^2` times a count far from overflow; at the bound F-beta is practically recall. */
export function checkBeta(beta: unknown): number {
  return checkNumber('beta', beta, { min: 0, max: 1e6 });
}
