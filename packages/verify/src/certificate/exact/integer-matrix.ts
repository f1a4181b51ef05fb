import { bitLength } from './dyadic.js';
import { prime, residue, type Residues } from './modular.js';

const primeBits = 26;

/**
 * A matrix of integers, cut into limbs `value = sum_l limb_l 2^(l limbBits)` that are float64 numbers:
 * products with a vector of residues are then exact sums of floats.
 */
export class IntegerMatrix {
  private readonly limbBits: number;
  /** Limb l of all entries, row by row, with the entry's sign. */
  private readonly limbs: readonly Float64Array[];

  constructor(
    readonly entries: readonly bigint[],
    readonly numRows: number,
    readonly numColumns: number,
  ) {
    // A limb times a residue, summed over a row and joined by a carry, stays below 2^53.
    this.limbBits = 53 - primeBits - 1 - Math.ceil(Math.log2(numColumns));
    const bits = entries.reduce((most, entry) => Math.max(most, bitLength(entry)), 1);
    const limbs = Array.from(
      { length: Math.ceil(bits / this.limbBits) },
      () => new Float64Array(entries.length),
    );
    const shift = BigInt(this.limbBits);
    const mask = (1n << shift) - 1n;
    entries.forEach((entry, at) => {
      const sign = entry < 0n ? -1 : 1;
      let rest = entry < 0n ? -entry : entry;
      for (let l = 0; rest > 0n; l++, rest >>= shift) limbs[l][at] = sign * Number(rest & mask);
    });
    this.limbs = limbs;
  }

  /** The entries modulo the prime. */
  residues(): Residues {
    const { entries, limbs, limbBits, numRows, numColumns } = this;
    const values = new Float64Array(entries.length);
    const base = 2 ** limbBits;
    for (let l = limbs.length - 1; l >= 0; l--) {
      for (let at = 0; at < values.length; at++) {
        values[at] = residue(values[at] * base + ((limbs[l][at] % prime) + prime));
      }
    }
    return { values, numRows, numColumns };
  }

  /** The exact product with a vector of residues. */
  times(vector: Float64Array): bigint[] {
    const { limbs, limbBits, numRows, numColumns } = this;
    const base = 2 ** limbBits;
    const shift = BigInt(limbBits);
    return Array.from({ length: numRows }, (_, i) => {
      const from = i * numColumns;
      const digits = limbs.map((limb) => rowDotOfIntegers(limb, from, vector));
      for (let l = 0; l + 1 < digits.length; l++) {
        const carry = Math.floor(digits[l] / base);
        digits[l] -= carry * base;
        digits[l + 1] += carry;
      }
      return digits.reduceRight((sum, digit) => (sum << shift) + BigInt(digit), 0n);
    });
  }
}

function rowDotOfIntegers(matrix: Float64Array, from: number, vector: Float64Array): number {
  let even = 0;
  let odd = 0;
  const { length } = vector;
  let j = 0;
  for (; j + 1 < length; j += 2) {
    even += matrix[from + j] * vector[j];
    odd += matrix[from + j + 1] * vector[j + 1];
  }
  if (j < length) even += matrix[from + j] * vector[j];
  return even + odd;
}
