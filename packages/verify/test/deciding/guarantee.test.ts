import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput, type DFTOutputArgs } from '@argmaxable/layers';
import { sequential } from '@tensorflow/tfjs-layers';
import { checkClassifierCertificate, verify, VerifyReport, witnessCertificate } from '../../src/index.js';

const modelOf = (args: DFTOutputArgs) =>
  sequential({ layers: [new DFTOutput({ inputShape: [4], ...args })] });

// Every other label in a tenth of the circle: its region is thinner than the rounding of the stored floats.
const thin = Array.from({ length: 20 }, (_, i) => 2 * i);
// The theorem is about the matrix; what the projection gives it is another question.
const noTime = { about: 'classifier', timeLimit: 0, certificates: true } as const;

test('a set that the theorem covers and no time is left for: undecided as stored, with the theorem', async () => {
  const model = modelOf({ units: 400, k: 20 });
  const report = await verify(model, { labelSets: [thin, thin], ...noTime });
  const [result] = report.results;
  expect(result).toMatchObject({ verdict: 'undecided', method: 'theorem', guaranteed: true });
  expect(result.guaranteedAbout).toBe('classifier');
  expect(result.radius.lower).toBeLessThanOrEqual(0);
  expect(report.counts).toEqual({ argmaxable: 0, unargmaxable: 0, undecided: 2 });
  expect(checkClassifierCertificate(report.classifier!, thin, result.theorem)).toEqual({
    valid: true,
    verdict: 'argmaxable',
    about: 'ideal matrix',
    bound: 0,
  });
  expect(String(report)).toMatch(/undecided +2 .*\n +guaranteed +2 \(100\.0 %\).*2 of them are not/);

  const again = VerifyReport.fromJSON(JSON.parse(JSON.stringify(report)));
  expect(again.results).toEqual(report.results);
  expect(report.withoutCertificates().results[0].theorem).toBeUndefined();
  const plain = await verify(model, { labelSets: [thin], about: 'classifier', timeLimit: 0 });
  expect(plain.results[0].method).toBe('theorem');
  expect(plain.results[0].theorem).toBeUndefined();
});

const labelOrder = Array.from({ length: 40 }, (_, place) => (7 * place) % 40);
test.each<[string, Partial<DFTOutputArgs>, object]>([
  ['as it is', {}, {}],
  ['with slack columns', { slack: 3 }, {}],
  ['in an order of the labels', { slack: 2, labelOrder }, {}],
  ['in a larger box', {}, { box: 5 }],
  ['with a label bias', { labelFrequencies: Array<number>(40).fill(0.05) }, {}],
])(
  'where the solvers have no answer, the explicit witness proves what it can: %s',
  async (_, args, options) => {
    const labels = [3, 17, 24];
    const report = await verify(modelOf({ units: 40, k: 3, ...args }), {
      labelSets: [labels],
      ...noTime,
      ...options,
    });
    const [{ verdict, method, radius, witness, guaranteed }] = report.results;
    expect({ verdict, method, guaranteed }).toEqual({
      verdict: 'argmaxable',
      method: 'witness',
      guaranteed: true,
    });
    const check = checkClassifierCertificate(report.classifier!, labels, witnessCertificate(witness!), {
      arithmetic: 'exact',
    });
    expect(check).toMatchObject({ valid: true, about: 'stored weights' });
    // The same claim about the same numbers, and neither bound exceeds the radius by more than rounding.
    expect(check).toHaveProperty('bound', expect.closeTo(radius.lower, 12));
  },
);

test('with eps, the explicit witness settles a set only where it proves a radius of that', async () => {
  const model = modelOf({ units: 12, k: 2 });
  const [{ radius }] = (await verify(model, { labelSets: [[1, 3]], ...noTime, box: 1 })).results;
  for (const [eps, verdict, method] of [
    [radius.lower / 2, 'argmaxable', 'witness'],
    [radius.lower * 2, 'undecided', 'theorem'],
  ] as const) {
    const [result] = (await verify(model, { labelSets: [[1, 3]], ...noTime, box: 1, eps })).results;
    expect(result).toMatchObject({ verdict, method });
  }
});

test('through a projection the theorem settles nothing: it is about features that this may not give', async () => {
  const model = modelOf({ units: 400, k: 20 });
  const [result] = (await verify(model, { labelSets: [thin], ...noTime, about: 'model' })).results;
  expect(result).toMatchObject({ verdict: 'undecided', method: 'none' });
  expect(result).toMatchObject({ guaranteed: true, guaranteedAbout: 'classifier' });
});

test('no theorem for sets it does not cover, with thresholds in a box, for rankings or other layers', async () => {
  const dft = modelOf({ units: 400, k: 19 });
  const undecided = { verdict: 'undecided', method: 'none' };
  const [beyond] = (await verify(dft, { labelSets: [thin], ...noTime })).results;
  expect(beyond).toMatchObject({ ...undecided, guaranteed: false });
  const thresholds = new Float32Array(400).fill(0.1);
  const [shifted] = (await verify(dft, { labelSets: [[3]], thresholds, box: 1, ...noTime })).results;
  expect(shifted).toMatchObject(undecided);
  // Features of any size outweigh them, and the explicit witness grows until it does.
  const [outweighed] = (await verify(dft, { labelSets: [[3]], thresholds, ...noTime })).results;
  expect(outweighed).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
  const [ranked] = (await verify(dft, { labelSets: [[3]], rule: 'topK', ...noTime })).results;
  expect(ranked).toMatchObject(undecided);
  expect(ranked.guaranteed).toBeUndefined();
  const bsl = sequential({ layers: [new BSLOutput({ units: 40, features: 3, inputShape: [4] })] });
  const [other] = (await verify(bsl, { labelSets: [[3]], ...noTime })).results;
  expect(other).toMatchObject({ ...undecided, guaranteed: false });
});

test('thresholds of 0 are none', async () => {
  const thresholds = new Float32Array(400);
  const report = await verify(modelOf({ units: 400, k: 20 }), { labelSets: [thin], thresholds, ...noTime });
  expect(report.results[0].method).toBe('theorem');
});
