import { gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput, ETFOutput, LabelScale } from '@argmaxable/layers';
import { type Tensor2D, memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  checkClassifierCertificate,
  classifierOfVersionOne,
  multipliersCertificate,
  readClassifier,
  verify,
  verifyMatrix,
} from '../../src/index.js';
import { sampleLabelSets } from '../../src/exploring/sample-label-sets.js';

/** Random sets of so many labels of n. */
function someSets(howMany: number, size: number, n: number): number[][] {
  return [...sampleLabelSets(n, size, howMany, 'about the model')].map((set) => set.sort((a, b) => a - b));
}

const seeded = (seed: number) => initializers.randomNormal({ seed });

/** The labels whose output is above `threshold` for one input. */
async function predicted(model: LayersModel, input: readonly number[], threshold = 0): Promise<number[]> {
  const output = model.predict(tensor2d([[...input]])) as Tensor2D;
  const values = await output.data();
  return [...values.keys()].filter((i) => values[i] > threshold);
}

test('a bias reaches beyond any box: features are as large as the model can make them', async () => {
  const head = layers.dense({ units: 2, activation: 'sigmoid' });
  const hidden = layers.dense({ units: 1, activation: 'relu', inputShape: [1], kernelInitializer: 'ones' });
  const model = sequential({ layers: [hidden, head] });
  head.setWeights([tensor2d([[1, 1]]), tensor1d([-5, 3])]);
  expect(await predicted(model, [9], 0.5)).toEqual([0, 1]);
  const { results, settings } = await verify(model, { labelSets: [[0, 1], [1], [0], []] });
  expect(results.map(({ verdict }) => verdict)).toEqual([
    'argmaxable',
    'argmaxable',
    'unargmaxable', // z_1 is 8 above z_0
    'unargmaxable', // z_1 is 3 or more
  ]);
  expect(settings.featureRange.words).toMatch(/^0 or more \(relu of '/);
  // The same in the box that used to be the default.
  const boxed = await verify(model, { labelSets: [[0, 1]], box: 1 });
  expect(boxed.results[0].verdict).toBe('unargmaxable');
});

test('a head with biases about -4 reaches sets with features as large as they take', async () => {
  const weights = gaussianMatrix(300, 64, 5).map((row) => row.map((value) => value / 8));
  const bias = gaussianMatrix(1, 300, 6)[0].map((value) => value / 4 - 4);
  const sets = someSets(20, 3, 300);
  const { counts } = await verifyMatrix({ weights, bias }, sets);
  const { counts: inUnitBox } = await verifyMatrix({ weights, bias, box: 0.1 }, sets);
  expect(counts.argmaxable).toBeGreaterThan(15);
  expect(inUnitBox).toEqual({ argmaxable: 0, unargmaxable: 20, undecided: 0 });
});

test('features after a ReLU are 0 or more, which puts sets out of reach that any features reach', async () => {
  const hidden = layers.dense({ units: 12, activation: 'relu', inputShape: [3] });
  const scores = layers.dense({ units: 12, kernelInitializer: seeded(3) });
  const model = sequential({ layers: [hidden, scores] });
  const labelSets = someSets(100, 4, 12);
  const model12 = await verify(model, { labelSets });
  const matrix = await verify(model, { labelSets, about: 'classifier' });
  expect(matrix.counts.argmaxable).toBe(100); // 12 features, 12 labels
  expect(model12.counts.unargmaxable).toBeGreaterThan(20);
  expect(model12.counts.undecided).toBe(0);
  // What is within reach is what the model itself predicts.
  expect(model12.confirmedCounts()!.given).toBe(model12.counts.argmaxable);
});

test('a projection too narrow is part of the question, and the guarantee says that it is about the matrix', async () => {
  const model = sequential({
    layers: [
      layers.dense({ units: 8, inputShape: [30], kernelInitializer: seeded(1) }),
      new DFTOutput({
        units: 200,
        k: 5,
        slack: 4,
        projectionInitializer: seeded(2),
        slackInitializer: seeded(3),
      }),
    ],
  });
  const labelSets = someSets(100, 5, 200);
  const report = await verify(model, { labelSets });
  expect(report.counts).toEqual({ argmaxable: 0, unargmaxable: 100, undecided: 0 });
  expect(report.projection).toMatchObject({ inputs: 30, features: 15, rank: 8, carries: false });
  for (const { guaranteed, guaranteedAbout } of report.results) {
    expect([guaranteed, guaranteedAbout]).toEqual([true, 'classifier']);
  }
  expect(String(report)).toMatch(/of the matrix alone/);
  const matrix = await verify(model, { labelSets, about: 'classifier' });
  expect(matrix.counts.argmaxable).toBe(100);
});

test('a projection that gives every feature vector makes the theorem one about the model', async () => {
  const wide = sequential({
    layers: [
      layers.dense({ units: 40, inputShape: [5], activation: 'tanh' }),
      layers.leakyReLU({}),
      new DFTOutput({ units: 60, k: 2 }),
    ],
  });
  // tanh is bounded: no x of any size comes out.
  const bounded = await verify(wide, { labelSets: [[0, 3]] });
  expect(bounded.projection).toMatchObject({ rank: 5, carries: false });
  const free = sequential({
    layers: [new DFTOutput({ units: 60, k: 2, inputShape: [40], projectionInitializer: seeded(5) })],
  });
  const report = await verify(free, { labelSets: someSets(20, 2, 60) });
  expect(report.projection).toMatchObject({ inputs: 40, rank: 5, carries: true });
  expect(report.counts.argmaxable).toBe(20);
  expect(report.results.every(({ guaranteedAbout }) => guaranteedAbout === 'model')).toBe(true);
  // 40 random columns in 5 dimensions positively span them: e >= 0 carries every x, too.
  const positive = sequential({
    layers: [
      layers.dense({ units: 40, inputShape: [5], activation: 'relu' }),
      new DFTOutput({ units: 60, k: 2, projectionInitializer: seeded(4) }),
    ],
  });
  const carried = await verify(positive, { labelSets: someSets(20, 2, 60) });
  expect(carried.projection).toMatchObject({ carries: true });
  expect(carried.counts.argmaxable).toBe(20);
});

describe('epsilon is that of Definition 3', () => {
  const weights = [
    [0.019999, 0.9998],
    [0.019999, -0.9998],
  ];

  test.each([
    [undefined, 'argmaxable'],
    [0.0199, 'argmaxable'],
    [0.0201, 'unargmaxable'],
    [0.05, 'unargmaxable'],
  ])('eps %p: %s', async (eps, verdict) => {
    for (const mode of ['verdict', 'radius'] as const) {
      const report = await verifyMatrix({ weights }, [[0, 1]], {
        mode,
        ...(eps === undefined ? {} : { eps }),
      });
      const [result] = report.results;
      expect(result.verdict).toBe(verdict);
      if (mode === 'radius') {
        expect(result.radius.lower).toBeCloseTo(0.0199987, 6);
        expect(result.radius.upper).toBeCloseTo(0.0199987, 6);
      }
    }
  });

  test('a report tells the shares at other levels', async () => {
    const report = await verifyMatrix({ weights }, [[0, 1], [0], [1], []], { mode: 'radius' });
    const [low, high] = report.countsAt([0.01, 0.05]);
    expect(low).toEqual({ eps: 0.01, counts: { argmaxable: 4, unargmaxable: 0, undecided: 0 } });
    expect(high).toEqual({ eps: 0.05, counts: { argmaxable: 2, unargmaxable: 2, undecided: 0 } });
    expect(String(report)).toMatch(/with a radius of at least: 1e-8 100.0 %/);
  });

  test('radii of unbounded features need bounds where scores have a constant part', async () => {
    const given = { weights, bias: [1, 0] };
    const message =
      /featureRange must be bounded .*mode 'radius'.*got "any real numbers".*\{ lower, upper \}/s;
    await expect(verifyMatrix(given, [[0]], { mode: 'radius' })).rejects.toThrow(message);
    await expect(verifyMatrix(given, [[0]], { eps: 0.1 })).rejects.toThrow(/bounded .*\(eps\)/s);
    const bounded = await verifyMatrix({ ...given, box: 2 }, [[0]], { mode: 'radius' });
    expect(bounded.results[0].radius.lower).toBeGreaterThan(0);
  });
});

test('what float32 can hit: confirmed says whether the layer itself predicts the set at the witness', async () => {
  const model = sequential({
    layers: [new DFTOutput({ units: 2000, k: 5, inputShape: [11], projectionInitializer: 'identity' })],
  });
  const near = someSets(40, 5, 2000);
  await verify(model, { labelSets: near }); // the layer makes its tables
  const before = memory().numTensors;
  const report = await verify(model, { labelSets: near });
  expect(memory().numTensors).toBe(before);
  const { given } = report.confirmedCounts()!;
  expect(given).toBeLessThan(report.counts.argmaxable); // some regions are thinner than float32
  expect(given).toBeGreaterThan(0);
  expect(String(report)).toContain(`confirmed  ${given}`);
  for (const { verdict, confirmed, radius } of report.results) {
    if (verdict === 'argmaxable' && radius.lower > 1e-4) expect(confirmed).toBe(true);
    if (verdict !== 'argmaxable') expect(confirmed).toBeUndefined();
  }
});

test('the radius of a ranking is the largest ball of features', async () => {
  const weights = [
    [10, 0],
    [0, 1],
    [0, -1],
  ];
  // Label 1: y - 10 x >= r sqrt(101) and 2 y >= 2 r, within the box: r = 1 at x = -1, y = 1.
  for (const rule of ['argmax', 'topK'] as const) {
    const { results } = await verifyMatrix({ weights, box: 1 }, [[1]], { rule, mode: 'radius' });
    expect(results[0].radius.lower).toBeCloseTo(1, 9);
    expect(results[0].radius.upper).toBeCloseTo(1, 9);
  }
});

describe('what stands behind the scores is folded in', () => {
  const kernel = tensor2d([
    [1, 0, 1],
    [0, 1, 1],
  ]);

  /** Rows (1, 0), (0, 1), (1, 1). */
  function headed(...after: layers.Layer[]): LayersModel {
    const scores = layers.dense({ units: 3, useBias: false, inputShape: [2] });
    const model = sequential({ layers: [scores, ...after] });
    scores.setWeights([kernel]);
    return model;
  }

  test('LabelScale: its offsets count', async () => {
    const scale = new LabelScale();
    const model = headed(scale);
    scale.setWeights([tensor1d([0, 0.3, -1]), tensor1d([0, 0, -5])]);
    expect(await predicted(model, [1, 1])).toEqual([0, 1]);
    const { results, settings } = await verify(model, { labelSets: [[0, 1], [2]] });
    expect(results.map(({ verdict }) => verdict)).toEqual(['argmaxable', 'unargmaxable']);
    expect(settings.folded).toEqual([expect.stringMatching(/LabelScale/)]);
    const plain = await verify(headed(), { labelSets: [[0, 1]] });
    expect(plain.results[0].verdict).toBe('unargmaxable');
  });

  test('batch normalisation of the scores, with a slope below 0', async () => {
    const normalisation = layers.batchNormalization({ epsilon: 1e-12 });
    const model = headed(normalisation);
    // gamma, beta, mean, variance
    normalisation.setWeights([
      tensor1d([1, 1, -1]),
      tensor1d([0, 0, 1]),
      tensor1d([0, 0, 2]),
      tensor1d([1, 1, 4]),
    ]);
    // Label 2: -(x0 + x1 - 2) / 2 + 1 > 0 where x0 + x1 < 4.
    const { results } = await verify(model, { labelSets: [[0, 1], [0, 1, 2], []] });
    expect(results.map(({ verdict }) => verdict)).toEqual(['argmaxable', 'argmaxable', 'unargmaxable']);
    expect(await predicted(model, [5, 5])).toEqual([0, 1]);
  });

  test('slopes change rankings: softmax layers are seen through', async () => {
    const scale = new LabelScale();
    const model = headed(scale, layers.softmax());
    scale.setWeights([tensor1d([0, 0, -20]), tensor1d([0, 0, 0])]);
    // Label 2 has a score near 0: it comes first where both others are below.
    const { counts, results } = await verify(model, { rule: 'argmax' });
    expect(counts.argmaxable).toBe(3);
    expect(results.every(({ confirmed }) => confirmed)).toBe(true);
    const activation = await verify(headed(layers.activation({ activation: 'softmax' })), { rule: 'argmax' });
    const layer = await verify(headed(layers.softmax()), { rule: 'argmax' });
    expect(layer.counts).toEqual(activation.counts);
  });

  test('thresholds are of the scores after them', async () => {
    const scale = new LabelScale({ beta: 2, eta: 1 });
    const model = headed(scale, layers.activation({ activation: 'sigmoid' }));
    const thresholds = [2, 2, 30]; // z > 0, z > 0, z > 14
    const { results } = await verify(model, { labelSets: [[0, 1]], thresholds, certificates: true });
    expect(results[0]).toMatchObject({ verdict: 'argmaxable', confirmed: true });
  });
});

test('a rank is that of the matrix itself, with a bias or without', async () => {
  const weights = gaussianMatrix(28, 40, 1);
  const bias = gaussianMatrix(1, 28, 2)[0];
  const { rank } = await verifyMatrix({ weights, bias }, undefined, { k: 2, samples: 5 });
  expect(rank).toBe(28);
});

test('linear layers in a row are one projection with the output layer, back to the first that bends', async () => {
  const model = sequential({
    layers: [
      layers.dense({ units: 6, inputShape: [4], activation: 'relu' }),
      layers.dense({ units: 9, kernelInitializer: seeded(6) }),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.5 }),
      new BSLOutput({
        units: 20,
        features: 7,
        priorBias: false,
        projectionInitializer: seeded(7),
        kernelInitializer: seeded(8),
      }),
    ],
  });
  const report = await verify(model, { labelSets: someSets(40, 3, 20) });
  expect(report.verified).toMatchObject({ numLabels: 20, numFeatures: 7, numInputs: 6 });
  expect(report.projection!.rank).toBe(6);
  expect(report.counts.undecided).toBe(0);
  expect(report.confirmedCounts()!.given).toBe(report.counts.argmaxable);
});

