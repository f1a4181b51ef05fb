import { loadSaved, save } from '@argmaxable/test-support/saving';
import {
  mul,
  randomNormal,
  type Rank,
  type Scalar,
  sigmoid,
  sum,
  type Tensor,
  tensor2d,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describeEachBackend } from './backends.js';
import {
  BSLOutput,
  type BSLOutputArgs,
  DFTOutput,
  type DFTOutputArgs,
  findModelEnd,
  nodeOfModel,
  nodeOfTopology,
  readLinearEnd,
} from '../src/index.js';

const features = 4;
const units = 7;
const labelFrequencies = [0.01, 0.2, 0.5, 0.001, 0.9, 0.03, 0.4];
const every = (share: number): number[] => Array<number>(units).fill(share);

type StartArgs = Pick<DFTOutputArgs, 'priorBias' | 'expectedActive' | 'useBias' | 'labelFrequencies'>;
type Head = BSLOutput | DFTOutput;
const heads: [string, (args: StartArgs & Pick<DFTOutputArgs, 'projectionInitializer'>) => Head][] = [
  ['BSLOutput', (args) => new BSLOutput({ units, features: 2, inputShape: [features], ...args })],
  ['DFTOutput', (args) => new DFTOutput({ units, k: 1, slack: 1, inputShape: [features], ...args })],
];

/** Expected probabilities at the start, where the rest of the score is 0, by the default expectedActive. */
const starts: [StartArgs, (defaultActive: number) => number[]][] = [
  [{}, (active) => every(active / units)],
  [{ expectedActive: 2.5 }, () => every(2.5 / units)],
  [{ priorBias: false }, () => every(0.5)],
  [{ priorBias: false, expectedActive: 2.5, useBias: true }, () => every(0.5)],
  [{ useBias: true }, (active) => every(active / units)],
  [{ labelFrequencies }, () => labelFrequencies],
  [{ labelFrequencies, expectedActive: 2.5 }, () => labelFrequencies],
  [{ labelFrequencies, priorBias: false }, () => labelFrequencies],
];
const cases = heads.flatMap(([name, make]) =>
  starts.map(([args, expected]) => [name, args, make, expected] as const),
);

describeEachBackend(() => {
  test.each(cases)('%s with %j starts each label where it should', (_, args, make, expected) => {
    const layer = make({ ...args, projectionInitializer: 'zeros' });
    const model = sequential({ layers: [layer] });
    tidy(() => {
      const input = tensor2d([
        [1, -2, 3, 0.5],
        [0, 0, 0, 0],
      ]);
      const rows = sigmoid(layer.apply(input) as Tensor).arraySync() as number[][];
      // The score is a float32 of at most 7, with an error of 2^-22; 4 of those for the two roundings.
      for (const row of rows) {
        row.forEach((share, label) =>
          expect(Math.abs(share / expected(1)[label] - 1)).toBeLessThan(4 * 2 ** -22),
        );
      }
    });
    model.dispose();
  });

  test.each(cases)('%s with %j: logits and gradients are those of the definition', (_, args, make) => {
    const layer = make(args);
    const model = sequential({ layers: [layer] });
    tidy(() => {
      const weights = randomWeights(layer);
      layer.setWeights(weights);
      const e = randomNormal<Rank.R2>([3, features], 0, 1, 'float32', 11);
      const slopes = randomNormal<Rank.R2>([3, units], 0, 1, 'float32', 12);
      const expected = definition(layer, weights, e.arraySync(), slopes.arraySync());
      expectClose(layer.apply(e) as Tensor, expected.logits);
      const { grads } = variableGrads(() => sum<Scalar>(mul(slopes, layer.apply(e) as Tensor)));
      expect(Object.keys(grads)).toHaveLength(layer.weights.length);
      layer.weights.forEach(({ name }, i) => expectClose(grads[name], expected.gradients[i]));
    });
    model.dispose();
  });

  test.each(cases)(
    '%s with %j: a model end is the same live, loaded and in the file',
    async (_, args, make) => {
      const layer = make(args);
      const model = sequential({ layers: [layers.dense({ units: features, inputShape: [5] }), layer] });
      tidy(() => layer.setWeights(randomWeights(layer)));
      const saved = await save(model);
      const loaded = await loadSaved(saved);
      const live = await readLinearEnd(findModelEnd(nodeOfModel(model)));
      expect(await readLinearEnd(findModelEnd(nodeOfModel(loaded)))).toEqual(live);
      expect(await readLinearEnd(findModelEnd(nodeOfTopology(saved.modelTopology as object, saved)))).toEqual(
        live,
      );
      expect(live.bias === null).toBe(!layer.useBias);
      const firstColumn = live.weights.filter((_, at) => at % live.numFeatures === 0);
      const constant = Math.fround(Math.sqrt(1 / units));
      const hasConstant = layer instanceof DFTOutput || layer.priorBias;
      expect(firstColumn.every((weight) => weight === constant)).toBe(hasConstant);
      expect(live.numFeatures).toBe(layer instanceof DFTOutput ? 4 : layer.priorBias ? 3 : 2);
      [model, loaded].forEach((owned) => owned.dispose());
    },
  );
});

