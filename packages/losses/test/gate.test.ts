import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { disposed, notObjects, oddValues } from '@argmaxable/test-support/wrong-values';
import { memory, scalar, setBackend, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { allLosses, oneVersusAll, recallAtKSurrogate } from '../src/index.js';

beforeAll(() => setBackend('cpu'));

const wrong = (): unknown[] => [...oddValues(), disposed([2, 3]), null, undefined, 5, true, [[1, 0, 1]]];
const losses = allLosses.map((loss) => [loss.lossName, loss] as const);
// prettier-ignore
const y = () => tensor2d([[1, 0, 1], [0, 1, 0]]);
// prettier-ignore
const z = () => tensor2d([[2, -1, 1], [0, 3, -2]]);

test.each(losses)('%s refuses what are no tensors of its shapes', (_, loss) => {
  for (const value of wrong()) {
    expect(() => loss(value as never, z())).toThrow(/^yTrue must be/);
    expect(() => loss(y(), value as never)).toThrow(/^yPred must be/);
  }
  // prettier-ignore
  const strings = tensor2d([['a', 'b', 'c'], ['d', 'e', 'f']]);
  for (const other of [
    strings,
    scalar(1),
    tensor1d([1, 0]),
    zeros([2, 2]),
    zeros([3, 3]),
    zeros([0, 3]),
    tensor3d([[[1, 0, 1]]]),
  ]) {
    expect(() => loss(other as never, z())).toThrow(ValueError);
    expect(() => loss(y(), other as never)).toThrow(ValueError);
  }
  for (const label of [3, -2]) {
    // prettier-ignore
    expect(() => loss(tensor2d([[label, 1], [0, -1]], [2, 2], 'int32'), z())).toThrow(ValueError);
  }
});

test.each(losses)('%s: a refusal leaves no tensor', (_, loss) => {
  const [yTrue, yPred, wide] = [y(), z(), zeros([2, 4])];
  loss(yTrue, yPred).dispose();
  const { numTensors } = memory();
  expect(() => loss(wide, yPred)).toThrow(ValueError);
  expect(() => loss(yTrue, wide)).toThrow(ValueError);
  expect(memory().numTensors).toBe(numTensors);
});

const lists = ['positiveWeight', 'k'];

test.each(losses)('%s.with refuses options of wrong types, by name', (name, loss) => {
  for (const options of [...notObjects(), undefined, [[1, 0, 1]]]) {
    expect(() => loss.with(options as never)).toThrow(`options of ${name} must be an object`);
  }
  for (const option of Object.keys(loss.options)) {
    for (const value of [
      ...[...oddValues(), null, Infinity, [true], [''], [[5]], Array(1), { length: 1e15 }],
    ]) {
      expect(() => loss.with({ [option]: value })).toThrow(ValueError);
      expect(() => loss.with({ [option]: value })).toThrow(new RegExp(`^${option}`));
    }
    const isNumber = typeof loss.options[option as never] === 'number';
    if (isNumber || lists.includes(option)) expect(() => loss.with({ [option]: true })).toThrow(ValueError);
    else expect(() => loss.with({ [option]: 1 })).toThrow(ValueError);
    const slip = `${option}z`;
    expect(() => loss.with({ [slip]: 1 })).toThrow(`Did you mean '${option}'?`);
  }
});

test.each(losses)('%s.with: undefined counts as not given, and keeps what was', (_, loss) => {
  const names = Object.keys(loss.options);
  const nothing = Object.fromEntries(names.map((option) => [option, undefined]));
  const summed = loss.with({ reduction: 'sum' });
  expect(summed.with(nothing).options).toEqual(summed.options);
});

test('arrays of options are copied, from any array of numbers', () => {
  const given = [1, 2, 3];
  const loss = oneVersusAll.with({ positiveWeight: given });
  const before = loss(y(), z()).dataSync()[0];
  given[0] = NaN;
  expect(loss(y(), z()).dataSync()[0]).toBe(before);
  const typed = oneVersusAll.with({ positiveWeight: Float32Array.of(1, 2, 3) as never });
  expect(typed(y(), z()).dataSync()[0]).toBe(before);
  expect(typed.options.positiveWeight).toEqual([1, 2, 3]);
  const ks = [1, 2];
  const recall = recallAtKSurrogate.with({ k: ks });
  ks.length = 0;
  expect(recall.options.k).toEqual([1, 2]);
  for (const k of [[1, 0], [1.5], [1, NaN], '12']) {
    expect(() => recallAtKSurrogate.with({ k: k as never })).toThrow(/^k/);
  }
  for (const weights of [[1, -1], [1, NaN], [1, Infinity], [1, null], ['1']]) {
    expect(() => oneVersusAll.with({ positiveWeight: weights as never })).toThrow(/^positiveWeight\[/);
  }
});

test('weights of another number of labels are refused when the loss is called', () => {
  const loss = oneVersusAll.with({ positiveWeight: [1, 2] });
  expect(() => loss(y(), z())).toThrow(
    'positiveWeight must be one number, or one for each of 3 labels; got [1, 2].',
  );
});

test('options in the name of a loss pass the same gate', () => {
  const model = () => sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  for (const loss of [
    'focal({"gamma":null})',
    'focal({"gama":1})',
    'oneVersusAll({"positiveWeight":[1,null,2]})',
    'recallAtKSurrogate({"k":{}})',
    'focal([])',
    'sigmoidF1({"beta":"1"})',
  ])
  // prettier-ignore
  {expect(() => model().compile({ loss, optimizer: 'sgd' })).toThrow();}
  expect(() =>
    model().compile({ loss: 'oneVersusAll({"positiveWeight":[1,null,2]})', optimizer: 'sgd' }),
  ).toThrow('positiveWeight[1] must be a finite number; got null.');
});