test('an ETF layer: every set but the empty and the full one, whatever the bias', async () => {
  const layer = new ETFOutput({ units: 4, useBias: true, inputShape: [4] });
  const model = sequential({ layers: [layer] });
  const { covers } = layer.guarantee();
  for (const bias of [
    [0, 0, 0, 0],
    [3, -1, 0.5, 0],
    [-2, -2, 1, 0],
  ]) {
    layer.setWeights([tensor1d(bias)]);
    const all = Array.from({ length: 16 }, (_, bits) => [0, 1, 2, 3].filter((i) => (bits >> i) & 1));
    const { results } = await verify(model, { labelSets: all });
    for (const { labels, verdict, guaranteed } of results) {
      expect(guaranteed).toBe(covers(labels));
      if (guaranteed) expect(verdict).toBe('argmaxable');
    }
  }
});

test.each([
  ['a bias far beyond what the box reaches', { weights: [[1], [-1]], bias: [1e60, -1e60], box: 1e-100 }],
  ['the same of moderate size', { weights: [[1], [-1]], bias: [1e9, -1e9], box: 1e-3 }],
  [
    'three labels',
    {
      weights: [
        [1, 2],
        [-1, 1],
        [0.5, 0],
      ],
      bias: [1e80, -1e80, 1e-80],
      box: 1e-90,
    },
  ],
])('%s decides by itself, under every rule and in both modes', async (_, input) => {
  for (const mode of ['verdict', 'radius'] as const) {
    const ranked = await verifyMatrix(input, [[0], [1]], { rule: 'topK', mode });
    expect(ranked.results.map(({ verdict }) => verdict)).toEqual(['argmaxable', 'unargmaxable']);
    for (const { radius } of ranked.results) {
      expect(radius.lower).not.toBeNaN();
      expect(radius.upper).not.toBeNaN();
    }
    const signs = await verifyMatrix(input, [[1]], { mode });
    expect(signs.results[0].verdict).toBe('unargmaxable');
  }
});

