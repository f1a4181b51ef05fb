import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { cyclicSignChanges } from '@argmaxable/core';
import { dftMatrix } from '@argmaxable/layers';
import { memory } from '@tensorflow/tfjs-core';
import { type CertificateCheckOptions, checkCertificate } from '../../src/certificate/check-certificate.js';
import { dftCertificate, witnessCertificate } from '../../src/certificate/format.js';
import { trigonometricWitness } from '../../src/certificate/theorem/trigonometric-witness.js';
import { witnessLowerBound } from '../../src/certificate/bounds/witness-bound.js';
import { readClassifier } from '../../src/input/classifier.js';
import { coverCount } from '../../src/exploring/cover-count.js';
import { verifyMatrix } from '../../src/api/verify-matrix.js';

/** The matrix in float64, from its definition. */
function dft64(n: number, k: number): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const waves = Array.from({ length: k }, (_, j) => (2 * Math.PI * ((i * (j + 1)) % n)) / n);
    const scale = Math.sqrt(2 / n);
    return [
      Math.sqrt(1 / n),
      ...waves.flatMap((angle) => [scale * Math.cos(angle), scale * Math.sin(angle)]),
    ];
  });
}

function dft32(n: number, k: number): number[][] {
  const matrix = dftMatrix(n, k);
  const rows = matrix.arraySync();
  matrix.dispose();
  return rows;
}

const sizes = [3, 4, 5, 6, 7, 8].flatMap((n) =>
  [1, 2, 3].filter((k) => 2 * k + 1 <= n).map((k) => [n, k] as const),
);

test.each(sizes)('the theorem covers as many sets of %i labels, k = %i, as Cover counts', async (n, k) => {
  for (const weights of [dft32(n, k), dft64(n, k)]) {
    let covered = 0n;
    for (const labels of allLabelSets(n)) {
      const result = await checkCertificate(weights, null, labels, dftCertificate(n, k));
      if (!result.valid) {
        expect(result.reason).toContain(`sign changes, the theorem covers up to ${2 * k}`);
        continue;
      }
      expect(result).toEqual({ valid: true, verdict: 'argmaxable', about: 'ideal matrix', bound: 0 });
      covered++;
    }
    expect(covered).toBe(coverCount(n, 2 * k + 1));
  }
});

test('columns beside the DFT and an order of the labels', async () => {
  const [n, k] = [9, 2];
  const dft = dft32(n, k);
  const slack = gaussianMatrix(n, 3, 1);
  const labelOrder = [4, 8, 0, 3, 1, 7, 2, 6, 5];
  const weights: number[][] = [];
  labelOrder.forEach((label, place) => (weights[label] = [...dft[place], ...slack[label]]));
  const certificate = dftCertificate(n, k, labelOrder);
  const runs = [4, 8, 3, 1, 7]; // places 0, 1 and 3, 4, 5
  expect((await checkCertificate(weights, null, runs, certificate)).valid).toBe(true);
  const scattered = [4, 0, 1]; // places 0, 2, 4
  expect(await checkCertificate(weights, null, scattered, certificate)).toMatchObject({ valid: false });
  expect(await checkCertificate(weights, null, runs, dftCertificate(n, k))).toMatchObject({ valid: false });
});

test('weights that are not the matrix, and other facts, are rejected', async () => {
  const [n, k] = [64, 5];
  const dft = dft32(n, k);
  const reason = async (
    weights: number[][],
    certificate: unknown,
    bias: number[] | null = null,
    labels = [3, 9],
    options: CertificateCheckOptions = {},
  ) => {
    const result = await checkCertificate(weights, bias, labels, certificate, options);
    return result.valid ? null : result.reason;
  };
  const sound = dftCertificate(n, k);
  expect(await reason(dft, sound)).toBeNull();
  expect(await reason(dft, sound, new Array<number>(n).fill(0))).toBeNull();
  for (let at = 0; at < n * (2 * k + 1); at += 7) {
    const [i, j] = [Math.floor(at / (2 * k + 1)), at % (2 * k + 1)];
    // Two roundings of float32 away; from a zero, 1e-15.
    const change = Math.max(2 ** -22 * Math.abs(dft[i][j]), 1e-15);
    const weights = dft.map((row) => row.slice());
    weights[i][j] += change;
    expect(await reason(weights, sound)).toContain(`weights[${i}][${j}] is`);
  }
  expect(await reason(dft, dftCertificate(n, 4), null, [0, 2, 4, 6, 8])).toContain('10 sign changes');
  expect(await reason(dft, dftCertificate(n, 6))).toContain('2k + 1 = 13 columns are needed');
  expect(await reason(dft, dftCertificate(n - 1, k))).toContain('n = 63 labels');
  const biases = new Array<number>(n).fill(0.1);
  expect(await reason(dft, sound, biases)).toBeNull(); // features of any size outweigh it
  expect(await reason(dft, sound, biases, [3, 9], { box: 5 })).toContain('without a bias');
  expect(await reason(dft, sound, null, [3, 9], { box: 5 })).toBeNull();
  expect(await reason(dft, sound, null, [3, 9], { featureRange: 'nonNegative' })).toContain(
    'features without bounds',
  );
  expect(await reason(dft, sound, null, [3, 9], { rule: 'topK' })).toContain('not their ranking');
  const weights = gaussianMatrix(2 * k + 1, 3, 1);
  expect(await reason(dft, sound, null, [3, 9], { projection: { weights } })).toContain('projection');
  expect(await reason(dft.slice().reverse(), sound)).toContain('the truncated DFT matrix has');
  expect(await reason(dft, { ...sound, k: 5.5 })).toContain('k is 5.5');
});

