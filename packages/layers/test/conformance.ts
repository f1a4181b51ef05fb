import { firstAndLastLoss } from '@argmaxable/test-support/training';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import {
  cast,
  greater,
  losses,
  memory,
  ones,
  randomNormal,
  type Tensor,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as functionalModel,
  sequential,
  type LayersModel,
} from '@tensorflow/tfjs-layers';

export interface LayerUnderTest {
  /** Makes a new layer of the same arguments at each call. */
  make: () => layers.Layer;
  /** Features of the input, and units of the output. */
  features: number;
  units: number;
  /** Names of the layer's weights, and how many numbers they hold. */
  weights: string[];
  parameters: number;
}

/** What every output layer must do: one function, so that a new layer cannot forget a part. */
export function testOutputLayer({ make, features, units, weights, parameters }: LayerUnderTest): void {
  const modelOf = (layer: layers.Layer, inputShape: number[] = [features]): LayersModel =>
    sequential({ layers: [layers.inputLayer({ inputShape }), layer] });

  test('weights have their names and number', () => {
    const layer = make();
    const model = modelOf(layer);
    expect(layer.weights.map((weight) => weight.originalName.split('/').at(-1))).toEqual(weights);
    expect(layer.countParams()).toBe(parameters);
    model.dispose();
  });

  test('a config makes the same config again', () => {
    const layer = make();
    const Class = layer.constructor as unknown as { fromConfig(cls: unknown, config: object): layers.Layer };
    const again = Class.fromConfig(layer.constructor, layer.getConfig());
    expect(again.getConfig()).toEqual(layer.getConfig());
  });

  test.each([
    ['sequential, rank 2', () => modelOf(make()), [3, features]],
    ['sequential, rank 3', () => modelOf(make(), [5, features]), [3, 5, features]],
    [
      'time distributed',
      () => modelOf(layers.timeDistributed({ layer: make() }), [5, features]),
      [3, 5, features],
    ],
    [
      'functional',
      () => {
        const start = input({ shape: [features] });
        return functionalModel({ inputs: start, outputs: make().apply(start) as never });
      },
      [3, features],
    ],
  ] as const)('%s: saves, loads, and gives equal outputs of the right shape', async (_, build, shape) => {
    const before = memory().numTensors;
    const model = build();
    const x = randomNormal([...shape]);
    const loaded = await saveAndLoad(model);
    const [expected, actual] = [model.predict(x), loaded.predict(x)] as Tensor[];
    expect(expected.shape).toEqual([...shape.slice(0, -1), units]);
    expect(model.outputShape).toEqual([null, ...expected.shape.slice(1)]);
    expect(await actual.data()).toEqual(await expected.data());
    [x, expected, actual, model, loaded].forEach((owned) => owned.dispose());
    expect(memory().numTensors).toBe(before);
  });

  test.each([[[features]], [[5, features]]])(
    'training on inputs of shape %j lowers the loss and leaks nothing',
    async (shape) => {
      const before = memory().numTensors;
      // A dense layer in front, so that a layer without weights of its own has something to train too.
      const model = sequential({ layers: [layers.dense({ units: features, inputShape: shape }), make()] });
      const optimizer = train.adam(0.05);
      model.compile({ optimizer, loss: (yTrue, yPred) => losses.sigmoidCrossEntropy(yTrue, yPred) });
      const x = randomNormal([8, ...shape], 0, 1, 'float32', 1);
      const y = tidy(() =>
        cast(greater(randomNormal([8, ...shape.slice(0, -1), units], 0, 1, 'float32', 2), 0.5), 'float32'),
      );
      const [first, last] = await firstAndLastLoss(model, x, y, 30);
      expect(last).toBeLessThan(first);
      [x, y, model, optimizer].forEach((owned) => owned.dispose());
      expect(memory().numTensors).toBe(before);
    },
  );

  test('passes the mask of a sequence on', () => {
    tidy(() => {
      const mask = ones([2, 5], 'bool');
      expect(make().computeMask(randomNormal([2, 5, features]), mask)).toBe(mask);
    });
  });

  test('an input of rank 1 is refused with its shape', () => {
    const start = input({ batchShape: [features] });
    expect(() => make().apply(start)).toThrow(/input shape of .* must be of rank 2 or more.*got \[\d+\]/);
  });

  test('an input of another width than it was built for is refused', () => {
    const layer = make();
    const model = modelOf(layer);
    const wrong = randomNormal([2, features + 1]);
    expect(() => layer.apply(wrong)).toThrow(`[2, ${features + 1}]`);
    [wrong, model].forEach((owned) => owned.dispose());
  });
}

const saveAndLoad = async (model: LayersModel): Promise<LayersModel> => loadSaved(await save(model));
