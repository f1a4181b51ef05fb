import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput } from '@argmaxable/layers';
import { memory, type Tensor1D, tensor1d, type Tensor2D, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { coverCount, verify, verifyMatrix } from '../../src/index.js';
import { rankOf } from '../../src/linear-algebra/rank.js';
import { sampleLabelSets } from '../../src/exploring/sample-label-sets.js';

const modelOf = (layer: layers.Layer, inputs: number) =>
  sequential({ layers: [layers.inputLayer({ inputShape: [inputs] }), layer] });

test('the rank of a product is that of its narrow side', () => {
  for (const [rows, columns, inner] of [
    [12, 5, 3],
    [5, 12, 4],
    [6, 6, 6],
    [9, 4, 4],
  ]) {
    const left = gaussianMatrix(rows, inner, 1);
    const right = gaussianMatrix(inner, columns, 2);
    const product = left.flatMap((row) =>
      Array.from({ length: columns }, (_, j) => row.reduce((sum, value, l) => sum + value * right[l][j], 0)),
    );
    expect(rankOf(Float64Array.from(product), rows, columns)).toBe(inner);
  }
  expect(rankOf(new Float64Array(6), 3, 2)).toBe(0);
});

test('random sets are of the size asked for, all equally likely, and the same for a seed', () => {
  const times = new Map<string, number>();
  for (const set of sampleLabelSets(5, 2, 10_000, 'a')) {
    const key = set.sort().join();
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  expect(times.size).toBe(10);
  // 1,000 expected of each; a standard deviation is 30.
  for (const count of times.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect([...sampleLabelSets(50, 7, 3, 'b')]).toEqual([...sampleLabelSets(50, 7, 3, 'b')]);
  expect([...sampleLabelSets(4, 4, 1, 'c')][0].sort()).toEqual([0, 1, 2, 3]);
});

test('a dense layer: rank, Cover and random sets', async () => {
  const layer = layers.dense({ units: 12, useBias: false });
  const model = modelOf(layer, 3);
  layer.setWeights([tensor2d(gaussianMatrix(3, 12, 1))]);
  const before = memory().numTensors;
  const report = await verify(model, { k: [1, 6], samples: 60 });
  expect(memory().numTensors).toBe(before);
  expect(report).toMatchObject({ rank: 3, coverCount: coverCount(12, 3), guarantee: null, projection: null });
  expect(report.log2Share).toBeCloseTo(Math.log2(Number(coverCount(12, 3)) / 2 ** 12), 12);
  const [ones, sixes] = report.sampled;
  expect(ones).toMatchObject({ k: 1, sets: 12n, samples: 60, atMost: 1 });
  expect(sixes).toMatchObject({ sets: 924n, atMost: expect.closeTo(134 / 924, 12) as number });
  expect(sixes.share).toBeLessThanOrEqual(sixes.interval[1]);
  expect(sixes.share).toBeGreaterThanOrEqual(sixes.interval[0]);
});

test('a bias adds to what is reachable', async () => {
  const layer = layers.dense({ units: 5 });
  const model = modelOf(layer, 2);
  layer.setWeights([tensor2d(gaussianMatrix(2, 5, 1)), tensor1d([0.1, -0.2, 0.3, 0.4, -0.5])]);
  const report = await verify(model, { k: 1, box: 100 });
  expect(report.coverCount).toBe(16n); // 1 + C(5, 1) + C(5, 2) cells of five lines in the plane
});

test('a DFT layer: what holds by construction, and all its sparse sets', async () => {
  const report = await verify(modelOf(new DFTOutput({ units: 20, k: 2, slack: 2 }), 9), { samples: 30 });
  expect(report.guarantee).toMatch(/\b2\b/);
  expect(report.projection).toEqual({ inputs: 9, features: 7, rank: 7, carries: true });
  expect(report.sampled.map(({ k }) => k)).toEqual([1, 2, 3, 5, 10]);
  expect(report.sampled[1]).toMatchObject({
    counts: { argmaxable: 30, unargmaxable: 0, undecided: 0 },
    share: 1,
  });
  expect(String(report)).toMatch(/sets of 2: 100.0 % of 30 random ones reachable \(95 %: 8\d\.\d % to 100/);
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({ coverCount: String(report.coverCount) });
});

test('a projection from fewer inputs than features is said to be none onto them', async () => {
  const report = await verify(modelOf(new BSLOutput({ units: 9, features: 5 }), 4), { k: [2], samples: 5 });
  expect(report.projection).toEqual({ inputs: 4, features: 6, rank: 4, carries: false });
  expect(String(report)).toContain('4 inputs, of rank 4, does not give');
});

test('a matrix without label sets says what a model of it says, but for the layer', async () => {
  const layer = layers.dense({ units: 12 });
  const model = modelOf(layer, 3);
  const biases = gaussianMatrix(1, 12, 2)[0];
  layer.setWeights([tensor2d(gaussianMatrix(3, 12, 1)), tensor1d(biases)]);
  const [kernel, bias] = layer.getWeights();
  const weights = transpose(kernel as Tensor2D);
  const options = { k: [1, 4], samples: 20, seed: 'x' };
  const before = memory().numTensors;
  const ofMatrix = await verifyMatrix({ weights, bias: bias as Tensor1D, box: 2 }, undefined, options);
  expect(memory().numTensors).toBe(before);
  const report = await verify(model, { ...options, box: 2 });
  expect(report.settings.about).toBe('model');
  const settings = { ...report.settings, about: 'classifier' };
  expect({ ...ofMatrix }).toEqual({ ...report, settings, outputLayer: null });
  expect(String(ofMatrix)).toContain('matrix: 12 labels, 3 features, rank 3');
  expect(settings).toMatchObject({ featureRange: { lower: -2, upper: 2 }, rule: 'sign' });
});

test('a matrix keeps its own precision', async () => {
  // In float32 the rows are one.
  const weights = [
    [1, 1],
    [1, 1 + 1e-12],
  ];
  const report = await verifyMatrix({ weights }, undefined, { k: 1, samples: 1 });
  expect(report).toMatchObject({ rank: 2, coverCount: 4n });
});

test('under rule topK Cover counts with one feature more, and exactly in general position', async () => {
  const [n, d] = [7, 2];
  const weights = gaussianMatrix(n, d, 4);
  const { counts } = await verifyMatrix({ weights }, allLabelSets(n), { rule: 'topK' });
  const report = await verifyMatrix({ weights }, undefined, { rule: 'topK', k: 3, samples: 50 });
  expect(report).toMatchObject({ numFeatures: d, rank: d, coverCount: BigInt(counts.argmaxable) });
  expect(report.coverCount).toBe(coverCount(n, d + 1));
  expect(report.sampled[0].interval[0]).toBeLessThan(report.sampled[0].atMost);
});

test('thresholds count as a bias does', async () => {
  const weights = gaussianMatrix(5, 2, 1);
  const thresholds = [0.1, -0.2, 0.3, 0.4, -0.5];
  const bias = thresholds.map((threshold) => -threshold);
  const options = { k: 1, samples: 20 };
  const report = await verifyMatrix({ weights, box: 100 }, undefined, { ...options, thresholds });
  const biased = await verifyMatrix({ weights, bias, box: 100 }, undefined, options);
  expect(report.coverCount).toBe(16n);
  expect({ ...report, settings: null }).toEqual({ ...biased, settings: null });
});

test('zero rows, more features than labels, and a matrix of rank 0', async () => {
  const reach = (weights: number[][]) => verifyMatrix({ weights }, undefined, { k: 1, samples: 20 });
  const zeroRow = [...gaussianMatrix(3, 2, 1), [0, 0]];
  expect(await reach(zeroRow)).toMatchObject({ rank: 2, coverCount: coverCount(4, 2) });
  expect(await reach(gaussianMatrix(3, 8, 1))).toMatchObject({
    rank: 3,
    coverCount: 8n,
    log2Share: 0,
    sampled: [{ share: 1 }],
  });
  // Only the empty set.
  expect(await reach([[0], [0]])).toMatchObject({
    rank: 0,
    coverCount: 1n,
    sampled: [{ counts: { argmaxable: 0 } }],
  });
});

test('all random sets are one run: its progress, its abort', async () => {
  const progress: string[] = [];
  const onProgress = ({ done, total }: { done: number; total: number | null }) =>
    void progress.push(`${done}/${total}`);
  const weights = gaussianMatrix(9, 3, 1);
  await verifyMatrix({ weights }, undefined, { k: [1, 2], samples: 3, onProgress });
  expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  const run = verifyMatrix({ weights }, undefined, { signal: AbortSignal.abort(new Error('enough')) });
  await expect(run).rejects.toThrow('enough');
});

test.each<[string, object, RegExp]>([
  [
    'options that are none',
    null as unknown as object,
    /options of verify without label sets must be an object.*got null/,
  ],
  ['an option that needs label sets', { shard: '1/2' }, /options of verify without label sets .*got "shard"/],
  ['more active labels than labels', { k: 6 }, /k must be an integer from 0 to 5; got 6/],
  ['no samples', { samples: 0 }, /samples must be an integer from 1 to/],
])('%s is refused', async (_, options, message) => {
  await expect(verify(modelOf(layers.dense({ units: 5 }), 2), options)).rejects.toThrow(message);
});
