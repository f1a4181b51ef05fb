/**
 * Up to `count` labels with the least margins below `limit`, worst first, without those that `taken` marks;
 * chosen from all labels or from `among`.
 */
export function leastMargins(
  margins: ArrayLike<number>,
  limit: number,
  count: number,
  taken: Uint8Array,
  among?: Int32Array,
): number[] {
  const worst: number[] = [];
  const candidates = among?.length ?? margins.length;
  for (let k = 0; k < candidates; k++) {
    const i = among === undefined ? k : among[k];
    const margin = margins[i];
    if (!(margin < limit) || taken[i] === 1) continue;
    let at = worst.length < count ? worst.length : count - 1;
    while (at > 0 && margins[worst[at - 1]] > margin) {
      worst[at] = worst[at - 1];
      at--;
    }
    worst[at] = i;
    if (worst.length === count) limit = margins[worst[count - 1]];
  }
  return worst;
}
