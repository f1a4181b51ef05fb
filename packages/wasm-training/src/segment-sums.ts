/**
 * Adds row n of `rows` to row `segmentIds[n]` of `sums`, in one pass; `sums` starts as zeros. A row whose id is
 * negative or too large is left out, as tfjs's other backends do.
 */
export function segmentSums(
  rows: Float32Array | Int32Array,
  segmentIds: Int32Array,
  rowSize: number,
  sums: Float32Array | Int32Array,
  segments: number,
): void {
  for (let n = 0; n < segmentIds.length; n++) {
    const segment = segmentIds[n];
    if (segment < 0 || segment >= segments) continue;
    let source = n * rowSize;
    let target = segment * rowSize;
    for (let i = 0; i < rowSize; i++, source++, target++) sums[target] += rows[source];
  }
}
