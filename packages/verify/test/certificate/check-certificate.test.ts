import { gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  checkCertificate,
  checkClassifierCertificate as check,
} from '../../src/certificate/check-certificate.js';
import { exactMultipliers } from '../../src/certificate/exact/exact-multipliers.js';
import type { Multipliers } from '../../src/certificate/multipliers.js';
import { multipliersCertificate, witnessCertificate } from '../../src/certificate/format.js';
import { provesInfeasible } from '../../src/certificate/proves-infeasible.js';
import { type Classifier, readClassifier } from '../../src/input/classifier.js';
import { verifyMatrix } from '../../src/api/verify-matrix.js';
import fixture from '../fixtures/argmaxable.json' with { type: 'json' };
import { interiorPoint, integerSystem } from '../exact-systems.js';
import { activeSetSolver, multipliersOf } from '../single-solvers.js';

const exact = { arithmetic: 'exact' } as const;
const triangle = [
  [1, 0],
  [0, 1],
  [1, 1],
];

test('a witness by hand, in both arithmetics', async () => {
  const witness = witnessCertificate([1, -0.5]);
  const inFloat64 = await checkCertificate(triangle, null, [0, 2], witness);
  // The least margin is that of label 2, 0.5 / sqrt(2); a few units of 2^-53 are taken off.
  expect(inFloat64).toMatchObject({ valid: true, verdict: 'argmaxable', about: 'stored weights' });
  expect(inFloat64).toMatchObject({ bound: expect.closeTo(0.5 / Math.SQRT2, 13) as number });
  expect(await checkCertificate(triangle, null, [0, 2], witness, exact)).toMatchObject({
    verdict: 'argmaxable',
    bound: expect.closeTo(0.5 / Math.SQRT2, 13) as number,
  });
  const reason = 'label 2 is inactive, its score above 0';
  expect(await checkCertificate(triangle, null, [0], witness, exact)).toEqual({ valid: false, reason });
});

test('multipliers by hand, in both arithmetics', async () => {
  const certificate = multipliersCertificate({ rows: [2, 0, 1], values: [1n, 1n, 1n] });
  for (const arithmetic of ['float64', 'exact'] as const) {
    const result = await checkCertificate(triangle, null, [0, 1], certificate, { arithmetic });
    expect(result).toMatchObject({ valid: true, verdict: 'unargmaxable', about: 'stored weights' });
  }
  expect(await checkCertificate(triangle, null, [0, 2], certificate, exact)).toEqual({
    valid: false,
    reason: 'feature 0 has no bound on the side where the combination of the rows grows',
  });
  expect(await checkCertificate(triangle, null, [0, 2], certificate, { ...exact, box: 1 })).toEqual({
    valid: false,
    reason: 'the combination of the rows gets above 0 in the range',
  });
});

test('exact arithmetic decides what float64 cannot', async () => {
  // The float64 numbers 0.1 + 0.2 - 0.3 add up to 2^-55 exactly; as sums in float64 they round to 2^-54.
  const weights = [[0.1, 0.2, -0.3]];
  const ones = witnessCertificate([1, 1, 1]);
  expect(await checkCertificate(weights, null, [0], ones)).toMatchObject({ valid: false });
  const bound = 2 ** -55 / Math.sqrt(0.14);
  const result = await checkCertificate(weights, null, [0], ones, exact);
  expect(result).toMatchObject({ valid: true, bound: expect.closeTo(bound, 30) as number });
  expect((result as { bound: number }).bound).toBeLessThan(bound);
  expect(await checkCertificate(weights, null, [], ones, exact)).toMatchObject({ valid: false });

  const tie = await checkCertificate([[0.1, -0.1]], null, [0], witnessCertificate([1, 1]), exact);
  expect(tie).toEqual({ valid: false, reason: 'label 0 is active, its score exactly 0' });
  const tiny = witnessCertificate([1e-320, -2e-320]);
  expect(await checkCertificate([[1e-90, 1e-90]], null, [], tiny, exact)).toMatchObject({
    valid: true,
    bound: 0,
  });
});

test('a bias and the box, in exact arithmetic', async () => {
  // z_0 = x - 2 is out of reach for |x| <= 2 exactly, within reach just beyond.
  const bias = [-2];
  const certificate = multipliersCertificate({ rows: [0], values: [0.3] });
  const at = (box: number) => checkCertificate([[1]], bias, [0], certificate, { ...exact, box });
  expect(await at(2)).toMatchObject({ valid: true, verdict: 'unargmaxable', bound: 0 });
  expect(await at(2 + 2 ** -51)).toMatchObject({ valid: false });
  const witness = witnessCertificate([2 + 2 ** -51]);
  const witnessAt = (box: number) => checkCertificate([[1]], bias, [0], witness, { ...exact, box });
  expect(await witnessAt(3)).toMatchObject({ valid: true, verdict: 'argmaxable' });
  expect(await witnessAt(2)).toMatchObject({
    valid: false,
    reason: expect.stringContaining('outside the range from -2 to 2') as string,
  });
});

