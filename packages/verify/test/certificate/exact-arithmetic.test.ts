import fc from 'fast-check';
import { solveExactly } from '../../src/certificate/exact/dixon.js';
import {
  bitLength,
  dyadic,
  floatBelow,
  scaledToIntegers,
  sumOf,
} from '../../src/certificate/exact/dyadic.js';
import { IntegerMatrix } from '../../src/certificate/exact/integer-matrix.js';
import { inverseMatrix, pivots, prime, residue } from '../../src/certificate/exact/modular.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('a float64 is its mantissa times its power of two', () => {
  fc.assert(
    fc.property(finite, (value) => {
      const { mantissa, exponent } = dyadic(value);
      expect(Number(mantissa) * 2 ** exponent + 0).toBe(value + 0); // exact; -0 is 0
      if (value !== 0) expect(mantissa & 1n).toBe(1n);
    }),
    { examples: [[5e-324], [-Number.MAX_VALUE], [2 ** -1022], [2 ** 52 + 1], [-0], [2 ** 32]] },
  );
});

test('sums of numbers of any size are exact', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 8 }), (values) => {
      const { integers, exponent } = scaledToIntegers(values.map(dyadic));
      values.forEach((value, i) => {
        const { mantissa, exponent: own } = dyadic(value);
        if (value !== 0) expect(integers[i]).toBe(mantissa << BigInt(own - exponent));
      });
      const all = [...values, ...values.map((value) => -value)];
      expect(sumOf(all.map(dyadic)).mantissa).toBe(0n);
      expect(sumOf([...all, 5e-324].map(dyadic))).toEqual({ mantissa: 1n, exponent: -1074 });
    }),
  );
});

test('floatBelow is the next float64 towards 0', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 2n ** 200n }),
      fc.integer({ min: -400, max: 400 }),
      (mantissa, e) => {
        const below = dyadic(floatBelow({ mantissa, exponent: e }));
        const exponent = Math.min(e, below.exponent);
        const exact = mantissa << BigInt(e - exponent);
        const found = below.mantissa << BigInt(below.exponent - exponent);
        expect(found <= exact).toBe(true);
        expect((exact - found) << 52n < exact).toBe(true);
      },
    ),
  );
  expect(floatBelow({ mantissa: 1n, exponent: -1070 })).toBe(0);
  expect(floatBelow({ mantissa: 1n, exponent: 2000 })).toBe(Number.MAX_VALUE);
  expect([0n, 1n, 2n, 255n, 256n, -256n].map(bitLength)).toEqual([0, 1, 2, 8, 9, 9]);
});

test('residues agree with integer arithmetic up to 2^53', () => {
  const p = BigInt(prime);
  expect([...Array(2 ** 13).keys()].slice(2).every((factor) => prime % factor !== 0)).toBe(true);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
      expect(residue(value)).toBe(Number(BigInt(value) % p));
    }),
    { examples: [[0], [prime], [prime - 1], [(prime - 1) ** 2], [prime * (prime - 1)], [2 ** 53 - 1]] },
  );
});

const entry = fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(2n ** 150n), max: 2n ** 150n }));
const squareSystem = fc
  .integer({ min: 1, max: 6 })
  .chain((d) =>
    fc.tuple(
      fc.array(entry, { minLength: d * d, maxLength: d * d }),
      fc.array(entry, { minLength: d, maxLength: d }),
    ),
  );

test('p-adic lifting solves systems of integers exactly', () => {
  fc.assert(
    fc.property(squareSystem, ([entries, right]) => {
      const d = right.length;
      const matrix = new IntegerMatrix(entries, d, d);
      fc.pre(pivots(matrix.residues()).rows.length === d);
      const { numerators, denominator } = solveExactly(matrix, right);
      expect(denominator > 0n).toBe(true);
      right.forEach((value, i) => {
        const row = entries.slice(i * d, (i + 1) * d);
        const product = row.reduce((sum, factor, j) => sum + factor * numerators[j], 0n);
        expect(product).toBe(value * denominator);
      });
    }),
  );
});

test('elimination modulo the prime finds dependent rows and inverses', () => {
  const matrix = new IntegerMatrix([0n, 0n, 1n, -2n, 2n, -4n, 5n, 7n], 4, 2);
  expect(pivots(matrix.residues())).toEqual({ rows: [1, 3], columns: [0, 1], dependentRows: [0, 2] });
  const inverse = inverseMatrix(new IntegerMatrix([1n, -2n, 5n, 7n], 2, 2).residues());
  const p = BigInt(prime);
  const product = (a: bigint, b: bigint, j: number) =>
    (((a * BigInt(inverse[0][j]) + b * BigInt(inverse[1][j])) % p) + p) % p;
  expect([product(1n, -2n, 0), product(1n, -2n, 1), product(5n, 7n, 0), product(5n, 7n, 1)]).toEqual([
    1n,
    0n,
    0n,
    1n,
  ]);
});

test('products of wide integers with residues are exact', () => {
  const d = 40;
  const wide = fc.bigInt({ min: -(2n ** 120n), max: 2n ** 120n });
  fc.assert(
    fc.property(
      fc.array(wide, { minLength: d, maxLength: d }),
      fc.array(fc.integer({ min: 0, max: prime - 1 }), { minLength: d, maxLength: d }),
      (entries, vector) => {
        const [product] = new IntegerMatrix(entries, 1, d).times(Float64Array.from(vector));
        expect(product).toBe(entries.reduce((sum, value, j) => sum + value * BigInt(vector[j]), 0n));
      },
    ),
  );
});
