/*
 * Seeded inputs of benchmarks. They come from a linear congruential generator, and not from core's, because
 * figures of docs/results.md are of the label sets that it draws.
 */

/**
 * A matrix [labels, features] of standard normal numbers, and a first feature that outweighs them: some sets
 * are reachable.
 */
export function randomWeights(
  labels: number,
  features: number,
): { values: Float32Array; shape: [number, number] } {
  const next = uniform(1);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const values = Float32Array.from({ length: labels * features }, (_, i) =>
    i % features === 0 ? -3 : normal(),
  );
  return { values, shape: [labels, features] };
}

/** Sets of so many labels each. */
export function randomLabelSets(labels: number, active: number, count: number): number[][] {
  const next = uniform(2);
  return Array.from({ length: count }, () => {
    const set = new Set<number>();
    while (set.size < active) set.add(Math.floor(next() * labels));
    return [...set];
  });
}

/** Numbers between 0 and 1, without the ends. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}
