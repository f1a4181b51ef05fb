import '@tensorflow/tfjs-backend-cpu';
import {
  eye,
  memory,
  mul,
  randomNormal,
  type Rank,
  reshape,
  setBackend,
  type Tensor,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model as functional, sequential } from '@tensorflow/tfjs-layers';
import {
  applyModelEnd,
  BSLOutput,
  featureBounds,
  findModelEnd,
  LabelScale,
  layerInput,
  type LinearEnd,
  nodeOfModel,
  nodeOfTopology,
  readLinearEnd,
} from '../../src/index.js';
import { line, on, randomWeights, sigmoid, structures, tags } from './structures.js';

beforeAll(() => setBackend('cpu'));

/** Scores of one example's features, in float64. */
function scoresOf(end: LinearEnd, features: ArrayLike<number>): number[] {
  const { numLabels, numFeatures, weights, bias, projection, scoreScale, scoreOffset } = end;
  const e = Array.from(features);
  const x = projection
    ? Array.from(projection.offset, (offset, j) =>
        e.reduce((sum, value, k) => sum + projection.kernel[j * projection.numInputs + k] * value, offset),
      )
    : e;
  expect(x).toHaveLength(numFeatures);
  return Array.from({ length: numLabels }, (_, i) => {
    const z = x.reduce((sum, value, j) => sum + weights[i * numFeatures + j] * value, bias?.[i] ?? 0);
    return (scoreScale?.[i] ?? 1) * z + (scoreOffset?.[i] ?? 0);
  });
}

const after: Record<string, (z: number[]) => number[]> = {
  linear: (z) => z,
  sigmoid: (z) => z.map((value) => 1 / (1 + Math.exp(-value))),
  softmax: (z) => z.map((value) => Math.exp(value) / z.reduce((sum, other) => sum + Math.exp(other), 0)),
};

test.each(Object.entries(structures))('%s', async (_, wanted) => {
  const model = wanted.model();
  randomWeights(model);
  // For tables that layers keep
  tidy(() => void model.predict(zeros([1, ...(model.inputs[0].shape.slice(1) as number[])])));
  const held = memory().numTensors;
  const end = findModelEnd(nodeOfModel(model));
  const names = (nodes: readonly { name: string }[]): string[] => nodes.map(({ name }) => name);
  expect(end.output.name).toBe(wanted.output ?? 'tags');
  expect(end.activation).toBe(wanted.activation ?? 'linear');
  expect(names(end.before)).toEqual(wanted.before ?? []);
  expect(names(end.after)).toEqual(wanted.after ?? []);
  expect(end.features.name).toBe(wanted.features ?? 'hidden');

  const linear = await readLinearEnd(end);
  const [examples, ...shape] = [6, ...model.inputs[0].shape.slice(1)] as number[];
  const x = randomNormal([examples, ...shape], 0, 1, 'float32', 3);
  const features = wanted.distributed ? distributedFeatures(model, x) : layerInput(end.chain[0])([x]);
  const width = features.shape.at(-1)!;
  const rows = reshape<Rank.R2>(features, [-1, width]);
  const [expected, applied] = [model.predict(x) as Tensor, applyModelEnd(end, rows)];
  expect(applied.shape).toEqual([rows.shape[0], linear.numLabels]);
  expect(applied.dataSync()).toEqual(expected.dataSync()); // the same operations on the same numbers
  const data = rows.dataSync();
  const exact = Array.from({ length: rows.shape[0] }, (_, i) =>
    after[end.activation](scoresOf(linear, data.subarray(i * width, (i + 1) * width))),
  ).flat();
  // Sums of a few dozen float32 products of numbers about 1.
  expected.dataSync().forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThan(2e-5));
  [x, features, rows, expected, applied].forEach((owned) => owned.dispose());
  expect(memory().numTensors).toBe(held);
  model.dispose();
});

/**
 * What the `hidden` layer of a model of sequences gives: no layer behind it can be asked for its own input.
 */
function distributedFeatures(model: LayersModel, x: Tensor): Tensor {
  const first = functional({ inputs: model.inputs, outputs: model.getLayer('hidden').output });
  return first.predict(x) as Tensor;
}

