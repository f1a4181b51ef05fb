/* Every finite float64 is an integer times a power of two, so integer arithmetic computes with it exactly. */

/** `mantissa * 2^exponent`, the mantissa odd or 0. */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** A finite float64 as an integer times a power of two, exactly. */
export function dyadic(value: number): Dyadic {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const low = bits.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) + (biased === 0 ? 0 : 2 ** 20); // subnormal numbers have no leading 1
  const zeros = low !== 0 ? trailingZeros(low) : 32 + trailingZeros(fraction);
  const mantissa = (fraction * 2 ** 32 + low) / 2 ** zeros;
  return { mantissa: BigInt(value < 0 ? -mantissa : mantissa), exponent: Math.max(biased, 1) - 1075 + zeros };
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Numbers as integers times one power of two: `value = integer * 2^exponent`. */
export function scaledToIntegers(numbers: readonly Dyadic[]): { integers: bigint[]; exponent: number } {
  let exponent = Infinity;
  for (const number of numbers) if (number.mantissa !== 0n) exponent = Math.min(exponent, number.exponent);
  if (exponent === Infinity) exponent = 0;
  return { integers: numbers.map((number) => toInteger(number, exponent)), exponent };
}

/** The integer `number / 2^exponent`, for an exponent not above the number's own. */
export function toInteger({ mantissa, exponent: own }: Dyadic, exponent: number): bigint {
  return mantissa === 0n ? 0n : mantissa << BigInt(own - exponent);
}

/** The exact sum. */
export function sumOf(terms: readonly Dyadic[]): Dyadic {
  const { integers, exponent } = scaledToIntegers(terms);
  let mantissa = 0n;
  for (const integer of integers) mantissa += integer;
  return { mantissa, exponent };
}

/** The exact product. */
export function productOf(a: Dyadic, b: Dyadic): Dyadic {
  return { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
}

/** How many binary digits |integer| has; 0 for 0. */
export function bitLength(integer: bigint): number {
  const hex = (integer < 0n ? -integer : integer).toString(16);
  return hex === '0' ? 0 : 4 * hex.length - Math.clz32(parseInt(hex[0], 16)) + 28;
}

/**
 * For a number above 0: a float64 that is near it and not above it; 0 if it is below the normal float64
 * numbers. For all other numbers: 0.
 */
export function floatBelow({ mantissa, exponent }: Dyadic): number {
  if (mantissa <= 0n) return 0;
  const excess = Math.max(0, bitLength(mantissa) - 53);
  const leading = Number(mantissa >> BigInt(excess)); // rounded towards 0; all further steps are exact
  const scale = exponent + excess;
  if (scale + 53 > 1023) return Number.MAX_VALUE;
  return scale < -1022 ? 0 : leading * 2 ** scale;
}

/** The exact difference. */
export function differenceOf(a: Dyadic, b: Dyadic): Dyadic {
  return sumOf([a, { ...b, mantissa: -b.mantissa }]);
}

/** Below 0 if a < b, 0 if they are equal, above 0 if a > b. */
export function compare(a: Dyadic, b: Dyadic): number {
  const { mantissa } = differenceOf(a, b);
  return mantissa < 0n ? -1 : mantissa > 0n ? 1 : 0;
}
