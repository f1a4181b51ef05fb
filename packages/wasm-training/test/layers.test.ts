import { layerCases, oneStep } from '@argmaxable/test-support/training-step';
import '@tensorflow/tfjs-backend-cpu';
import { getBackend } from '@tensorflow/tfjs-core';
import '../src/index.js';
import { largestError } from './run-kernel.js';

// Weights are about 1 and every sum is of fewer than 1000 float32 products, in another order on each backend.
const tolerance = 1e-5;

test.each(layerCases)(
  'one step of $name leaves the same weights as on the cpu backend',
  async (layerCase) => {
    const expected = await oneStep(layerCase, 'cpu');
    const actual = await oneStep(layerCase, 'wasm');
    expect(getBackend()).toBe('wasm');
    expect(largestError([actual.loss], [expected.loss])).toBeLessThan(tolerance);
    expect(actual.weights.map(({ name }) => name.replace(/\d+/g, ''))).toEqual(
      expected.weights.map(({ name }) => name.replace(/\d+/g, '')),
    );
    actual.weights.forEach(({ name, values }, index) => {
      const error = largestError(values, expected.weights[index].values);
      expect({ name, close: error < tolerance, error }).toMatchObject({ close: true });
    });
  },
);

test('a step moves the first weights, whose gradient comes through the layer, so that equal weights mean something', async () => {
  for (const layerCase of layerCases) {
    const { weights, before } = await oneStep(layerCase, 'wasm');
    const moved = largestError(weights[0].values, before[0]) > 1e-5;
    expect({ name: layerCase.name, moved }).toEqual({ name: layerCase.name, moved: true });
  }
});
