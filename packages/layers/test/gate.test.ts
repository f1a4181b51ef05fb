import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { disposed, notObjects, oddValues } from '@argmaxable/test-support/wrong-values';
import { io, ones, serialization, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import {
  initializers,
  layers,
  loadLayersModel,
  model as functionalModel,
  regularizers,
  sequential,
} from '@tensorflow/tfjs-layers';
import {
  activationNamed,
  applyModelEnd,
  BSLOutput,
  DFTOutput,
  dftMatrix,
  ETFOutput,
  featureBounds,
  FeatureDecay,
  findModelEnd,
  isLabelAffine,
  isOutputLayer,
  LabelScale,
  layerInput,
  loadModelEnd,
  nodeOfModel,
  nodeOfTopology,
  readLinearEnd,
} from '../src/index.js';
import type { LabelAffineName, OutputLayerName } from './layer-names.js';

beforeAll(() => setBackend('cpu'));

/** Nothing that any argument of these layers takes, null aside. */
const wrong: unknown[] = [...oddValues(), [[5]]];

/** Each argument that a class has, with values of other types that it does take. */
type Arguments = Readonly<Record<string, (value: unknown) => boolean>>;
const none = (): boolean => false;
const isArray = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isShape = (value: unknown): boolean => Array.isArray(value) && value.every((size) => size === null);
const ofTfjs: Arguments = {
  name: (value) => typeof value === 'string',
  trainable: none,
  inputShape: isShape,
  batchInputShape: isShape,
  batchSize: none,
  dtype: none,
  inputDType: none,
  weights: isArray,
};
const projected: Arguments = {
  ...{ units: none, activation: none, projectionInitializer: none, projectionRegularizer: none },
  ...{ priorBias: none, expectedActive: none, useBias: none, labelFrequencies: none },
};
type Constructor = new (args: never) => layers.Layer;
const classes: Readonly<
  Record<
    OutputLayerName | LabelAffineName | 'FeatureDecay',
    [Class: Constructor, required: object, own: Arguments]
  >
> = {
  DFTOutput: [
    DFTOutput,
    { units: 9, k: 2 },
    {
      ...projected,
      ...{ k: none, slack: none, labelOrder: none, slackInitializer: none, slackRegularizer: none },
    },
  ],
  BSLOutput: [
    BSLOutput,
    { units: 9, features: 2 },
    { ...projected, features: none, kernelInitializer: none, kernelRegularizer: none },
  ],
  ETFOutput: [
    ETFOutput,
    { units: 9 },
    { units: none, features: none, seed: none, useBias: none, activation: none },
  ],
  FeatureDecay: [FeatureDecay, { rate: 0.1 }, { rate: none }],
  LabelScale: [LabelScale, {}, { beta: none, eta: none }],
};

describe.each(Object.entries(classes))('%s', (owner, [Class, required, own]) => {
  const make = (changes: object) => new Class({ ...required, ...changes } as never);

  test.each(Object.entries({ ...ofTfjs, ...own }))('%s of a wrong type is refused by name', (name, takes) => {
    for (const value of [...wrong, ...(name in own ? [-1.5] : [])].filter((value) => !takes(value))) {
      if (name === 'eta' && value === -1.5) continue;
      expect(() => make({ [name]: value })).toThrow(ValueError);
      expect(() => make({ [name]: value })).toThrow(name);
    }
    // Tfjs takes null for its own as not given; of ours those take it that say so.
    const takesNull =
      name in ofTfjs || ['labelOrder', 'labelFrequencies'].includes(name) || name.endsWith('Regularizer');
    if (takesNull) make({ [name]: null });
    else expect(() => make({ [name]: null })).toThrow(ValueError);
    if (!(name in required)) make({ [name]: undefined });
  });

  test('arguments that are no object are refused', () => {
    for (const args of [...notObjects(), new Class(required as never)]) {
      expect(() => new Class(args as never)).toThrow(`options of ${owner} must be an object`);
    }
  });

  test('an unknown argument is refused with the nearest right one', () => {
    for (const name of [...Object.keys(own), ...Object.keys(ofTfjs)]) {
      const slip = name.length > 3 ? name.slice(0, 2) + name.slice(3) : `${name}${name}`;
      expect(() => make({ [slip]: 4 })).toThrow(`options of ${owner} must be among`);
      if (name.length > 3) expect(() => make({ [slip]: 4 })).toThrow(`Did you mean '${name}'?`);
    }
    expect(() => make({ customObjects: {} })).toThrow('options of');
  });

  test('what tfjs takes passes, and comes back from the config', () => {
    const given = { name: 'labels', trainable: false, batchInputShape: [4, 9], dtype: 'float32' as const };
    const layer = make({ ...given, inputShape: null });
    expect(layer.getConfig()).toMatchObject(given);
    expect(new Class(layer.getConfig() as never).getConfig()).toEqual(layer.getConfig());
    make({ inputShape: [9], batchSize: 2, inputDType: 'float32', weights: [ones([1])] });
    const cls = Class as unknown as serialization.SerializableConstructor<layers.Layer> & {
      fromConfig: (cls: unknown, config: object) => layers.Layer;
    };
    const again = cls.fromConfig(cls, { ...layer.getConfig(), customObjects: {} });
    expect(again.getConfig()).toEqual(layer.getConfig());
  });

  test('inputs and shapes of a wrong kind are refused', () => {
    const layer = make({ name: 'labels' });
    for (const shape of [
      null,
      undefined,
      5,
      'x',
      {},
      [],
      [3],
      [null, null],
      [null, 2.5],
      [null, 'x'],
      [null, Symbol('s')],
    ]) {
      expect(() => layer.computeOutputShape(shape as never)).toThrow(ValueError);
      expect(() => layer.build(shape as never)).toThrow(ValueError);
    }
    const needsWeights = !['ETFOutput', 'FeatureDecay'].includes(owner);
    if (needsWeights) {
      expect(() => layer.call(ones([2, 9]), {})).toThrow('labels must be built before call()');
    }
    layer.build([null, 9]);
    for (const input of [null, undefined, 5, 'x', [], [null], {}, disposed(), tensor1d(['a'])]) {
      expect(() => layer.call(input as never, {})).toThrow(ValueError);
    }
    expect(layer.call(ones([2, 9]), {})).toMatchObject({ shape: [2, 9] });
  });
});

describe('initializers and regularizers', () => {
  class Mine extends serialization.Serializable {
    static readonly className = 'GateTestMine';
    apply(shape: number[]) {
      return ones(shape);
    }
    getConfig() {
      return {};
    }
  }
  serialization.registerClass(Mine);
  const make = (args: object) => new BSLOutput({ units: 4, features: 2, ...args });

  test('are names, objects of tfjs, configs, or classes of the user', () => {
    for (const kernelInitializer of [
      'zeros',
      initializers.constant({ value: 2 }),
      { className: 'Constant', config: { value: 2 } },
      new Mine(),
      { className: 'GateTestMine' },
      { className: 'Ones', config: {} },
    ])
    // prettier-ignore
    {make({ kernelInitializer }).build([null, 3]);}
    for (const kernelRegularizer of [
      'l2',
      regularizers.l1({ l1: 1 }),
      { className: 'L1L2', config: { l1: 1 } },
      null,
    ])
    // prettier-ignore
    {make({ kernelRegularizer }).build([null, 3]);}
  });

  test.each([
    ['constant', 'an initializer with its parameters'],
    [{ className: 'Constant', config: {} }, 'an initializer with its parameters'],
    [{ className: 'Constant', config: 5 }, 'an initializer with its parameters'],
    [{ className: 'Constant', config: null }, 'an initializer with its parameters'],
    ['toString', 'an initializer or the name of one'],
    [{ className: 'toString', config: {} }, 'an initializer or the name of one'],
    [{ className: 'NoSuchClass', config: {} }, 'an initializer or the name of one'],
    [{ className: 'L1L2', config: {} }, 'an initializer or the name of one'],
    [{ className: 'Dense', config: { units: 3 } }, 'an initializer or the name of one'],
    [{ className: 'relu', config: {} }, 'an initializer or the name of one'],
    [regularizers.l2(), 'an initializer or the name of one'],
    [layers.dense({ units: 3 }), 'an initializer or the name of one'],
    [null, 'an initializer or the name of one'],
  ])('%p is no initializer', (kernelInitializer, message) => {
    expect(() => make({ kernelInitializer })).toThrow(`kernelInitializer must be ${message}`);
  });

  test('an initializer is no regularizer', () => {
    for (const kernelRegularizer of [
      initializers.zeros(),
      { className: 'Zeros', config: {} },
      'zeros',
      new Map(),
    ]) {
      expect(() => make({ kernelRegularizer })).toThrow(
        'kernelRegularizer must be a regularizer or the name of one',
      );
    }
  });
});

describe('the guarantee of', () => {
  const all: [string, DFTOutput | BSLOutput | ETFOutput][] = [
    ['DFTOutput', new DFTOutput({ units: 9, k: 2 })],
    ['an ordered DFTOutput', new DFTOutput({ units: 9, k: 2, labelOrder: [0, 2, 4, 6, 8, 1, 3, 5, 7] })],
    ['BSLOutput', new BSLOutput({ units: 9, features: 2 })],
    ['ETFOutput', new ETFOutput({ units: 9 })],
  ];

  test.each(all)('%s refuses what is no label set', (_, layer) => {
    const { covers } = layer.guarantee();
    for (const labels of [
      [99],
      [-1],
      [9],
      [1.5],
      [NaN],
      ['1'],
      [null],
      [true],
      [[1]],
      [1n],
      Array(1),
      [1, 1],
      [0, 3, 0],
      Array(10).fill(0),
      { length: 1e15 },
      null,
      undefined,
      5,
      '12',
      {},
      new Set([1]),
      new Map(),
      disposed(),
      BigInt64Array.of(1n),
    ])
    // prettier-ignore
    {expect(() => covers(labels as never)).toThrow(ValueError);}
    expect(() => covers([99])).toThrow('labels[0] must be an integer from 0 to 8; got 99.');
    expect(() => covers([4, 2, 4])).toThrow('got "label 4 twice"');
  });

  test.each(all)('%s takes labels in any order and leaves them as they are', (_, layer) => {
    const { covers } = layer.guarantee();
    for (const set of [
      [0, 8],
      [1, 2, 7],
      [0, 2, 4, 6],
      [0, 1, 2, 3, 5, 6],
    ]) {
      const reversed = [...set].reverse();
      expect(covers(reversed)).toBe(covers(set));
      expect(reversed).toEqual([...set].reverse());
      expect(covers(Uint8Array.from(set))).toBe(covers(set));
    }
  });

  test('DFTOutput counts runs, however labels are given', () => {
    const { covers } = new DFTOutput({ units: 9, k: 2 }).guarantee();
    expect(covers([8, 0, 4])).toBe(true); // two runs: 8-0 and 4
    expect(covers([2, 0, 4])).toBe(false);
    expect(covers([])).toBe(true);
  });
});

describe('sizes that no memory has', () => {
  test.each([
    ['units of a DFTOutput', () => new DFTOutput({ units: 1e9, k: 1 }), '4 GB'],
    ['units of an ETFOutput', () => new ETFOutput({ units: 1e9 }), '4 GB'],
    ['units of a BSLOutput', () => new BSLOutput({ units: 1e9, features: 1 }), '4 GB'],
    ['units beyond 32 bits', () => new DFTOutput({ units: 1e15, k: 1 }), '4000000 GB'],
    ['slack', () => new DFTOutput({ units: 1e6, k: 1, slack: 1e4 }), '40 GB'],
    ['features of a BSLOutput', () => new BSLOutput({ units: 1e5, features: 1e5 }), '40 GB'],
    ['k, in the projection', () => new DFTOutput({ units: 3e6, k: 1e6 }).build([null, 1000]), '8.000004 GB'],
    ['the frame of an ETFOutput', () => new ETFOutput({ units: 1e5, features: 1e5 + 1 }), '40.0004 GB'],
    ['the matrix of an ETFOutput', () => new ETFOutput({ units: 1e5 }).classifierMatrix(), '40 GB'],
    ['a DFT matrix', () => dftMatrix(1e6, 1e4), '80.004 GB'],
    ['labels of a LabelScale', () => new LabelScale().build([null, 1e9]), '4 GB'],
  ])('%s: refused before they are taken, with what they would take', (_, make, bytes) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(`which would take ${bytes}`);
  });

  test('of a config in a file are refused when it is loaded', async () => {
    for (const config of [
      { units: 1e9, k: 1 },
      { units: 9, k: 1, slack: 1e12 },
    ]) {
      const layer = {
        class_name: 'DFTOutput',
        config: { name: 'labels', batch_input_shape: [null, 3], ...config },
      };
      const modelTopology = { class_name: 'Sequential', config: { name: 'model', layers: [layer] } };
      await expect(loadLayersModel(io.fromMemory({ modelTopology }))).rejects.toThrow('would take');
    }
  });

  test('of arguments that are not those of the weights take no memory', async () => {
    const end = (config: object, weights: Record<string, number[]>) => {
      const layer = {
        config: { name: 'labels', batch_input_shape: [null, 3], ...config },
        class_name: 'k' in config ? 'DFTOutput' : 'BSLOutput',
      };
      const weightSpecs = Object.entries(weights).map(([name, shape]) => ({
        name: `labels/${name}`,
        shape,
        dtype: 'float32' as const,
      }));
      const bytes = weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
      const topology = { class_name: 'Sequential', config: { name: 'model', layers: [layer] } };
      return findModelEnd(nodeOfTopology(topology, { weightSpecs, weightData: new ArrayBuffer(bytes) }));
    };
    const wide = end({ units: 4e7, k: 1e7 }, { projection_kernel: [3, 3], projection_bias: [3] });
    await expect(loadModelEnd(wide)).rejects.toThrow('without weights that fit');
    const deep = end(
      { units: 4, features: 1e8 },
      { projection_kernel: [3, 2], projection_bias: [2], kernel: [2, 4] },
    );
    await expect(readLinearEnd(deep)).rejects.toThrow('without weights that fit');
  });

  test('of large models are fine', () => {
    new DFTOutput({ units: 3e6, k: 50, slack: 100 });
    new BSLOutput({ units: 1e6, features: 500 });
  });
});

