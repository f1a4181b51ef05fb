import { DFTOutput } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { verify, verifyMatrix, VerifyReport } from '@argmaxable/verify';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { factsOf } from '../src/report/facts.js';
import { guaranteeOf } from '../src/report/guarantee.js';
import { hardestOf } from '../src/report/hardest.js';
import { headline } from '../src/report/headline.js';
import type { PageSubject } from '../src/report/subject.js';
import { implication as weights } from './command.js';
import { bentThenImplied } from './saved-models.js';

const subject: PageSubject = { model: 'm', labels: 'l', names: ['a', 'b', 'c'], ofEveryInput: false };
const whole = { ...subject, ofEveryInput: true };
const [good, bad] = [[[0, 1, 2]], [[0, 1]]];
const both = [...good, ...bad];
const model = () =>
  bentThenImplied(layers.dense({ units: 2, inputShape: [2], activation: 'relu', name: 'hidden' }));
const facts = (report: VerifyReport): Record<string, string> => Object.fromEntries(factsOf(report, subject));

beforeAll(() => useBackend('cpu', { log: false }));

test('the headline says what of, and no more than holds', async () => {
  const matrix = { weights };
  const say = headline;
  const alone = await verifyMatrix(matrix, both);
  expect(say(alone, subject)).toBe(
    '50.0 % of the label sets can never be predicted by the last matrix alone, with any layers in front of it.',
  );
  expect(say(await verifyMatrix({ weights, box: 1 }, both), subject)).toBe(
    '50.0 % of the label sets can never be predicted by the last matrix alone from features in the range below.',
  );
  expect(say(await verifyMatrix(matrix, good), subject)).toBe(
    'All label sets are within reach of the last matrix alone, for features in the range below.',
  );
  expect(say(await verifyMatrix(matrix, [[0, 1]], { eps: 0.1 }), subject)).toBe(
    '100 % of the label sets have a radius below 0.1 in the last matrix alone, for features in the range below.',
  );
  expect(say(await verifyMatrix(matrix, [[0]], { eps: 0.1 }), subject)).toBe(
    'All label sets have a radius of 0.1 or more in the last matrix alone, for features in the range below.',
  );
  expect(say(await verifyMatrix(matrix, []), subject)).toBe('There were no label sets to verify.');
  const given = await verify(model(), { labelSets: both, featureRange: 'any' });
  // Any features are all that the model can give, and more.
  expect(say(given, subject)).toBe(
    '50.0 % of the label sets can never be predicted by this model, for any input.',
  );
  const bent = await verify(model(), { labelSets: both });
  expect(say(bent, whole)).toBe(
    '50.0 % of the label sets can never be predicted by this model, for any input.',
  );
  expect(say(bent, subject)).toBe(
    '50.0 % of the label sets can never be predicted by this model from features in the range below.',
  );
  expect(say(await verify(model(), { labelSets: good }), whole)).toBe(
    'All label sets are within reach of the model’s output layer, for features in the range below.',
  );
});

test('the facts say range, projection, what is folded in, and how much is confirmed', async () => {
  const projected = sequential({
    layers: [
      layers.dense({ units: 3, inputShape: [2], activation: 'relu', name: 'hidden' }),
      new DFTOutput({ units: 9, k: 2, priorBias: false }),
      layers.activation({ activation: 'sigmoid' }),
    ],
  });
  const report = await verify(projected, { labelSets: [[0], [1, 5]], mode: 'radius' });
  expect(facts(report)).toMatchObject({
    About: 'the model: its last linear layers, for the features that go into them',
    Features: "0 or more (relu of 'hidden')",
    Projection: 'from 3 to 5 features, of rank 3: is not known to give every feature vector of the matrix',
    'Folded in': 'activation sigmoid',
    'Out of reach': 'proved to have no radius, or one below 1 × 10⁻¹⁰, which counts as none here',
    Confirmed: expect.stringMatching(/^\d of \d different reachable sets: the model itself/) as string,
    'Radius of at least': expect.stringMatching(
      /^10⁻⁸: .* % · 10⁻⁶: .* · 10⁻⁴: .* · 10⁻²: .* of the different sets$/,
    ) as string,
    'Projection (SHA-256)': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(guaranteeOf(report)).toMatch(
    /sign changes.* So, in exact arithmetic, 100 % of the label sets are within reach of the last matrix alone, with features of any sign/,
  );
  const plain = await verifyMatrix({ weights }, both, { eps: 0.25, thresholds: [0, 0, 0] });
  expect(facts(plain)).toMatchObject({
    About: 'the last matrix alone',
    Features: 'any real numbers',
    Reachable: 'proved to have a radius of 0.25 or more (eps)',
    'Out of reach': 'proved to have a radius below 0.25',
  });
  for (const absent of ['Projection', 'Folded in', 'Confirmed', 'Radius of at least']) {
    expect(facts(plain)).not.toHaveProperty([absent]);
  }
  expect(guaranteeOf(plain)).toBeNull();
});

test.each<[object, string, string]>([
  [{}, 'proved to be predicted at some features; no radius was required (no eps)', 'above 0'],
  [{ eps: 0 }, 'proved to have a radius of 0 or more (eps)', 'above 0'],
  [
    { thresholds: [2, 2, 2] },
    'proved to be predicted at some features; no radius was required (no eps)',
    'above 2',
  ],
  [
    { eps: 10, thresholds: [-1, 2, 0] },
    'proved to have a radius of 10 or more (eps)',
    'above its threshold, from -1 to 2',
  ],
])('the facts say eps and thresholds: %j', async (options, reachable, above) => {
  const report = await verifyMatrix({ weights, box: 5 }, [[0]], options);
  expect(facts(report)).toMatchObject({
    Reachable: reachable,
    'Decision rule': `a label is predicted if its score is ${above}`,
    Features: 'from -5 to 5',
  });
});

test('a guarantee of the model is said to be one', async () => {
  const projected = sequential({ layers: [new DFTOutput({ units: 9, k: 2, inputShape: [6] })] });
  const report = await verify(projected, { labelSets: [[0], [1, 5], [0, 2, 4, 6]] });
  expect(guaranteeOf(report)).toMatch(
    /66\.7 % of the label sets are within reach of the model’s output layer\./,
  );
});

test('sets that the model itself does not predict are marked', async () => {
  const report = await verify(model(), { labelSets: both });
  const missed = new VerifyReport({
    ...report,
    distinct: report.distinct.map((result) => (result.confirmed ? { ...result, confirmed: false } : result)),
  });
  const [out, reached] = hardestOf(missed, whole);
  expect([out.sets, reached.sets]).toMatchObject([
    [{ word: 'out of reach', remark: null, radius: 'none', labels: 'a · b' }],
    [{ word: 'reachable', remark: 'not confirmed', labels: 'a · b · c' }],
  ]);
  expect(hardestOf(report, whole)[1].sets).toMatchObject([{ remark: null }]);
  expect(facts(missed).Confirmed).toContain('0 of 1 different reachable sets');
});
