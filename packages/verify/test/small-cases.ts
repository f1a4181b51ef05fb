import type { VerifyReport } from '../src/index.js';

export function complement(labels: ArrayLike<number>, n: number): number[] {
  const active = new Set(Array.from(labels));
  return Array.from({ length: n }, (_, i) => i).filter((i) => !active.has(i));
}

/** Results without the time they took, to compare runs. */
export function untimed(report: VerifyReport): object[] {
  return report.results.map((result) => ({ ...result, milliseconds: 0 }));
}
