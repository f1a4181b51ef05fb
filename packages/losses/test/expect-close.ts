import type { Evaluation } from './evaluate.js';

/**
 * Values within `tolerance` relative; gradients within `tolerance` of the largest entry of the gradient,
 * since float32 rounds the terms that an entry is the difference of, and not the entry.
 */
export function expectClose(actual: Evaluation, expected: Evaluation, tolerance: number): void {
  expect(actual.value.length).toBe(expected.value.length);
  const size = Math.max(...expected.value.map(Math.abs), 1e-6);
  actual.value.forEach((value, i) => {
    expect(Math.abs(value - expected.value[i])).toBeLessThanOrEqual(tolerance * size);
  });
  const largest = Math.max(...expected.gradient.flat().map(Math.abs), 1e-6);
  actual.gradient.forEach((row, i) =>
    row.forEach((entry, j) => {
      expect(Math.abs(entry - expected.gradient[i][j])).toBeLessThanOrEqual(tolerance * largest);
    }),
  );
}