describe('what is refused', () => {
  const refused = (model: LayersModel, message: RegExp): void =>
    expect(() => findModelEnd(nodeOfModel(model))).toThrow(message);

  test.each([
    [
      'another layer',
      () => line(tags(), layers.reshape({ targetShape: [2, 2], name: 'r' })),
      /^model must be a model that ends in a DFTOutput.*got "r \(Reshape\) at its end"\. To take another layer/,
    ],
    [
      'two activations',
      () => line(tags({ activation: 'tanh' }), sigmoid()),
      /got "tags with activation tanh, and squash \(Activation\) after it"\. End the model in the scores/,
    ],
    [
      'slopes behind an activation',
      () => line(tags(), sigmoid(), new LabelScale({ name: 's' })),
      /got "squash with activation sigmoid, and s \(LabelScale\) after it"/,
    ],
    [
      'normalisation of another axis',
      () =>
        line(
          layers.reshape({ targetShape: [5, 1] }),
          tags(),
          layers.batchNormalization({ axis: 1, name: 'b' }),
        ),
      /b \(BatchNormalization\) at its end/,
    ],
    [
      'no output layer at all',
      () => sequential({ layers: [layers.activation({ activation: 'relu', inputShape: [3] })] }),
      /\(InputLayer\) at its end/,
    ],
  ])('%s', (_, make, message) => {
    refused(make(), message);
  });

  test('several outputs, none, and another than there are', () => {
    const start = input({ shape: [3] });
    const outputs = ['a', 'b'].map((name) => on(layers.dense({ units: 2, name }), start));
    const model = functional({ inputs: start, outputs });
    expect(() => nodeOfModel(model)).toThrow(
      /model must be a model with one output; got "2 outputs". Take one/,
    );
    expect(findModelEnd(nodeOfModel(model, 1)).output.name).toBe('b');
    expect(() => nodeOfModel(model, 2)).toThrow('output must be an integer from 0 to 1; got 2');
    expect(() => nodeOfModel(sequential())).toThrow(/model must be a built LayersModel/);
    expect(() => nodeOfModel(undefined as unknown as LayersModel)).toThrow(
      /model must be a built LayersModel/,
    );
  });
});

test('a graph of 2^60 paths is no trouble', async () => {
  const start = input({ shape: [3] });
  let tensor = start;
  for (let i = 0; i < 60; i++) tensor = on(layers.add(), tensor, tensor);
  const wide = functional({ inputs: start, outputs: on(tags(), tensor) });
  const end = findModelEnd(nodeOfModel(wide));
  expect(end.features.className).toBe('Add');
  expect(await featureBounds(end)).toMatchObject({ lower: -Infinity, upper: Infinity });
});

describe('the input of a layer, and the end by itself', () => {
  test('are of live models, and not of layers in a wrapped model', () => {
    const inner = sequential({ layers: [tags({ inputShape: [3] })] });
    const start = input({ shape: [2, 3] });
    const wrapped = functional({
      inputs: start,
      outputs: on(layers.timeDistributed({ layer: inner }), start),
    });
    const { output } = findModelEnd(nodeOfModel(wrapped));
    expect(() => layerInput(output)).toThrow('node must be a layer outside of such models; got "tags in a');
    const other = input({ shape: [3] });
    const sum = functional({ inputs: [other], outputs: on(layers.add(), other, other) });
    expect(() => layerInput(nodeOfModel(sum))).toThrow('node must be a layer of one input');

    const dense = { class_name: 'Dense', config: { name: 'tags', units: 2, batch_input_shape: [null, 3] } };
    const saved = nodeOfTopology({ class_name: 'Sequential', config: { layers: [dense] } }, {});
    expect(() => layerInput(saved)).toThrow('node must be a layer of a live model; got "tags"');
    const features = zeros<Rank.R2>([1, 3]);
    expect(() => applyModelEnd(findModelEnd(saved), features)).toThrow('end must be the end of a live model');
    features.dispose();
  });

  test("an output layer of somebody else's needs no projection()", async () => {
    class Doubled extends layers.Layer {
      static className = 'Doubled';
      override call(inputs: Tensor | Tensor[]): Tensor {
        return mul(2, [inputs].flat()[0]);
      }
      classifierMatrix = (): Tensor2D => tidy(() => mul(2, eye(3)));
      classifierBias = (): null => null;
      guarantee = () => new BSLOutput({ units: 3, features: 3 }).guarantee();
    }
    const front = layers.dense({ units: 3, inputShape: [2], name: 'front' });
    const model = sequential({ layers: [front, new Doubled({ name: 'twice' })] });
    const before = memory().numTensors;
    const end = findModelEnd(nodeOfModel(model));
    const { weights, projection } = await readLinearEnd(end);
    expect([end.output.name, ...weights]).toEqual(['twice', 2, 0, 0, 0, 2, 0, 0, 0, 2]);
    expect(projection!.numInputs).toBe(2);
    expect(memory().numTensors).toBe(before);
  });
});
