import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput, ETFOutput } from '@argmaxable/layers';
import { LabelSets } from '@argmaxable/core';
import { memory, type Tensor, tensor1d, tensor2d, transpose, zeros } from '@tensorflow/tfjs-core';
import { input, layers, model as functionalModel, sequential } from '@tensorflow/tfjs-layers';
import { verify, verifyMatrix, type VerifyReport } from '../../src/index.js';
import { untimed } from '../small-cases.js';

const n = 6;
const d = 3;
const labelSets = allLabelSets(n);
const rows = gaussianMatrix(n, d, 31);
const biasValues = gaussianMatrix(1, n, 32)[0].map((value) => value / 10);

type DenseArgs = Partial<Parameters<typeof layers.dense>[0]>;

/** A Dense layer that, once built within a model, gets `rows` for its weights. */
function dense(args: DenseArgs = {}) {
  return layers.dense({ units: n, name: 'scores', ...args });
}

function setWeights(layer: layers.Layer): void {
  const matrix = tensor2d(rows);
  const kernel = transpose(matrix);
  const bias = tensor1d(biasValues);
  layer.setWeights(layer.getWeights().length === 2 ? [kernel, bias] : [kernel]);
  matrix.dispose();
  kernel.dispose();
  bias.dispose();
}

const float32 = (values: number[][]) => values.map((row) => Float32Array.from(row));

/**
 * Results without their times, nor what the model itself says at the witnesses: what `verifyMatrix` knows of
 * them.
 */
const unconfirmed = (report: VerifyReport) =>
  untimed(report).map((result) => ({ ...result, confirmed: undefined }));

