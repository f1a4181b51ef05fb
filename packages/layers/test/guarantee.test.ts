import { BSLOutput, DFTOutput, ETFOutput, isOutputLayer } from '../src/index.js';
import { layers } from '@tensorflow/tfjs-layers';

test('DFTOutput covers every set of up to k labels, and larger ones in few runs', () => {
  const { theorem, maxActive, covers, statement } = new DFTOutput({ units: 12, k: 2 }).guarantee();
  expect([theorem, maxActive]).toEqual(['truncatedDft', 2]);
  expect([[], [3], [0, 7], [0, 1, 2, 6, 7], [0, 2, 11]].map(covers)).toEqual([true, true, true, true, true]);
  expect(covers([0, 4, 8])).toBe(false);
  expect(statement).toContain('at most 4 sign changes');
});

test('BSLOutput covers nothing', () => {
  const { theorem, maxActive, covers } = new BSLOutput({ units: 12, features: 3 }).guarantee();
  expect([theorem, maxActive, covers([1])]).toEqual(['none', 0, false]);
});

test('ETFOutput covers all but the empty and the full set', () => {
  const { theorem, maxActive, covers } = new ETFOutput({ units: 3 }).guarantee();
  expect([theorem, maxActive]).toEqual(['simplex', 2]);
  expect([[], [0], [0, 1], [0, 1, 2]].map(covers)).toEqual([false, true, true, false]);
});

test('ETFOutput covers as many sets on more features, and on one less', () => {
  for (const features of [2, 8]) {
    const { maxActive, covers } = new ETFOutput({ units: 3, features }).guarantee();
    expect(maxActive).toBe(2);
    expect([[], [0], [0, 1], [0, 1, 2]].map(covers)).toEqual([false, true, true, false]);
  }
});

test('with a bias ETFOutput claims no more than without', () => {
  const [plain, biased] = [false, true].map((useBias) => new ETFOutput({ units: 3, useBias }).guarantee());
  expect(plain.statement).toContain('Every set of 1 to 2 of the 3 labels is reachable: logits sum to 0');
  expect(biased.statement).toContain('is reachable, with any bias: logits sum to the bias');
  expect([[], [0], [0, 1, 2]].map(biased.covers)).toEqual([false, true, false]);
});

test('our layers are told from others', () => {
  expect(isOutputLayer(new ETFOutput({ units: 3 }))).toBe(true);
  expect(isOutputLayer(layers.dense({ units: 3 }))).toBe(false);
});