test.each(heads)('%s: frequencies are a start, not part of the config', (_, make) => {
  const layer = make({ labelFrequencies });
  const config = layer.getConfig();
  expect(config).toMatchObject({ priorBias: true, useBias: true });
  expect(JSON.stringify(config)).not.toContain('requencies');
  const again = make(config);
  const model = sequential({ layers: [again] });
  const [bias, projected] = [again.classifierBias()!, again.projection()];
  expect(Array.from(bias.dataSync())).toEqual(every(0));
  expect(projected.bias.dataSync()[0]).toBeLessThan(-1); // at the prior
  [bias, projected.kernel, projected.bias, model].forEach((owned) => owned.dispose());
});

describe('a BSLOutput of a file that is older than its constant column', () => {
  const older = async (args: Partial<BSLOutputArgs>) => {
    const layer = new BSLOutput({ units, features: 2, name: 'labels', inputShape: [features], ...args });
    const model = sequential({ layers: [layer] });
    const saved = await save(model);
    const topology = JSON.parse(
      JSON.stringify(saved.modelTopology, (key, value: unknown) =>
        ['prior_bias', 'expected_active', 'use_bias'].includes(key) ? undefined : value,
      ),
    ) as object;
    expect(JSON.stringify(topology)).not.toContain('bias":');
    return { model, saved: { ...saved, modelTopology: topology } };
  };

  test('has none, live and read from the file', async () => {
    const { model, saved } = await older({ priorBias: false });
    const loaded = await loadSaved(saved);
    const [output] = loaded.layers.slice(-1) as BSLOutput[];
    expect([output.priorBias, output.getConfig().priorBias]).toEqual([false, false]);
    const live = await readLinearEnd(findModelEnd(nodeOfModel(model)));
    expect(await readLinearEnd(findModelEnd(nodeOfModel(loaded)))).toEqual(live);
    expect(await readLinearEnd(findModelEnd(nodeOfTopology(saved.modelTopology, saved)))).toEqual(live);
  });

  test('is refused where its weights have the column all the same', async () => {
    const { saved } = await older({});
    await expect(loadSaved(saved)).rejects.toThrow('Shape mismatch');
    const end = findModelEnd(nodeOfTopology(saved.modelTopology, saved));
    await expect(readLinearEnd(end)).rejects.toThrow('without weights that fit');
  });
});

function randomWeights(layer: Head): Tensor[] {
  return layer.weights.map(({ shape }, i) => randomNormal(shape as number[], 0, 1, 'float32', i));
}

type Matrix = number[][];
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((total, value, i) => total + value * b[i][j], 0)));
const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const sumOfRows = (a: Matrix): number[] => transposed(a).map((column) => column.reduce((x, y) => x + y));

/**
 * x = e P + p and z = x C + b in float64, C the matrix's columns as rows, and the gradients of sum(slopes z).
 */
function definition(layer: Head, weights: Tensor[], e: Matrix, slopes: Matrix) {
  const stored = weights.map((weight) => weight.arraySync());
  const [kernel, offset] = stored as [Matrix, number[]];
  const bias = layer.useBias ? (stored.at(-1) as number[]) : every(0);
  const trained = stored[2] as Matrix;
  const constant = every(Math.sqrt(1 / units));
  const wave = (of: (angle: number) => number) =>
    constant.map((value, i) => Math.SQRT2 * value * of((2 * Math.PI * i) / units));
  const fixed = layer instanceof DFTOutput ? [constant, wave(Math.cos), wave(Math.sin)] : [constant];
  const columns = layer instanceof DFTOutput || layer.priorBias ? [...fixed, ...trained] : trained;
  const x = times(e, kernel).map((row) => row.map((value, j) => value + offset[j]));
  const slopesOfX = times(slopes, transposed(columns));
  const slopesOfColumns = times(transposed(x), slopes);
  return {
    logits: times(x, columns).map((row) => row.map((value, i) => value + bias[i])),
    gradients: [
      times(transposed(e), slopesOfX),
      sumOfRows(slopesOfX),
      slopesOfColumns.slice(columns.length - trained.length),
      ...(layer.useBias ? [sumOfRows(slopes)] : []),
    ],
  };
}

/** Float32 sums round relative to their largest terms. */
function expectClose(actual: Tensor, expected: number[] | Matrix): void {
  const want = expected.flat();
  const got = actual.dataSync();
  expect(got).toHaveLength(want.length);
  const off = Math.max(...want.map((value, i) => Math.abs(value - got[i])));
  expect(off).toBeLessThanOrEqual(1e-5 * Math.max(...want.map(Math.abs)));
}
