/** log2 of a positive integer of any size. */
export function log2OfBigInt(value: bigint): number {
  const shift = Math.max(0, value.toString(2).length - 53);
  return Math.log2(Number(value >> BigInt(shift))) + shift;
}
