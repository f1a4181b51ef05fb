import fc from 'fast-check';
import {
  dftCertificate,
  formatFlaw,
  multipliersCertificate,
  witnessCertificate,
} from '../../src/certificate/format.js';

const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
// JSON has no -0
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

test('every witness survives JSON to the last bit', () => {
  fc.assert(
    fc.property(fc.array(finite), (x) => {
      expect(throughJson(witnessCertificate(x))).toEqual(witnessCertificate(x));
    }),
  );
});

test('multipliers survive JSON, integers of any size too', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 4000n })), (values) => {
      const rows = values.map((_, m) => 2 * m);
      const certificate = throughJson(multipliersCertificate({ rows, values }));
      expect(formatFlaw(certificate)).toBeNull();
      expect((certificate as { values: string[] }).values.map(BigInt)).toEqual(values);
    }),
  );
  const floats = multipliersCertificate({ rows: Int32Array.of(3, 1), values: Float64Array.of(0.1, 5e-324) });
  expect(throughJson(floats)).toEqual({
    format: 'argmaxable-certificate',
    version: 2,
    kind: 'multipliers',
    rows: [3, 1],
    values: [0.1, 5e-324],
  });
  const pairs = { rows: Int32Array.of(3, 3), against: Int32Array.of(0, 1), values: Float64Array.of(0.5, 2) };
  expect(throughJson(multipliersCertificate(pairs))).toMatchObject({
    rows: [3, 3],
    against: [0, 1],
    values: [0.5, 2],
  });
});

const witness = witnessCertificate([1, -1]);
const multipliers = multipliersCertificate({ rows: [0, 2], values: [0.5, 1] });
const exact = multipliersCertificate({ rows: [0, 2], values: [1n, 2n] });
const pairs = multipliersCertificate({ rows: [0, 0, 2], against: [1, 3, 1], values: [1, 1, 1] });
const theorem = dftCertificate(5, 2, [4, 2, 0, 1, 3]);

test.each([
  [null, 'it is not an object'],
  ['witness', 'it is not an object'],
  [[witness], 'it is not an object'],
  [{ ...witness, format: undefined }, 'format is undefined'],
  [{ ...witness, version: 3 }, 'version is 3; this checker knows versions 1 and 2'],
  [{ ...witness, version: '1' }, 'version is "1"'],
  [{ ...witness, kind: 'toString' }, 'kind is "toString"'],
  [{ ...witness, y: 1 }, 'a certificate of kind witness has no field "y"'],
  [{ ...witness, x: 1 }, 'x is not an array'],
  [{ ...witness, x: { 0: 1, 1: 2 } }, 'x is not an array'],
  [{ ...witness, x: [1, null] }, 'x[1] is null, not a finite number'],
  [{ ...witness, x: [NaN, 1] }, 'x[0] is NaN'],
  [{ ...witness, x: [1, '2'] }, 'x[1] is "2"'],
  [{ ...witness, x: [1, Infinity] }, 'x[1] is Infinity'],
  [{ ...multipliers, rows: [0] }, 'there are 1 rows and 2 values'],
  [{ ...multipliers, rows: [0, 0] }, 'rows has label 0 twice'],
  [{ ...multipliers, rows: [0, -1] }, 'rows[1] is -1, not a label index'],
  [{ ...multipliers, rows: [0.5, 1] }, 'rows[0] is 0.5'],
  [{ ...multipliers, rows: ['0', 1] }, 'rows[0] is "0"'],
  [{ ...multipliers, values: null }, 'rows and values are not both arrays'],
  [{ ...multipliers, values: [0.5, -1] }, 'values[1] is -1, not a finite number, 0 or more'],
  [{ ...multipliers, values: [0.5, '1'] }, 'values[1] is "1"'],
  [{ ...multipliers, values: [NaN, 1] }, 'values[0] is NaN'],
  [{ ...exact, values: ['1', 2] }, 'values[1] is 2, not an integer'],
  [{ ...exact, values: ['1', '-2'] }, 'values[1] is "-2"'],
  [{ ...exact, values: ['1', '02'] }, 'values[1] is "02"'],
  [{ ...exact, values: ['1', '2.5'] }, 'values[1] is "2.5"'],
  [{ ...exact, values: ['1', ''] }, 'values[1] is ""'],
  [{ ...pairs, version: 1 }, 'a certificate of version 1 has no field "against"'],
  [{ ...pairs, against: [1, 3] }, 'against is not an array as long as rows'],
  [{ ...pairs, against: 1 }, 'against is not an array as long as rows'],
  [{ ...pairs, against: [1, 1, 1] }, 'rows and against have the pair 0 against 1 twice'],
  [{ ...pairs, against: [1, 3, -1] }, 'against[2] is -1, not a label index'],
  [{ ...pairs, rows: [0, 0, 0.5] }, 'rows[2] is 0.5, not a label index'],
  [{ ...theorem, theorem: 'fermat' }, 'theorem is "fermat"'],
  [{ ...theorem, n: 2 }, 'n is 2'],
  [{ ...theorem, n: '5' }, 'n is "5"'],
  [{ ...theorem, k: 3 }, 'k is 3, not an integer with 1 <= k and 2k + 1 <= n = 5'],
  [{ ...theorem, k: 1.5 }, 'k is 1.5'],
  [{ ...theorem, labelOrder: [0, 1, 2] }, 'labelOrder is not an array of n = 5 labels'],
  [{ ...theorem, labelOrder: [0, 1, 2, 3, 3] }, 'labelOrder has label 3 twice'],
  [{ ...theorem, labelOrder: [0, 1, 2, 3, 5] }, 'labelOrder[4] is 5'],
])('%j is no certificate', (value, reason) => {
  expect(formatFlaw(value)).toContain(reason);
});

test('certificates of version 1 are still read', () => {
  for (const certificate of [witness, multipliers, exact, theorem]) {
    expect(formatFlaw({ ...certificate, version: 1 })).toBeNull();
  }
});

test('nothing malformed is made', () => {
  const refused = expect.objectContaining({ name: 'ValueError', argument: 'certificate' }) as Error;
  expect(() => witnessCertificate([NaN])).toThrow('x[0] must be a finite number');
  expect(() => multipliersCertificate({ rows: [1, 1], values: [1, 1] })).toThrow(refused);
  expect(() => multipliersCertificate({ rows: [1], values: [-1n] })).toThrow(refused);
  expect(() => dftCertificate(5, 3)).toThrow(refused);
  expect(() => dftCertificate(3, 1, [0, 1, 1])).toThrow(refused);
});
