import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { memory, setBackend, tensor2d, valueAndGrad } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { oneVersusAll } from '../src/index.js';
import reference from './fixtures/losses.json' with { type: 'json' };

describe.each(['cpu', 'wasm'])('oneVersusAll on %s', (backend) => {
  beforeAll(() => setBackend(backend));

  const evaluate = (targets: number[][], logits: number[][]): { value: number; grad: number[][] } => {
    const [yTrue, z] = [tensor2d(targets), tensor2d(logits)];
    const { value, grad } = valueAndGrad((z) => oneVersusAll(yTrue, z))(z);
    const result = { value: value.dataSync()[0], grad: grad.arraySync() as number[][] };
    [yTrue, z, value, grad].forEach((tensor) => tensor.dispose());
    return result;
  };

  test('value and gradient are those of float64', () => {
    const [{ value, grad }] = reference.cases;
    const actual = evaluate(reference.targets, reference.logits);
    expect(Math.abs(actual.value - value)).toBeLessThan(1e-5 * value);
    // Float32 rounds relative to the terms of sigmoid(z) - y, which are at most 1 / size.
    const size = grad.length * grad[0].length;
    actual.grad.forEach((row, i) =>
      row.forEach((g, j) => expect(Math.abs(g - grad[i][j])).toBeLessThan(1e-6 / size)),
    );
  });

  test('finite at logits of +-1e4, and right at 0', () => {
    const { value, grad } = evaluate([[1, 1, 0, 0]], [[1e4, -1e4, 1e4, -1e4]]);
    expect(value).toBeCloseTo(5000, 2);
    expect(grad).toEqual([[0, -0.25, 0.25, 0]]);
    expect(evaluate([[1, 0]], [[0, 0]]).grad).toEqual([[-0.25, 0.25]]);
  });

  test('no tensor is left', () => {
    const before = memory().numTensors;
    evaluate([[1, 0]], [[2, 3]]);
    expect(memory().numTensors).toBe(before);
  });
});

test('shapes that differ are refused', () => {
  expect(() => oneVersusAll(tensor2d([[1, 0]]), tensor2d([[1]]))).toThrow(
    'yTrue must be of the shape of yPred, [1, 1]; got [1, 2].',
  );
});