describe('finds the output layer', () => {
  test('a final Dense, its kernel transposed and its bias included', async () => {
    const scores = dense({ inputShape: [d] });
    const model = sequential({ layers: [scores] });
    setWeights(scores);
    const before = memory().numTensors;
    const report = await verify(model, { labelSets, box: 2 });
    expect(memory().numTensors).toBe(before);
    expect(report.outputLayer).toBe('scores (Dense, 6 labels, 3 features, bias)');
    const expected = await verifyMatrix(
      { weights: float32(rows), bias: Float32Array.from(biasValues), box: 2 },
      labelSets,
    );
    expect(unconfirmed(report)).toEqual(untimed(expected));
    for (const { verdict, confirmed } of report.results) {
      expect(confirmed).toBe(verdict === 'argmaxable' ? true : undefined);
    }
    expect(report.results[0].guaranteed).toBeUndefined();
    expect(report.guarantee).toBeNull();
    expect(String(report)).toContain('scores (Dense, 6 labels');
    model.dispose();
  });

  const wrappings: Array<[string, () => { model: Parameters<typeof verify>[0]; scores: layers.Layer }]> = [
    [
      'behind dropout and a sigmoid',
      () => {
        const scores = dense({ useBias: false, inputShape: [d] });
        const after = [layers.dropout({ rate: 0.5 }), layers.activation({ activation: 'sigmoid' })];
        return { model: sequential({ layers: [scores, ...after] }), scores };
      },
    ],
    [
      'with its own sigmoid',
      () => {
        const scores = dense({ useBias: false, inputShape: [d], activation: 'sigmoid' });
        return { model: sequential({ layers: [scores] }), scores };
      },
    ],
    [
      'with a relu, which a score above 0 passes',
      () => {
        const scores = dense({ useBias: false, inputShape: [d], activation: 'relu' });
        return { model: sequential({ layers: [scores] }), scores };
      },
    ],
    [
      'in a nested sequential model',
      () => {
        const scores = dense({ useBias: false });
        const head = sequential({ layers: [layers.dropout({ rate: 0.1, inputShape: [d] }), scores] });
        return { model: sequential({ layers: [layers.dense({ units: d, inputShape: [4] }), head] }), scores };
      },
    ],
    [
      'in a nested functional model, within a functional model',
      () => {
        const scores = dense({ useBias: false });
        const inner = input({ shape: [d] });
        const other = layers.dense({ units: 2 }).apply(inner) as typeof inner;
        const head = functionalModel({
          inputs: inner,
          outputs: [other, scores.apply(inner) as typeof inner],
        });
        const outer = input({ shape: [4] });
        const features = layers.dense({ units: d }).apply(outer) as typeof inner;
        const outputs = (head.apply(features) as (typeof inner)[])[1];
        return { model: functionalModel({ inputs: outer, outputs }), scores };
      },
    ],
    [
      'time-distributed',
      () => {
        const scores = dense({ useBias: false });
        const wrapped = layers.timeDistributed({ layer: scores, inputShape: [5, d] });
        return {
          model: sequential({
            layers: [wrapped, layers.timeDistributed({ layer: layers.dropout({ rate: 0.1 }) })],
          }),
          scores,
        };
      },
    ],
    [
      'a time-distributed sequential model',
      () => {
        const scores = dense({ useBias: false, inputShape: [d] });
        const head = sequential({ layers: [scores, layers.activation({ activation: 'sigmoid' })] });
        return {
          model: sequential({ layers: [layers.timeDistributed({ layer: head, inputShape: [5, d] })] }),
          scores,
        };
      },
    ],
  ];

  test.each(wrappings)('%s', async (_, build) => {
    const start = memory().numTensors;
    const { model, scores } = build();
    setWeights(scores);
    const before = memory().numTensors;
    const report = await verify(model, { labelSets, about: 'classifier' });
    expect(memory().numTensors).toBe(before);
    expect(report.outputLayer).toMatch(/^scores \(Dense, 6 labels, 3 features(, sigmoid|, relu)?\)$/);
    const expected = await verifyMatrix({ weights: float32(rows) }, labelSets);
    expect(untimed(report)).toEqual(untimed(expected));
    expect(start).toBeLessThan(before);
  });

  test('the linear layer in front is part of the question', async () => {
    const scores = dense();
    const front = layers.dense({ units: d, inputShape: [2] });
    const model = sequential({ layers: [front, scores] });
    setWeights(scores);
    const before = memory().numTensors;
    const report = await verify(model, { labelSets });
    expect(memory().numTensors).toBe(before);
    const [kernel, bias] = front.getWeights();
    const weights = transpose(kernel);
    const input = { weights: float32(rows), bias: Float32Array.from(biasValues) };
    const projection = { weights: weights.arraySync() as number[][], bias: bias.arraySync() as number[] };
    const expected = await verifyMatrix({ ...input, projection }, labelSets);
    weights.dispose();
    expect(unconfirmed(report)).toEqual(untimed(expected));
    expect(report.projection).toEqual({ inputs: 2, features: 3, rank: 2, carries: false });
    expect(report.verified).toEqual(expected.verified);
    expect(report.counts.argmaxable).toBeLessThan((await verifyMatrix(input, labelSets)).counts.argmaxable);
    model.dispose();
  });

  test('features are what the layers in front can give, and slopes and offsets behind count', async () => {
    const scores = dense();
    const hidden = layers.dense({ units: d, inputShape: [4], activation: 'relu' });
    const normalization = layers.batchNormalization({ epsilon: 0 });
    const model = sequential({ layers: [hidden, scores, normalization] });
    setWeights(scores);
    const [scale, offset, mean] = [-2, 0.25, 0.5].map((value) => new Array<number>(n).fill(value));
    normalization.setWeights([scale, offset, mean, new Array<number>(n).fill(4)].map((v) => tensor1d(v)));
    const report = await verify(model, { labelSets });
    // -2 (z - 0.5) / sqrt(4) + 0.25
    const weights = rows.map((row) => Float32Array.from(row, (value) => -value));
    const bias = biasValues.map((value) => 0.75 - Math.fround(value));
    const input = { weights, bias, featureRange: 'nonNegative' } as const;
    const verdicts = ({ results }: VerifyReport) => results.map(({ verdict }) => verdict);
    expect(verdicts(report)).toEqual(verdicts(await verifyMatrix(input, labelSets)));
    expect(report.settings.featureRange).toMatchObject({ lower: 0, upper: 'Infinity' });
    expect(report.settings.folded).toEqual([`${normalization.name} (BatchNormalization)`]);
    expect(String(report)).toContain('folded in');
    expect(report.confirmedCounts()?.given).toBe(report.counts.argmaxable);
    model.dispose();
  });
});

