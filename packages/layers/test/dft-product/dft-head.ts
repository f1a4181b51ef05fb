import { randomNormal, type Tensor, tidy, variableGrads, type Scalar, mul, sum } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { DFTOutput, type DFTOutputArgs } from '../../src/index.js';

/**
 * A DFT layer's numbers on random input, its gradients for a random cotangent, and the same from the
 * definition in float64.
 */
export interface HeadNumbers {
  logits: ArrayLike<number>;
  /** Of the input, the projection's kernel and bias, and the slack kernel. */
  gradients: ArrayLike<number>[];
}

const batch = 5;
const features = 4;

/** What the layer computes, and what it should. */
export function headNumbers(
  args: DFTOutputArgs,
  seed: number,
): { actual: HeadNumbers; expected: HeadNumbers } {
  const layer = new DFTOutput(args);
  const model = sequential({ layers: [layers.inputLayer({ inputShape: [features] }), layer] });
  const shapes = [
    [batch, features],
    [batch, args.units],
    ...layer.weights.map(({ shape }) => shape as number[]),
  ];
  const [e, cotangent, ...weights] = shapes.map((shape, i) => randomNormal(shape, 0, 1, 'float32', seed + i));
  layer.setWeights(weights);
  const input = e.variable();
  const { value, grads } = variableGrads(() => sum<Scalar>(mul(cotangent, layer.apply(input) as Tensor)));
  const logits = tidy(() => (layer.apply(input) as Tensor).dataSync());
  const names = [input.name, ...layer.weights.map(({ name }) => name)];
  const [given, slopes, ...start] = [e, cotangent, ...weights].map((tensor) => tensor.dataSync());
  const result = {
    actual: { logits, gradients: names.map((name) => grads[name].dataSync()) },
    expected: definition(args, given, start, slopes),
  };
  [model, e, cotangent, ...weights, input, value, ...Object.values(grads)].forEach((owned) =>
    owned.dispose(),
  );
  return result;
}

/**
 * The layer as its docstring has it: x = e P + p, z = x [W_DFT | S^T]^T, label `labelOrder[i]` at place i.
 */
function definition(
  { units: n, k, slack = 0, labelOrder }: DFTOutputArgs,
  e: ArrayLike<number>,
  [kernel, bias, slackKernel]: ArrayLike<number>[],
  cotangent: ArrayLike<number>,
): HeadNumbers {
  const d = 2 * k + 1;
  const width = d + slack;
  const x = new Float64Array(batch * width);
  for (let b = 0; b < batch; b++) {
    for (let j = 0; j < width; j++) {
      x[b * width + j] = bias[j];
      for (let f = 0; f < features; f++) x[b * width + j] += e[b * features + f] * kernel[f * width + j];
    }
  }
  const logits = new Float64Array(batch * n);
  const dx = new Float64Array(batch * width);
  const dSlack = new Float64Array(slack * n);
  const row = new Float64Array(width);
  for (let place = 0; place < n; place++) {
    const label = labelOrder ? labelOrder[place] : place;
    row[0] = Math.sqrt(1 / n);
    for (let j = 1; j <= k; j++) {
      const angle = (2 * Math.PI * ((place * j) % n)) / n;
      row[2 * j - 1] = Math.sqrt(2 / n) * Math.cos(angle);
      row[2 * j] = Math.sqrt(2 / n) * Math.sin(angle);
    }
    for (let j = 0; j < slack; j++) row[d + j] = slackKernel[j * n + label];
    for (let b = 0; b < batch; b++) {
      const slope = cotangent[b * n + label];
      for (let j = 0; j < width; j++) {
        logits[b * n + label] += row[j] * x[b * width + j];
        dx[b * width + j] += row[j] * slope;
      }
      for (let j = 0; j < slack; j++) dSlack[j * n + label] += slope * x[b * width + d + j];
    }
  }
  const de = new Float64Array(batch * features);
  const dKernel = new Float64Array(features * width);
  const dBias = new Float64Array(width);
  for (let b = 0; b < batch; b++) {
    for (let j = 0; j < width; j++) {
      dBias[j] += dx[b * width + j];
      for (let f = 0; f < features; f++) {
        de[b * features + f] += dx[b * width + j] * kernel[f * width + j];
        dKernel[f * width + j] += dx[b * width + j] * e[b * features + f];
      }
    }
  }
  return { logits, gradients: [de, dKernel, dBias, ...(slack ? [dSlack] : [])] };
}
