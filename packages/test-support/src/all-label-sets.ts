/** All 2^n label sets over n labels: the bits of 0, 1, 2, ... */
export function allLabelSets(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    [...Array(n).keys()].filter((label) => (bits >> label) & 1),
  );
}
