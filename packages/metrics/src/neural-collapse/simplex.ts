/**
 * Computes the distance between a K x K matrix G and the Gram matrix of a simplex equiangular tight frame,
 * both scaled to norm 1: `|| G / ||G||_F - (I - 11^T/K) / sqrt(K - 1) ||_F`, from 0 (the same) to 2
 * (opposite); NaN if G is 0.
 *
 * G is given by a function and each entry is computed twice, so that G need not be stored: K may be large.
 */
export function distanceToSimplex(size: number, entry: (i: number, j: number) => number): number {
  const sumOverEntries = (term: (g: number, i: number, j: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += term(entry(i, j), i, j);
    return sum;
  };
  const norm = Math.sqrt(sumOverEntries((g) => g * g));
  const off = -1 / size / Math.sqrt(size - 1);
  const diagonal = (1 - 1 / size) / Math.sqrt(size - 1);
  return Math.sqrt(sumOverEntries((g, i, j) => (g / norm - (i === j ? diagonal : off)) ** 2));
}
