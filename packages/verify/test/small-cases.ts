import type { VerifyReport } from '../src/index.js';

/** Seeded standard normal numbers. */
export function gaussians(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

export function gaussianMatrix(n: number, d: number, seed: number): number[][] {
  const next = gaussians(seed);
  return Array.from({ length: n }, () => Array.from({ length: d }, next));
}

/** All 2^n label sets over n labels. */
export function allLabelSets(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, i) => i).filter((i) => (bits >> i) & 1),
  );
}

export function complement(labels: ArrayLike<number>, n: number): number[] {
  const active = new Set(Array.from(labels));
  return Array.from({ length: n }, (_, i) => i).filter((i) => !active.has(i));
}

/** Results without the time they took, to compare runs. */
export function untimed(report: VerifyReport): object[] {
  return report.results.map((result) => ({ ...result, milliseconds: 0 }));
}
