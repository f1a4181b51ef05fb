import { seededRandom } from '@argmaxable/core';
import {
  extremeSystem,
  forgeryFlaw,
  forgery,
  exactQuestion,
  systemStyles,
} from '@argmaxable/test-support/exact';
import {
  checkCertificate,
  type CertificateCheckOptions,
  checkClassifierCertificate,
  exactMultipliers,
  multipliersCertificate,
  readClassifier,
  verifyMatrix,
  witnessCertificate,
} from '../../src/index.js';

const proofOf = (rows: number[], values: number[], against?: number[]) =>
  multipliersCertificate({ rows, values, ...(against ? { against } : {}) });

interface Forged {
  weights: number[][];
  bias?: number[];
  labels: number[];
  certificate: object;
  options?: CertificateCheckOptions;
}

/* Each passed once: the set is within reach, or the point is not of it. */
const oncePassed: Record<string, Forged> = {
  'products of multipliers and weights that vanish': {
    ...{ weights: [[1e-100]], labels: [0], certificate: proofOf([0], [1e-300]) },
  },
  'the same of a ranking': {
    ...{ weights: [[1e-100], [-1e-100]], labels: [0], certificate: proofOf([0], [1e-300], [1]) },
    options: { rule: 'topK' },
  },
  'the same behind a projection': {
    ...{ weights: [[1e-100]], labels: [0], certificate: proofOf([0], [1e-250]) },
    options: { projection: { weights: [[1e-100]] } },
  },
  'a narrow range far from 0': {
    ...{
      weights: [[1], [-1]],
      bias: [-1e12, 1e12 + 1],
      labels: [0, 1],
      certificate: proofOf([0, 1], [1, 1]),
    },
    options: { featureRange: { lower: 1e12, upper: 1e12 + 1 } },
  },
  'a range that is wide in another feature': {
    ...{ weights: [[0, 1]], labels: [0], certificate: proofOf([0], [1]) },
    options: { featureRange: { lower: [-1e12, -1], upper: [1e12, 1] } },
  },
  'a long row at a feature that cannot move': {
    ...{ weights: [[1e12, 1]], labels: [0], certificate: proofOf([0], [1]) },
    options: { featureRange: { lower: [0, -1], upper: [0, 1] } },
  },
  'a range of one point': {
    ...{ weights: [[1]], labels: [0], certificate: proofOf([0], [1]) },
    options: { featureRange: { lower: 1e-50, upper: 1e-50 } },
  },
  'features of very different units': {
    weights: [
      [1, 1e-20],
      [-1, 1e-20],
    ],
    ...{ labels: [0, 1], certificate: proofOf([0, 1], [1, 1]) },
  },
  'a score that overflows': {
    ...{ weights: [[1e100], [-1e100]], labels: [0], certificate: witnessCertificate([-1e300]) },
    options: { rule: 'topK' },
  },
  'a bias that overflows when squared': {
    ...{ weights: [[1], [-1]], bias: [1e60, -1e60], labels: [0], certificate: proofOf([0], [1], [1]) },
    options: { rule: 'topK', box: 1e-100 },
  },
};

test.each(Object.keys(oncePassed))('%s: proves nothing', async (name) => {
  const { weights, bias = null, labels, certificate, options = {} } = oncePassed[name];
  for (const arithmetic of ['float64', 'exact'] as const) {
    const check = await checkCertificate(weights, bias, labels, certificate, { ...options, arithmetic });
    expect(check).toMatchObject({ valid: false });
  }
});

test('a long witness does not show a wide region where features can be scaled', async () => {
  const weights = [[1, 0]];
  const far = witnessCertificate([1e6, 0]);
  for (const arithmetic of ['float64', 'exact'] as const) {
    const check = await checkCertificate(weights, null, [0], far, { arithmetic });
    expect(check).toMatchObject({ valid: true });
    if (check.valid) expect(check.bound).toBeLessThanOrEqual(1);
    const withEps = await checkCertificate(weights, null, [0], far, { arithmetic, eps: 10 });
    expect(withEps).toMatchObject({ valid: false });
  }
});

