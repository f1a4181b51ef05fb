import { gaussianMatrix } from '@argmaxable/test-support';
import {
  checkClassifierCertificate,
  type FeatureRange,
  multipliersCertificate,
  verifyMatrix,
  witnessCertificate,
} from '../../src/index.js';
import { withoutRepeats } from '../../src/certificate/multipliers.js';
import { sampleLabelSets } from '../../src/exploring/sample-label-sets.js';

/*
 * Random systems too large for an oracle, of the kinds that models give: every set is decided, and each
 * certificate passes the checker as it reads it from a file.
 */

const halfOpen = (width: number): FeatureRange => {
  const [lower, upper] = gaussianMatrix(2, width, 3);
  return {
    lower: lower.map((value) => (value > 0 ? 0 : -Infinity)),
    upper: upper.map((value) => (value > 0.5 ? 3 : Infinity)),
  };
};
const ranges: Record<string, (width: number) => FeatureRange> = {
  any: () => 'any',
  'non-negative': () => 'nonNegative',
  'from -1 to 1': () => ({ lower: -1, upper: 1 }),
  'above a minimum': () => ({ lower: -0.17 }),
  'open on one side or both, or on none': halfOpen,
};

describe.each(Object.keys(ranges))('features %s', (name) => {
  test.each([
    [30, 4, 3, 1],
    [80, 6, 20, 100],
    [150, 18, 40, 1e-4],
    [300, 12, 50, 1e4],
  ])('%i labels, %i features of %i inputs, weights of size %p', async (n, d, inputs, size) => {
    for (const [seed, hasBias, hasProjection] of [
      [1, true, true],
      [2, false, true],
      [3, true, false],
    ] as const) {
      const weights = gaussianMatrix(n, d, seed).map((row) => row.map((value) => value * size));
      const bias = hasBias ? gaussianMatrix(1, n, seed + 10)[0].map((value) => value - 1) : null;
      const projection = hasProjection
        ? { weights: gaussianMatrix(d, inputs, seed + 20), bias: gaussianMatrix(1, d, seed + 30)[0] }
        : null;
      const featureRange = ranges[name](hasProjection ? inputs : d);
      for (const rule of ['sign', 'topK'] as const) {
        const sets = [0, 1, 2, 5].flatMap((k) => [...sampleLabelSets(n, k, k === 0 ? 1 : 3, name)]);
        const report = await verifyMatrix({ weights, bias, projection, featureRange }, sets, {
          ...{ rule, certificates: true },
        });
        expect(report.counts.undecided).toBe(0);
        for (const { labels, verdict, witness, multipliers } of report.distinct) {
          const certificate =
            verdict === 'argmaxable' ? witnessCertificate(witness!) : multipliersCertificate(multipliers!);
          const read = JSON.parse(JSON.stringify(certificate)) as object;
          expect(checkClassifierCertificate(report.classifier!, labels, read)).toMatchObject({
            ...{ valid: true, verdict },
          });
        }
      }
    }
  });
});

test('a row that a solver names twice counts once, with both multipliers', () => {
  const values = Float64Array.of(1, 2, 4);
  const labels = withoutRepeats({ rows: Int32Array.of(3, 5, 3), values });
  expect(labels).toEqual({ rows: Int32Array.of(3, 5), values: Float64Array.of(5, 2) });
  const pairs = { rows: Int32Array.of(3, 3, 3), against: Int32Array.of(1, 2, 1), values };
  expect(withoutRepeats(pairs)).toEqual({
    rows: Int32Array.of(3, 3),
    against: Int32Array.of(1, 2),
    values: Float64Array.of(5, 2),
  });
});