describe('our layers', () => {
  test('DFTOutput: small sets are guaranteed, and reachable as stored', async () => {
    const model = sequential({
      layers: [new DFTOutput({ units: 9, k: 2, slack: 1, inputShape: [4], name: 'out' })],
    });
    (model.predict(zeros([1, 4])) as Tensor).dispose(); // makes the layer's own constants, which it keeps
    const before = memory().numTensors;
    const sets = LabelSets.from(allLabelSets(9), 9);
    const report = await verify(model, { labelSets: sets, about: 'classifier' });
    const through = await verify(model, { labelSets: sets });
    expect(memory().numTensors).toBe(before);
    expect(report.results.every(({ guaranteedAbout }) => guaranteedAbout !== 'model')).toBe(true);
    expect(through.projection).toMatchObject({ inputs: 4, features: 6, carries: false });
    expect(through.counts.argmaxable).toBeLessThan(report.counts.argmaxable);
    expect(report.outputLayer).toBe('out (DFTOutput, 9 labels, 6 features)');
    for (const { labels, guaranteed, verdict } of report.results) {
      if (labels.length <= 2) expect(guaranteed).toBe(true);
      if (guaranteed) expect(verdict).toBe('argmaxable');
    }
    expect(report.results.some(({ guaranteed }) => guaranteed === false)).toBe(true);
    expect(String(report)).toMatch(/guaranteed +\d+ .*Theorems 3 and 4/);
  });

  test('DFTOutput: the theorem is about the ideal matrix, the verdict about the stored one', async () => {
    // Every other label in a tenth of the circle: its region is thinner than the rounding of the stored
    // floats.
    const labels = Array.from({ length: 20 }, (_, i) => 2 * i);
    const model = sequential({ layers: [new DFTOutput({ units: 400, k: 20, inputShape: [4] })] });
    const report = await verify(model, { labelSets: [labels, [3], labels], about: 'classifier' });
    expect(report.results[0].guaranteed).toBe(true);
    expect(report.results[0].verdict).not.toBe('argmaxable');
    expect(report.results[1]).toMatchObject({ guaranteed: true, verdict: 'argmaxable' });
    expect(report.results[2]).toBe(report.results[0]);
  });

  test('BSLOutput: nothing is guaranteed', async () => {
    const model = sequential({
      layers: [new BSLOutput({ units: n, features: 1, inputShape: [4], activation: 'sigmoid' })],
    });
    const report = await verify(model, { labelSets });
    expect(report.outputLayer).toMatch(/BSLOutput, 6 labels, 2 features, sigmoid/);
    expect(report.results.some(({ guaranteed }) => guaranteed)).toBe(false);
    expect(report.counts.unargmaxable).toBeGreaterThan(0);
  });

  test('ETFOutput: every set but the empty and the full one', async () => {
    const model = sequential({ layers: [new ETFOutput({ units: n, useBias: true, inputShape: [n] })] });
    const before = memory().numTensors;
    const report = await verify(model, { labelSets });
    expect(memory().numTensors).toBe(before);
    expect(report.outputLayer).toMatch(/ETFOutput, 6 labels, 6 features, bias/);
    for (const { labels, guaranteed, verdict } of report.results) {
      if (labels.length === 0 || labels.length === n) continue;
      expect([guaranteed, verdict]).toEqual([true, 'argmaxable']);
    }
  });
});

describe('what it cannot verify, with what to do instead', () => {
  const rejects = async (model: unknown, message: RegExp) => {
    const call = verify(model as Parameters<typeof verify>[0], { labelSets });
    await expect(call).rejects.toMatchObject({ name: 'ValueError', argument: 'model' });
    await expect(verify(model as Parameters<typeof verify>[0], { labelSets })).rejects.toThrow(message);
  };

  test.each(['softmax', 'softplus'] as const)(
    'a %s, which hides the signs of the scores',
    async (activation) => {
      await rejects(
        sequential({ layers: [dense({ inputShape: [d], activation })] }),
        new RegExp(`followed by ${activation}.*verifyMatrix`),
      );
      const behind = [dense({ inputShape: [d] }), layers.activation({ activation })];
      await rejects(sequential({ layers: behind }), new RegExp(`followed by ${activation}`));
    },
  );

  test('two activations: where the label is predicted is anyone’s guess', async () => {
    const model = sequential({
      layers: [dense({ inputShape: [d], activation: 'sigmoid' }), layers.activation({ activation: 'tanh' })],
    });
    await rejects(model, /scores with activation sigmoid, and .*activation.* after it/);
  });

  test('another kind of layer at the end', async () => {
    await rejects(
      sequential({ layers: [dense({ inputShape: [d] }), layers.layerNormalization()] }),
      /LayerNormalization/,
    );
    await rejects(sequential({ layers: [layers.flatten({ inputShape: [2, 3] })] }), /Flatten/);
    await rejects(sequential({ layers: [layers.dropout({ rate: 0.5, inputShape: [3] })] }), /InputLayer/);
  });

  test('weights that are not finite numbers', async () => {
    const scores = dense({ inputShape: [d] });
    const model = sequential({ layers: [scores] });
    const kernel = tensor2d(rows.slice(0, d).map((row, i) => [...row, 1, 1, i === 1 ? NaN : 1]));
    scores.setWeights([kernel, tensor1d(biasValues)]);
    const before = memory().numTensors;
    await expect(verify(model, { labelSets })).rejects.toMatchObject({ argument: 'weights[5][1]' });
    await expect(verify(model)).rejects.toMatchObject({ argument: 'weights[5][1]' });
    expect(memory().numTensors).toBe(before);
  });

  test('several outputs', async () => {
    const inputs = input({ shape: [d] });
    const outputs = [1, 2].map(() => layers.dense({ units: n }).apply(inputs) as typeof inputs);
    await rejects(functionalModel({ inputs, outputs }), /2 outputs/);
  });

  test('no model, and a model without layers', async () => {
    await rejects(undefined, /undefined/);
    await rejects(sequential(), /inputShape/);
  });

  test('label sets that do not fit the model', async () => {
    const model = sequential({ layers: [dense({ inputShape: [d] })] });
    const before = memory().numTensors;
    await expect(verify(model, { labelSets: [[n]] })).rejects.toMatchObject({ argument: 'labelSets[0]' });
    await expect(verify(model, { labelSets: LabelSets.from([[0]], 99) })).rejects.toMatchObject({
      argument: 'labelSets',
    });
    expect(memory().numTensors).toBe(before);
  });
});
