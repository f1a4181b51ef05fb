import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { serialization, setBackend, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { activationName, activationNamed, activations } from '../../src/model-end/activations.js';
import { appliedActivation } from '../../src/model-end/applied-activation.js';

beforeAll(() => setBackend('cpu'));

/**
 * What tfjs has: names of activations begin with a small letter, those of layers do not; the others are of
 * other kinds.
 */
const ofTfjs = [
  ...['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh'],
  ...['softmax', 'logSoftmax', 'gelu', 'gelu_new', 'mish', 'swish'],
];

/** The outputs for numbers that go through an activation side by side. */
function outputsOf(name: string, z: readonly number[]): number[] {
  return tidy(() => {
    const layer = layers.activation({ activation: name as 'relu' });
    return Array.from((layer.apply(tensor2d([[...z]])) as Tensor).dataSync());
  });
}

const z = [-30, -5, -3.2, -2, -1.2785, -0.7518, -0.3, -1e-3, 0, 1e-3, 0.2, 0.7, 1.5, 2.4, 3.3, 5, 8, 30];

test('the table has every activation of tfjs', () => {
  const { classNameMap } = serialization.SerializationMap.getMap();
  for (const name of ofTfjs) {
    expect(classNameMap).toHaveProperty([name]);
    expect(activations).toHaveProperty([name]);
  }
  const added = Object.keys(classNameMap).filter(
    (name) => 'apply' in classNameMap[name][0].prototype && /^[a-z]/.test(name),
  );
  expect(added.sort()).toEqual([...ofTfjs].sort());
});

describe.each(ofTfjs)('%s', (name) => {
  const { signThreshold, keepsOrder, image } = activations[name];
  const moderate = z.filter((value) => Math.abs(value) < 9);

  test('the image of what lies far to one side has a lower end that is not above its upper', () => {
    for (const [lower, upper] of [
      [-40, -20],
      [20, 40],
      [-40, -40],
      [40, 40],
    ]) {
      const [low, high] = activations[name].image(lower, upper);
      expect(low).toBeLessThanOrEqual(high);
      for (const output of name === 'softmax' || name === 'logSoftmax'
        ? []
        : outputsOf(name, [lower, upper])) {
        expect(output).toBeGreaterThanOrEqual(low);
        expect(output).toBeLessThanOrEqual(high);
      }
    }
  });

  test('is above its threshold exactly where the score is above 0, or has none', () => {
    const outputs = outputsOf(name, z);
    const agrees = (threshold: number): boolean =>
      outputs.every((output, i) => output > threshold === z[i] > 0);
    if (signThreshold === null) expect([0, 0.5].some(agrees)).toBe(false);
    else expect(agrees(signThreshold)).toBe(true);
  });

  test('keeps the order, or does not', () => {
    const outputs = outputsOf(name, moderate);
    expect(outputs.every((output, i) => i === 0 || output > outputs[i - 1])).toBe(keepsOrder);
  });

  test('the image of an interval holds what the numbers in it give', () => {
    const number = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 2, maxLength: 20 }), (numbers) => {
        const inputs = numbers.map(Math.fround);
        const [lower, upper] = image(Math.min(...inputs), Math.max(...inputs));
        expect(outputsOf(name, inputs).every((output) => lower <= output && output <= upper)).toBe(true);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

test('names as Keras writes them', () => {
  expect(
    [null, undefined, 'hard_sigmoid', 'log_softmax', 'gelu_new', 'silu', 'relu'].map(activationName),
  ).toEqual([...['linear', 'linear', 'hardSigmoid', 'logSoftmax', 'gelu_new', 'swish', 'relu']]);
  expect(activationName({ className: 'function', config: 'leaky_relu' })).toBe('leakyRelu');
  expect(activationName({ className: 'relu', config: {} })).toBe('relu');
  expect(activationName(7)).toBe('unknown');
  expect([activationNamed('toString'), activationNamed('snake')]).toEqual([null, null]);
});

test.each([
  ['ReLU', {}, 'relu'],
  ['ReLU', { maxValue: 6 }, 'relu6'],
  ['ReLU', { maxValue: 2 }, 'relu'],
  ['ReLU', { negativeSlope: 0.1 }, 'ReLU with a slope or threshold'],
  ['LeakyReLU', {}, 'leakyRelu'],
  ['LeakyReLU', { alpha: 0 }, 'relu'],
  ['LeakyReLU', { alpha: -0.1 }, 'LeakyReLU with a negative slope'],
  ['ELU', { alpha: 1 }, 'elu'],
  ['ELU', { alpha: -1 }, 'ELU with a negative alpha'],
  ['PReLU', {}, 'prelu'],
  ['ThresholdedReLU', {}, 'thresholdedRelu'],
  ['Softmax', { axis: 1 }, 'softmax'],
  ['Dense', { activation: 'tanh' }, 'tanh'],
  ['Dense', {}, 'linear'],
])('%s of %j is %s', (className, config, name) => {
  expect(appliedActivation({ className, config }).name).toBe(name);
});
