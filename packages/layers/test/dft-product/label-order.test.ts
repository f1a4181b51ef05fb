import { cyclicSignChanges } from '@argmaxable/core';
import {
  add,
  gather,
  grad,
  matMul,
  memory,
  mul,
  ones,
  randomNormal,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describeEachBackend } from '../backends.js';
import { DFTOutput, dftMatrix } from '../../src/index.js';

const units = 9;
const labelOrder = [4, 0, 7, 2, 8, 1, 6, 3, 5]; // label 4 stands at place 0, label 0 at place 1, ...
const places = [1, 5, 3, 7, 0, 8, 6, 2, 4]; // the inverse

describeEachBackend(() => {
  test('each label has the row of the place it stands at, and the slack of its own number', () => {
    const layer = new DFTOutput({ units, k: 2, slack: 1, labelOrder });
    const model = sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layer] });
    tidy(() => {
      const matrix = layer.classifierMatrix().arraySync();
      const standard = dftMatrix(units, 2).arraySync();
      const slack = layer.getWeights()[2].arraySync() as number[][];
      expect(matrix).toEqual(places.map((place, label) => [...standard[place], slack[0][label]]));
    });
    model.dispose();
  });

  test('logits and gradients are those of the plain layer, moved to the labels', () => {
    const before = memory().numTensors;
    const plain = new DFTOutput({ units, k: 3 });
    const ordered = new DFTOutput({ units, k: 3, labelOrder });
    const models = [plain, ordered].map((layer) =>
      sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layer] }),
    );
    tidy(() => {
      ordered.setWeights(plain.getWeights());
      const x = randomNormal([5, 4], 0, 1, 'float32', 3);
      const cotangent = randomNormal([5, units], 0, 1, 'float32', 4);
      const logits = (layer: DFTOutput, x: Tensor): Tensor => layer.apply(x) as Tensor;
      const moved = (x: Tensor): Tensor => gather(logits(plain, x), places, 1);
      // Each logit is the same sum of the same numbers; only the backend's blocking of a product may order
      // them differently: 1e-5.
      const expectClose = (actual: Tensor, expected: Tensor): void => {
        const want = expected.dataSync();
        actual.dataSync().forEach((value, i) => expect(Math.abs(value - want[i])).toBeLessThan(1e-5));
      };
      expectClose(logits(ordered, x), moved(x));
      const gradOf = (layer: DFTOutput, cotangent: Tensor): Tensor =>
        grad((x) => sum(mul(cotangent, logits(layer, x))))(x);
      expectClose(gradOf(ordered, cotangent), gradOf(plain, gather(cotangent, labelOrder, 1)));
      const [kernel, bias] = ordered.getWeights();
      const features = add<Tensor2D>(matMul(x as Tensor2D, kernel as Tensor2D), bias);
      expectClose(matMul(features, ordered.classifierMatrix(), false, true), logits(ordered, x));
    });
    models.forEach((model) => model.dispose());
    expect(memory().numTensors).toBe(before);
  });

  test('a layer outlives the tidy that it was first called in', () => {
    const before = memory().numTensors;
    const layer = new DFTOutput({ units, k: 2, labelOrder });
    const model = sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layer] });
    const logits = () => tidy(() => Array.from((layer.apply(ones([1, 4])) as Tensor).dataSync()));
    expect(logits()).toEqual(logits());
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

test('the guarantee counts runs in the order: checked on all sets', () => {
  const { covers, statement } = new DFTOutput({ units, k: 2, labelOrder }).guarantee();
  const plain = new DFTOutput({ units, k: 2 }).guarantee();
  let differ = 0;
  for (let bits = 0; bits < 2 ** units; bits++) {
    const labels = Array.from({ length: units }, (_, label) => label).filter((label) => (bits >> label) & 1);
    const standing = labels.map((label) => places[label]).sort((a, b) => a - b);
    expect(covers(labels)).toBe(cyclicSignChanges(standing, units) <= 4);
    if (covers(labels) !== plain.covers(labels)) differ++;
  }
  expect(differ).toBeGreaterThan(0);
  expect(statement).toContain('around the circle of 9 labels in the order of labelOrder');
});

test('the config holds the order as plain numbers, and null without one', () => {
  const layer = new DFTOutput({ units: 3, k: 1, labelOrder: Int32Array.of(2, 0, 1) });
  expect(layer.getConfig().labelOrder).toEqual([2, 0, 1]);
  expect(new DFTOutput({ units: 3, k: 1 }).getConfig().labelOrder).toBeNull();
});

test('the layer keeps its own copy of the order', () => {
  const given = [2, 0, 1];
  const layer = new DFTOutput({ units: 3, k: 1, labelOrder: given });
  given[0] = 1;
  expect(layer.labelOrder).toEqual([2, 0, 1]);
});