describe('functions of model ends', () => {
  const model = sequential({
    layers: [
      layers.dense({ units: 8, inputShape: [3] }),
      layers.dense({ units: 5, name: 'tags', activation: 'sigmoid' }),
    ],
  });
  const notAModel = [...notObjects(), undefined, {}];
  const notAnEnd = [...notAModel, model, { chain: [], before: [], after: [] }, { chain: 5 }];
  const notANode = [...notAModel, model, model.layers[0], { className: 'Dense' }];

  test('refuse what is no layer, end or model', async () => {
    for (const node of notANode) {
      expect(() => findModelEnd(node as never)).toThrow(ValueError);
      expect(() => layerInput(node as never)).toThrow(ValueError);
    }
    for (const end of notAnEnd) {
      await expect(readLinearEnd(end as never)).rejects.toThrow(ValueError);
      await expect(loadModelEnd(end as never)).rejects.toThrow(ValueError);
      await expect(featureBounds(end as never)).rejects.toThrow(ValueError);
      expect(() => applyModelEnd(end as never, ones([1, 3]))).toThrow(ValueError);
    }
    for (const other of [
      ...notAModel,
      { outputs: [] },
      { outputs: [5] },
      { outputs: [{}], inputs: [] },
      layers.dense({ units: 1 }),
      sequential(),
    ]) {
      expect(() => nodeOfModel(other as never)).toThrow(ValueError);
    }
    for (const output of [null, 1, -1, 0.5, NaN, '0', 'length', true, [], {}, 1n, Symbol('s')]) {
      expect(() => nodeOfModel(model, output as never)).toThrow('output must be an integer');
    }
  });

  test('of saved models refuse damaged files', () => {
    const topology = model.toJSON(null, false) as unknown as object;
    for (const other of [
      ...notAModel,
      { class_name: 5 },
      { class_name: 'Sequential', config: 7 },
      { class_name: 'Sequential', config: { layers: [null] } },
      { class_name: 'Model', config: { layers: ['x'], output_layers: 5 } },
    ])
    // prettier-ignore
    {expect(() => nodeOfTopology(other as never, {})).toThrow(ValueError);}
    const spec = { name: 'tags/kernel', shape: [8, 5], dtype: 'float32' };
    for (const weights of [
      ...[...notObjects(), undefined, new Float32Array(4), new ArrayBuffer(4)],
      ...[
        5,
        'x',
        {},
        [null],
        [5],
        [{}],
        [{ ...spec, name: 5 }],
        [{ ...spec, shape: undefined }],
        [{ ...spec, dtype: null }],
      ].map((weightSpecs) => ({ weightSpecs })),
      ...[[-1], ['8'], [1.5], [1e200, 1e200], [null], [undefined, 1], [1e15, 1e15]].map((shape) => ({
        weightSpecs: [{ ...spec, shape }],
      })),
      ...[5, 'x', {}, null, [5], [null], new Uint8Array(4)].map((weightData) => ({
        weightSpecs: [spec],
        weightData,
      })),
    ]) {
      expect(() => nodeOfTopology(topology, weights as never)).toThrow(ValueError);
    }
    for (const output of [null, 1, -1, '0', true, [], {}, 1n]) {
      expect(() => nodeOfTopology(topology, {}, output as never)).toThrow('output must be an integer');
    }
  });

  test('apply ends to features of their width only', () => {
    const end = findModelEnd(nodeOfModel(model));
    for (const features of [
      null,
      undefined,
      5,
      'x',
      [[1, 2, 3]],
      {},
      disposed(),
      ones([3]),
      ones([2, 4]),
      ones([1, 2, 3]),
      tensor2d([['a', 'b', 'c']]),
    ])
    // prettier-ignore
    {expect(() => applyModelEnd(end, features as never)).toThrow('features must be a tensor of shape [examples, 3]');}
    const input = layerInput(end.output);
    for (const inputs of [
      null,
      undefined,
      5,
      'x',
      {},
      [],
      [null],
      [ones([1, 3]), ones([1, 3])],
      [disposed()],
      ones([1, 3]),
    ]) {
      expect(() => input(inputs as never)).toThrow(/^inputs/);
    }
  });

  test('tell nothing of what is no layer or no name', () => {
    for (const value of notAModel) {
      expect([isOutputLayer(value as never), isLabelAffine(value as never)]).toEqual([false, false]);
      if (typeof value !== 'string') {
        expect(() => activationNamed(value as never)).toThrow('name must be a string');
      }
    }
    expect(activationNamed('toString')).toBeNull();
  });

  test('a functional model of two outputs needs the number of one', () => {
    const two = functionalModel({
      inputs: model.inputs,
      outputs: [model.layers[0].output, model.layers[1].output] as never,
    });
    expect(nodeOfModel(two, 1).name).toBe('tags');
    expect(() => nodeOfModel(two, 2)).toThrow('output must be an integer from 0 to 1; got 2.');
  });
});

test('sizes of a DFT matrix are integers', () => {
  for (const value of [...oddValues(), null, undefined, '5', 2.5, true, [5]]) {
    expect(() => dftMatrix(value as never, 1)).toThrow(/^n must be an integer, 3 or more/);
    expect(() => dftMatrix(5, value as never)).toThrow(/^k must be an integer from 1 to 2/);
  }
});