test('labels without weights have the sign of their bias', async () => {
  const zero = [[0], [1]];
  const alone = multipliersCertificate({ rows: [0], values: [1n] });
  const one = witnessCertificate([1]);
  for (const arithmetic of ['float64', 'exact'] as const) {
    const valid = async (bias: number[] | null, labels: number[], certificate: unknown) =>
      (await checkCertificate(zero, bias, labels, certificate, { arithmetic })).valid;
    // With no bias the score is 0: never active, always inactive.
    expect(await valid(null, [0], alone)).toBe(true);
    expect(await valid(null, [], alone)).toBe(false);
    expect(await valid(null, [1], one)).toBe(true);
    expect(await valid(null, [0, 1], one)).toBe(false);
    expect(await valid([1, 0], [1], alone)).toBe(true);
    expect(await valid([1, 0], [0, 1], alone)).toBe(false);
    expect(await valid([1, 0], [0, 1], one)).toBe(true);
    expect(await valid([-1, 0], [0], alone)).toBe(true);
    expect(await valid([-1, 0], [1], alone)).toBe(false);
  }
});

test('agrees with exact geometry on integer systems with ties, repeated rows and rows of zeros', async () => {
  const verdicts = { argmaxable: 0, unargmaxable: 0 };
  await fc.assert(
    fc.asyncProperty(integerSystem, async ({ weights, labels }) => {
      const classifier = await readClassifier({ weights });
      const point = interiorPoint(weights, labels);
      expect(hasMultipliers(classifier, labels, weights[0].length)).toBe(point === null);
      const solved = activeSetSolver(classifier).solve(Int32Array.from(labels));
      if (point === null) {
        verdicts.unargmaxable++;
        expectProofThatNone(classifier, labels, solved.multipliers!);
      } else {
        verdicts.argmaxable++;
        const scale = 64 / Math.max(1, ...point.map(Math.abs)); // a few roundings
        for (const x of [point.map((value) => value * scale), solved.witness!]) {
          expect(check(classifier, labels, witnessCertificate(x), exact)).toMatchObject({
            verdict: 'argmaxable',
          });
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(verdicts.argmaxable, verdicts.unargmaxable)).toBeGreaterThan(30);
});

test('agrees with exact geometry on integer systems with a bias', async () => {
  const verdicts = { argmaxable: 0, unargmaxable: 0 };
  await fc.assert(
    fc.asyncProperty(integerSystem, async ({ weights, labels }) => {
      fc.pre(weights[0].length > 1);
      // The last column is the bias: some x is right exactly if some (x, t) with t > 0 is.
      const n = weights.length;
      const point = interiorPoint([...weights, [...weights[0].map(() => 0).slice(1), 1]], [...labels, n]);
      const input = {
        weights: weights.map((row) => row.slice(0, -1)),
        bias: weights.map((row) => row.at(-1)!),
      };
      const classifier = await readClassifier(input);
      expect(hasMultipliers(classifier, labels, weights[0].length)).toBe(point === null);
      const solved = activeSetSolver(classifier).solve(Int32Array.from(labels));
      if (point === null) {
        verdicts.unargmaxable++;
        expectProofThatNone(classifier, labels, solved.multipliers!);
        return;
      }
      verdicts.argmaxable++;
      for (const x of [point.slice(0, -1).map((value) => value / point.at(-1)!), solved.witness!]) {
        expect(check(classifier, labels, witnessCertificate(x), exact)).toMatchObject({
          verdict: 'argmaxable',
        });
      }
    }),
    { numRuns: 300 },
  );
  expect(Math.min(verdicts.argmaxable, verdicts.unargmaxable)).toBeGreaterThan(30);
});

/** Whether some rows, at most one more than columns, prove that no x is right. */
function hasMultipliers(classifier: Classifier, labels: number[], numColumns: number): boolean {
  const candidates = subsets(classifier.numLabels, numColumns + 1);
  const found = candidates.map((rows) => exactMultipliers(classifier, labels, multipliersOf(rows)));
  return found.some((multipliers) => multipliers !== null);
}

function expectProofThatNone(classifier: Classifier, labels: number[], found: Multipliers): void {
  const certificate = multipliersCertificate(exactMultipliers(classifier, labels, found)!);
  expect(check(classifier, labels, certificate, exact)).toMatchObject({ verdict: 'unargmaxable' });
}

function subsets(n: number, most: number): number[][] {
  return [...Array(2 ** n).keys()]
    .map((bits) => [...Array(n).keys()].filter((i) => (bits >> i) & 1))
    .filter((rows) => rows.length > 0 && rows.length <= most);
}

const referenceCases = fixture.cases.flatMap((reference, c) => {
  const { W: weights, b: bias, box, radii } = reference;
  return radii === null ? [] : [[c, { weights, bias, box }, radii as [number[], number][]] as const];
});

test.each(referenceCases)(
  'the signs of the reference radii are proved exactly, case %i',
  async (_, input, radii) => {
    const labelSets = radii.map(([labels]) => labels);
    const report = await verifyMatrix(input, labelSets, { certificates: true });
    const classifier = await readClassifier(input);
    for (const [s, [labels, radius]] of radii.entries()) {
      const { witness, multipliers } = report.results[s];
      if (radius > 1e-9) {
        const result = check(classifier, labels, witnessCertificate(witness!), exact);
        expect(result).toMatchObject({ valid: true, verdict: 'argmaxable' });
        // The references were rounded to 9 digits.
        expect((result as { bound: number }).bound).toBeLessThan(radius + 1e-8);
        continue;
      }
      // Out of reach of every x, or only in the box: then the float64 multipliers leave room.
      const found = exactMultipliers(classifier, labels, multipliers!) ?? multipliers!;
      const result = check(classifier, labels, multipliersCertificate(found), exact);
      expect(result).toMatchObject({ valid: true, verdict: 'unargmaxable' });
      expect(provesInfeasible(classifier, labels, multipliers!)).toBe(true);
    }
  },
);

const numRows = 30;

/** A random classifier with a set out of reach and one within, and their exact certificates. */
async function certified(seed: number) {
  const d = 2 + (seed % 6);
  const weights = gaussianMatrix(numRows, d, seed);
  const classifier = await readClassifier({ weights });
  const solver = activeSetSolver(classifier);
  const out = [0, 7, 14, 20];
  const multipliers = exactMultipliers(classifier, out, solver.solve(Int32Array.from(out)).multipliers!);
  const x = gaussianMatrix(1, d, seed + 1)[0].map((value) => value / 8);
  const within = [...weights.keys()].filter((i) => weights[i].reduce((sum, w, j) => sum + w * x[j], 0) > 0);
  return {
    weights,
    out,
    multipliers: multipliersCertificate(multipliers!),
    within,
    witness: witnessCertificate(x),
  };
}

const toggled = (labels: number[], label: number) =>
  labels.includes(label) ? labels.filter((other) => other !== label) : [...labels, label];
const replaced = <T>(list: readonly T[], at: number, change: (value: T) => T) =>
  list.map((value, i) => (i === at ? change(value) : value));

const corruptMultipliers: Record<string, (c: Awaited<ReturnType<typeof certified>>, m: number) => unknown[]> =
  {
    'a coefficient one more': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, values: replaced(c.values as string[], m, (value) => String(BigInt(value) + 1n)) },
    ],
    'a coefficient negated': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, values: replaced(c.values as string[], m, (value) => `-${value}`) },
    ],
    'a coefficient not an integer': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, values: replaced(c.values as string[], m, (value) => `${value}.5`) },
    ],
    'all coefficients 0': ({ weights, out, multipliers: c }) => [
      weights,
      out,
      { ...c, values: c.values.map(() => '0') },
    ],
    'a label toggled': ({ weights, out, multipliers: c }, m) => [weights, toggled(out, c.rows[m]), c],
    'a weight one unit off': ({ weights, out, multipliers: c }, m) => [
      replaced(weights, c.rows[m], (row) => replaced(row, m % row.length, (w) => w * (1 + 2 ** -52))),
      out,
      c,
    ],
    'a row of weights negated': ({ weights, out, multipliers: c }, m) => [
      replaced(weights, c.rows[m], (row) => row.map((w) => -w)),
      out,
      c,
    ],
    'a row taken away': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      {
        ...c,
        rows: c.rows.filter((_, i) => i !== m),
        values: (c.values as string[]).filter((_, i) => i !== m),
      },
    ],
    'a row for another': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, rows: replaced(c.rows, m, () => [...weights.keys()].find((i) => !c.rows.includes(i))!) },
    ],
    'a row out of range': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, rows: replaced(c.rows, m, (row) => row + numRows) },
    ],
    'a row twice': ({ weights, out, multipliers: c }, m) => [
      weights,
      out,
      { ...c, rows: [...c.rows, c.rows[m]], values: [...c.values, '1'] },
    ],
    'too few values': ({ weights, out, multipliers: c }) => [
      weights,
      out,
      { ...c, values: c.values.slice(1) },
    ],
    'another version': ({ weights, out, multipliers: c }) => [weights, out, { ...c, version: 3 }],
    'a witness in name': ({ weights, out, multipliers: c }) => [weights, out, { ...c, kind: 'witness' }],
  };