test('numbers that overflow prove nothing', async () => {
  const input = { weights: [[1], [-1]], bias: [1e60, -1e60], box: 1e-100 };
  const ranked = await readClassifier(input, { ranked: true });
  // As format version 1 had rankings: a feature more, with weights of 2e160, whose square is beyond float64.
  const versionOne = classifierOfVersionOne(ranked, 1e-100);
  const forged = {
    format: 'argmaxable-certificate',
    version: 1,
    kind: 'multipliers',
    rows: [0],
    values: [1],
  };
  for (const arithmetic of ['float64', 'exact'] as const) {
    expect(checkClassifierCertificate(versionOne, [0], forged, { arithmetic }).valid).toBe(false);
    expect(checkClassifierCertificate(ranked, [0], forged, { arithmetic }).valid).toBe(false);
  }
  const pairs = multipliersCertificate({ rows: [0], against: [1], values: [1] });
  expect(checkClassifierCertificate(ranked, [0], pairs)).toMatchObject({ valid: false });
  const far = await readClassifier({
    weights: [[1e100], [1]],
    projection: { weights: [[1e100]] },
    box: 1e100,
  });
  const lone = multipliersCertificate({ rows: [0], values: [1] });
  expect(checkClassifierCertificate(far, [0], lone)).toMatchObject({ valid: false });
});

test('multipliers of a ranking name no pair twice, however thin it is', async () => {
  const weights = [[-0.5977267930471523], [-0.5240032311937124], [0.27396995102709704]];
  const bias = [-2.473871575035174e-11, 1.1079214110880566e-12, -4.351694133078279e-13];
  const { results } = await verifyMatrix({ weights, bias, box: 0.1 }, undefined, {
    rule: 'argmax',
    certificates: true,
  });
  for (const { multipliers } of results) {
    if (!multipliers) continue;
    const pairs = Array.from(multipliers.rows, (row, m) => `${row} ${multipliers.against![m]}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  }
});