test.each(sizes)('the polynomial is a witness for every covered set: %i labels, k = %i', async (n, k) => {
  const stored = await readClassifier({ weights: dft32(n, k) });
  const exact = await readClassifier({ weights: dft64(n, k) });
  for (const labels of allLabelSets(n)) {
    const found = trigonometricWitness(n, k, labels);
    if (cyclicSignChanges(labels, n) > 2 * k) {
      expect(found).toBeNull();
      continue;
    }
    const { witness, radius } = found!;
    expect(Math.max(...witness!.map(Math.abs))).toBe(1);
    // The radius is that of the product form; the float64 matrix is off by some units of 2^-53 in each of 2k
    // + 1 terms.
    expect(Math.abs(witnessLowerBound(exact, labels, witness!) - radius)).toBeLessThan(1e-13);
    // And the float32 matrix by 2^-24 of each, over rows of norm sqrt((2k + 1) / n).
    expect(Math.abs(witnessLowerBound(stored, labels, witness!) - radius)).toBeLessThan(3e-7);
  }
});

test('the radius of the polynomial is at most the radius', async () => {
  const [n, k] = [9, 2];
  const sets = allLabelSets(n).filter((labels) => labels.length === 3 && trigonometricWitness(n, k, labels));
  const report = await verifyMatrix({ weights: dft64(n, k) }, sets, { mode: 'radius' });
  sets.forEach((labels, s) => {
    const { radius } = trigonometricWitness(n, k, labels)!;
    expect(radius).toBeGreaterThan(0);
    expect(radius).toBeLessThan(report.results[s].radius.upper * (1 + 1e-9)); // rounding of the product form
  });
});

test('a few runs among many labels are proved on the stored float64 matrix', async () => {
  const [n, k] = [1000, 34];
  const weights = dft64(n, k);
  const classifier = await readClassifier({ weights });
  for (const labels of [[], [17], [999, 0, 1], [5, 300, 301, 700], [...Array(1000).keys()].slice(400)]) {
    const { witness, radius } = trigonometricWitness(n, k, labels)!;
    const check = await checkCertificate(weights, null, labels, witnessCertificate(witness!), {
      arithmetic: 'exact',
    });
    expect(check).toMatchObject({ valid: true, verdict: 'argmaxable' });
    // Signs hold with a margin that is the radius, less rounding: 69 terms of 2^-53, over row norms of 0.26.
    expect(witnessLowerBound(classifier, labels, witness!)).toBeGreaterThan(radius - 1e-13);
  }
});

test('regions thinner than float64 have a radius and no witness', () => {
  const clustered = Array.from({ length: 30 }, (_, i) => 3 * i);
  const { witness, radius } = trigonometricWitness(8921, 34, clustered)!;
  expect(witness).toBeNull();
  expect(radius).toBeGreaterThan(0);
  expect(radius).toBeLessThan(1e-17);
  // As many runs, evenly spread, are no harder than one.
  const spread = Array.from({ length: 30 }, (_, i) => 10 * i);
  expect(trigonometricWitness(300, 34, spread)!.witness).not.toBeNull();
});

test('wrong arguments are named, and no tensors are left', () => {
  const named = (argument: string) => expect.objectContaining({ name: 'ValueError', argument }) as Error;
  expect(() => trigonometricWitness(2, 1, [])).toThrow(named('n'));
  expect(() => trigonometricWitness(7, 4, [])).toThrow(named('k'));
  expect(() => trigonometricWitness(7, 2, [7])).toThrow(named('labelSet[0]'));
  expect(memory().numTensors).toBe(0);
});