const corruptWitness: typeof corruptMultipliers = {
  'x negated': ({ weights, within, witness: c }) => [
    weights,
    within,
    { ...c, x: c.x.map((value) => -value) },
  ],
  'x with NaN': ({ weights, within, witness: c }, m) => [
    weights,
    within,
    { ...c, x: replaced(c.x, m % c.x.length, () => NaN) },
  ],
  'x out of the box': ({ weights, within, witness: c }, m) => [
    weights,
    within,
    { ...c, x: replaced(c.x, m % c.x.length, () => 1 + 2 ** -52) },
  ],
  'x too long': ({ weights, within, witness: c }) => [weights, within, { ...c, x: [...c.x, 0] }],
  'x of zeros': ({ weights, within, witness: c }) => [weights, within, { ...c, x: c.x.map(() => 0) }],
  'a label toggled': ({ weights, within, witness: c }, m) => [weights, toggled(within, m), c],
  'a row of weights negated': ({ weights, within, witness: c }, m) => [
    replaced(weights, m, (row) => row.map((w) => -w)),
    within,
    c,
  ],
  'another format': ({ weights, within, witness: c }) => [weights, within, { ...c, format: 'lfsc' }],
};

const corruptions = [
  ...Object.entries(corruptMultipliers).map(([name, corrupt]) => ['multipliers', name, corrupt] as const),
  ...Object.entries(corruptWitness).map(([name, corrupt]) => ['witness', name, corrupt] as const),
];

