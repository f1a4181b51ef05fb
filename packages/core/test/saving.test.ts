import '@tensorflow/tfjs-backend-cpu';
import * as tfjsCore from '@tensorflow/tfjs-core';
import { type Scalar, scalar, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { layers, LayersModel, sequential } from '@tensorflow/tfjs-layers';
import * as core from '@argmaxable/core';
import { identify, register, saveByName } from '@argmaxable/core';

const factory = {
  name: 'scaledCount',
  package: '@argmaxable/test',
  make: (options: { scale?: number }) => identify((): Scalar => scalar(options.scale ?? 1), factory, options),
};
const currentCompile = (): unknown => (LayersModel.prototype as { compile: unknown }).compile;
const compileOfTfjs = currentCompile() as (this: unknown, args: object) => void;
register(factory);
saveByName(LayersModel);

const model = () => sequential({ layers: [layers.dense({ units: 2, inputShape: [1] })] });
const valueOf = (compiled: LayersModel): number => {
  const [loss] = [compiled.evaluate(tensor2d([[1]]), tensor2d([[0, 1]]))].flat();
  return loss.dataSync()[0];
};

test('a name, a name with parameters and the function itself compile to the same loss', () => {
  for (const loss of [
    factory.make({ scale: 3 }),
    'scaledCount({"scale":3})',
    `scaledCount({"scale":3}); import '@argmaxable/test'`,
  ]) {
    const compiled = model();
    compiled.compile({ loss, optimizer: 'sgd' });
    expect(compiled.loss).toBe(`scaledCount({"scale":3}); import '@argmaxable/test'`);
    expect(valueOf(compiled)).toBe(3);
  }
});

test('without parameters a name means the defaults', () => {
  const compiled = model();
  compiled.compile({ loss: 'scaledCount', optimizer: 'sgd' });
  expect(valueOf(compiled)).toBe(1);
});

test('a compile without one of ours reaches tfjs with its very arguments', () => {
  const loss = (yTrue: Tensor) => yTrue;
  const args = { loss, metrics: ['mse', loss], optimizer: 'sgd' };
  const compiled = model();
  compiled.compile(args);
  expect(compiled.loss).toBe(loss);
  expect(compiled.metrics).toBe(args.metrics);
  expect(args).toEqual({ loss, metrics: ['mse', loss], optimizer: 'sgd' });
});

test('what was given is not written into', () => {
  const metrics = ['mse', factory.make({})];
  model().compile({ loss: 'meanSquaredError', metrics, optimizer: 'sgd' });
  expect(metrics[1]).toBeInstanceOf(Function);
});

test('names of no package are left to tfjs', () => {
  expect(() => model().compile({ loss: 'noSuchLoss', optimizer: 'sgd' })).toThrow('Unknown loss noSuchLoss');
});

test('what is missing is named, with and without the hook', () => {
  const loss = `focal({}); import '@argmaxable/elsewhere'`;
  expect(() => model().compile({ loss, optimizer: 'sgd' })).toThrow(
    /focal must be imported before .*Add: import '@argmaxable\/elsewhere'/,
  );
  expect(() => compileOfTfjs.call(model().layers[0], { loss, optimizer: 'sgd' })).toThrow(
    `Unknown loss focal({}); import '@argmaxable/elsewhere'`,
  );
});

test('parameters that are not JSON are refused', () => {
  expect(() => model().compile({ loss: 'scaledCount({scale: 3})', optimizer: 'sgd' })).toThrow(
    /scaledCount must be followed by its parameters as JSON/,
  );
});

test('a second copy of this package shares the registry and does not hook again', () => {
  jest.isolateModules(() => {
    jest.doMock('@tensorflow/tfjs-core', () => tfjsCore); // of tfjs itself there is one
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const second = require('@argmaxable/core') as typeof core;
    expect(second).not.toBe(core);
    const hooked = currentCompile();
    second.saveByName(LayersModel);
    expect(currentCompile()).toBe(hooked);
    const loss = second.identify(() => scalar(5), { name: 'five', package: '@argmaxable/test' }, {});
    const compiled = model();
    compiled.compile({ loss, optimizer: 'sgd' });
    expect(compiled.loss).toBe(`five({}); import '@argmaxable/test'`);
  });
});
