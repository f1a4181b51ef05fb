import {
  add,
  eye,
  grad,
  losses,
  matMul,
  norm,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describeEachBackend } from './backends.js';
import dft from './fixtures/dft.json' with { type: 'json' };
import etf from './fixtures/etf.json' with { type: 'json' };
import { DFTOutput, dftMatrix, ETFOutput } from '../src/index.js';

/**
 * Float32 sums round relative to their largest terms, so each value is held to 1e-5 of its tensor's largest.
 */
function expectClose(actual: Tensor, expected: number | number[] | number[][] | null): void {
  const want = [expected].flat(2) as number[];
  const got = actual.dataSync();
  expect(got.length).toBe(want.length);
  const tolerance = 1e-5 * Math.max(...want.map(Math.abs));
  expect(Math.max(...want.map((value, i) => Math.abs(value - got[i])))).toBeLessThanOrEqual(tolerance);
}

describeEachBackend(() => {
  test.each(dft.matrices.filter(({ matrix }) => matrix !== null))(
    'dftMatrix($n, $k) is the public one',
    (reference) => {
      tidy(() => expectClose(dftMatrix(reference.n, reference.k), reference.matrix));
    },
  );

  test.each(dft.matrices)('dftMatrix($n, $k) has orthonormal columns and rows of one norm', ({ n, k }) => {
    tidy(() => {
      const matrix = dftMatrix(n, k);
      expectClose(matMul(matrix, matrix, true, false), eye(2 * k + 1).arraySync());
      expectClose(norm(matrix, 2, 1), Array<number>(n).fill(Math.sqrt((2 * k + 1) / n)));
    });
  });

  test.each(dft.layers)(
    'DFTOutput of $units labels, k = $k, slack = $slack: logits, loss and gradients',
    (reference) => {
      const { inputDim, units, k, slack } = reference;
      const layer = new DFTOutput({ units, k, slack });
      const model = sequential({ layers: [layers.inputLayer({ inputShape: [inputDim] }), layer] });
      const [, bias] = layer.getWeights();
      expect(bias.dataSync()[0]).toBeCloseTo(reference.expectedInitialBias0, 5);
      tidy(() => {
        const weights = [tensor2d(reference.projectionKernel), tensor(reference.projectionBias)];
        if (reference.slackKernel) weights.push(tensor2d(reference.slackKernel));
        layer.setWeights(weights);
        const x = tensor2d(reference.x);
        const targets = tensor2d(reference.targets);
        const logits = (x: Tensor): Tensor => layer.apply(x) as Tensor;
        const loss = (x: Tensor): Tensor => losses.sigmoidCrossEntropy(targets, logits(x));
        expectClose(logits(x), reference.logits);
        expectClose(loss(x), reference.bce);
        expectClose(grad(loss)(x), reference.grads.x);
        const { grads } = variableGrads(() => loss(x) as Scalar);
        const gradOf = (name: string): Tensor => grads[Object.keys(grads).find((key) => key.includes(name))!];
        expectClose(gradOf('projection_kernel'), reference.grads.projectionKernel);
        expectClose(gradOf('projection_bias'), reference.grads.projectionBias);
        if (reference.grads.slackKernel) expectClose(gradOf('slack_kernel'), reference.grads.slackKernel);
      });
      model.dispose();
    },
  );

  test('the classifier matrix maps x to the logits', () => {
    const layer = new DFTOutput({ units: 13, k: 3, slack: 2 });
    const model = sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layer] });
    tidy(() => {
      const e = tensor2d([[1, -2, 0.5, 3]]);
      const [kernel, bias] = layer.getWeights();
      const x = add<Tensor2D>(matMul(e, kernel as Tensor2D), bias);
      const logits = matMul(x, layer.classifierMatrix(), false, true);
      expectClose(logits, (layer.apply(e) as Tensor2D).arraySync());
    });
    model.dispose();
  });

  test('the simplex frame is the public one, and the layer multiplies by it', () => {
    tidy(() => {
      const layer = new ETFOutput({ units: etf.K });
      expectClose(layer.classifierMatrix(), etf.matrix);
      const e = tensor2d([[0.3, -1, 2, 0.1, -0.7]]);
      expectClose(
        layer.apply(e) as Tensor,
        matMul(e, tensor2d(etf.matrix), false, true).arraySync() as number[][],
      );
    });
  });

  test('every label starts at probability expectedActive / units', () => {
    const layer = new DFTOutput({
      units: 50,
      k: 4,
      expectedActive: 2,
      projectionInitializer: 'zeros',
      activation: 'sigmoid',
    });
    tidy(() => {
      const probabilities = layer.apply(tensor2d([[1, 2, 3]])) as Tensor;
      expectClose(probabilities, Array<number>(50).fill(2 / 50));
    });
    layer.dispose();
  });
});