test.each(corruptions)('corrupted %s are rejected: %s', async (kind, _, corrupt) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(11), fc.nat(), async (seed, place) => {
      const sound = await certified(seed);
      const { weights, out, within, multipliers, witness } = sound;
      const [labels, certificate] = kind === 'witness' ? [within, witness] : [out, multipliers];
      const options = { ...exact, box: 1 };
      const check = await checkCertificate(weights, null, labels, certificate, options);
      expect(check).toMatchObject({ valid: true });
      const m = place % multipliers.rows.length;
      const corrupted = corrupt(sound, m) as [number[][], number[], unknown];
      const result = await checkCertificate(corrupted[0], null, corrupted[1], corrupted[2], options);
      expect(result).toEqual({ valid: false, reason: expect.stringMatching(/./) as string });
    }),
    { numRuns: 20 },
  );
});

test('a bound of float64 is never better than exact arithmetic allows', async () => {
  const coefficient = fc
    .double({ min: -1, max: 1, noNaN: true })
    .filter((v) => v === 0 || Math.abs(v) > 1e-90);
  const row = fc.array(coefficient, { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      row,
      fc.subarray([0, 1, 2, 3]),
      async (weights, x, set) => {
        const labels = set.filter((label) => label < weights.length);
        const classifier = await readClassifier({ weights });
        const certificate = witnessCertificate(x);
        if (check(classifier, labels, certificate).valid) {
          expect(check(classifier, labels, certificate, exact).valid).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('tensors are read and left alone', async () => {
  const before = memory().numTensors;
  const weights = tensor2d(triangle);
  const bias = tensor1d([0, 0, 0]);
  const result = await checkCertificate(weights, bias, [0, 2], witnessCertificate([1, -0.5]), exact);
  expect(result.valid).toBe(true);
  expect(memory().numTensors).toBe(before + 2);
  weights.dispose();
  bias.dispose();
});

test('what the caller gives besides the certificate is checked', async () => {
  const witness = witnessCertificate([1, -0.5]);
  const named = (argument: string) => expect.objectContaining({ name: 'ValueError', argument }) as Error;
  const rejected = (labels: number[], options: object) =>
    expect(checkCertificate(triangle, null, labels, witness, options)).rejects;
  await rejected([3], {}).toThrow(named('labelSet[0]'));
  await rejected([0, 0], {}).toThrow(named('labelSet'));
  await rejected([0], { box: 0 }).toThrow(named('box'));
  await rejected([0], { featureRange: null }).toThrow(named('featureRange'));
  await rejected([0], { eps: -1 }).toThrow(named('eps'));
  await rejected([0], { arithmetic: 'float32' }).toThrow(named('arithmetic'));
  await rejected([0], { tolerance: 1 }).toThrow(named('options of checkCertificate'));
  await expect(checkCertificate([[NaN]], null, [0], witness)).rejects.toThrow(named('weights[0][0]'));
});