test('with eps, multipliers show a radius below it, or none at all', async () => {
  const opposite = [[1], [-1]];
  const both = proofOf([0, 1], [1, 1]);
  const check = (options: CertificateCheckOptions, bias: number[] | null) =>
    checkCertificate(opposite, bias, [0, 1], both, options);
  for (const arithmetic of ['float64', 'exact'] as const) {
    // The radius is exactly 0.
    expect(await check({ arithmetic, eps: 0 }, null)).toMatchObject({ valid: false });
    expect(await check({ arithmetic, eps: 1e-9 }, null)).toMatchObject({ valid: true });
    // The radius is 1.
    expect(await check({ arithmetic, eps: 0.9, box: 5 }, [1, 1])).toMatchObject({ valid: false });
    expect(await check({ arithmetic, eps: 1.1, box: 5 }, [1, 1])).toMatchObject({ valid: true });
    // Without bounds there is no radius.
    expect(await check({ arithmetic, eps: 10 }, [1, 1])).toMatchObject({ valid: false });
    const isShown = arithmetic === 'exact';
    expect(await check({ arithmetic, eps: 1e-9 }, [-1, -1])).toMatchObject({ valid: isShown });
  }
});

test('bounds on a radius hold on both sides, whatever the bias beside the range', async () => {
  const weights = [
    [1, 2],
    [-1, 1],
    [0.3, 0.7],
  ];
  for (const size of [1e3, 1e8, 1e12, 1e16, 1e60]) {
    for (const box of [1e-100, 1e-3, 1, 1e50]) {
      const input = { weights, bias: [size, -size, 1e-3 * size], box };
      const { results } = await verifyMatrix(input, [[0], [1], [0, 2], [0, 1, 2], []], { mode: 'radius' });
      for (const { radius, verdict } of results) {
        expect(verdict).not.toBe('undecided');
        expect(radius.lower).toBeLessThanOrEqual(radius.upper);
      }
    }
  }
});

test.each(systemStyles)(
  'certificates forged about systems of style "%s": none passes that exact arithmetic refuses',
  async (style) => {
    let tried = 0;
    let accepted = 0;
    for (let system = 0; system < 12; system++) {
      const random = seededRandom(`forgery ${style} ${system}`);
      const given = extremeSystem(random, style);
      const question = exactQuestion(given);
      const { input, rule, labels } = given;
      const classifier = await readClassifier(input, { ranked: rule !== 'sign' });
      const sets = [labels, [], [0], input.weights.map((_, i) => i)];
      const { distinct } = await verifyMatrix(input, sets, { rule, certificates: true });
      const honest = distinct.flatMap((result) => [
        ...(result.witness ? [witnessCertificate(result.witness)] : []),
        ...(result.multipliers ? [multipliersCertificate(result.multipliers)] : []),
        ...(result.multipliers
          ? [exactMultipliers(classifier, result.labels, result.multipliers)]
              .filter((found) => found !== null)
              .map(multipliersCertificate)
          : []),
      ]);
      for (let k = 0; k < 60; k++) {
        const forged = forgery(random, question, labels, honest);
        for (const arithmetic of ['float64', 'exact'] as const) {
          const answer = checkClassifierCertificate(classifier, forged.labels, forged.certificate, {
            arithmetic,
          });
          const flaw = forgeryFlaw(question, forged, answer, arithmetic);
          if (flaw !== null) throw new Error(`${style} ${system} ${k} ${arithmetic}: ${flaw}`);
          tried++;
          if (answer.valid) accepted++;
        }
      }
    }
    // Some of them are right after all: the attack gets past the format.
    expect(accepted).toBeGreaterThan(tried / 50);
  },
);
