/** log2 of a positive integer of any size. */
export function log2(value: bigint): number {
  const digits = value.toString(2);
  return digits.length - 53 > 0
    ? Math.log2(Number(value >> BigInt(digits.length - 53))) + digits.length - 53
    : Math.log2(Number(value));
}
