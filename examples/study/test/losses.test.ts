import { LabelSets, seededRandom } from '@argmaxable/core';
import { F1Score } from '@argmaxable/metrics';
import { useBackend } from '@argmaxable/node';
import { tensor2d } from '@tensorflow/tfjs-core';
import { fixedThreshold, lossFamilies, lossOf, lossParameters } from '../src/losses/settings.js';
import { bestThresholds, f1sAbove } from '../src/losses/thresholds.js';

beforeAll(() => useBackend('cpu', { log: false }));

test('every family is there once, is a loss that takes its parameters, and starts inside their values', () => {
  expect(new Set(lossFamilies.map(({ family }) => family)).size).toBe(lossFamilies.length);
  for (const settings of lossFamilies) {
    expect(lossOf(settings)).toBeInstanceOf(Function);
    for (const [name, value] of Object.entries(settings.tuned)) {
      expect(lossParameters[name]).toContain(value);
      expect(lossParameters[name]).toEqual([...lossParameters[name]].sort((a, b) => a - b));
    }
  }
  expect(() => lossOf({ ...lossFamilies[0], loss: 'none' })).toThrow('There is no loss none.');
});

test('without fitting, sigmoidF1 predicts what it counts as half or more', () => {
  const [macro] = lossFamilies.filter(({ loss }) => loss === 'sigmoidF1');
  const at = fixedThreshold({ ...macro, tuned: { beta: 3, eta: 2 } });
  expect(1 / (1 + Math.exp(-3 * (at + 2)))).toBe(0.5);
  const scaled = lossFamilies.find(({ end }) => end === 'labelScale')!;
  expect(fixedThreshold({ ...scaled, tuned: { beta: 3, eta: 2 } })).toBe(0); // the scale is in front
  expect(fixedThreshold(lossFamilies.find(({ end }) => end === 'softplus')!)).toBe(0.5);
  expect(fixedThreshold(lossFamilies[0])).toBe(0);
});

/** Random scores, ties among them, and label sets; nobody has label 3. */
function random() {
  const { next: nextNumber } = seededRandom('scores');
  const labels = [0, 1, 2, 3];
  const sets = Array.from({ length: 40 }, () => labels.filter((label) => label < 3 && nextNumber() < 0.4));
  const scores = Float32Array.from({ length: 160 }, () => Math.round(10 * nextNumber()) / 4);
  return { labelSets: LabelSets.from(sets, 4), scores };
}

test('F1 above thresholds are those of the metrics', () => {
  const { labelSets, scores } = random();
  const thresholds = [-1, 0, 0.25, 0.6, 1.5, 2.25, 2.5, 9];
  const predictions = tensor2d(scores, [40, 4]);
  const expected = thresholds.map((threshold) => {
    const [macro, micro, weighted] = (['macro', 'micro', 'weighted'] as const).map((average) => {
      const metric = new F1Score({ average, threshold });
      metric.update(labelSets, predictions);
      return expect.closeTo(metric.result(), 12) as number; // sums in another order
    });
    return { macro, micro, weighted };
  });
  predictions.dispose();
  expect(f1sAbove({ labelSets, scores }, thresholds)).toEqual(expected);
});

test('the best threshold of each average is as good as any at the score of an active label', () => {
  const { labelSets, scores } = random();
  const active = [...labelSets].flatMap((set, row) => Array.from(set, (label) => scores[4 * row + label]));
  expect(active.length).toBeLessThan(100); // so that all are among the quantiles
  const { thresholds, values } = bestThresholds({ labelSets, scores });
  for (const average of ['macro', 'micro', 'weighted'] as const) {
    const at = (threshold: number): number => f1sAbove({ labelSets, scores }, [threshold])[0][average];
    expect(values[average]).toBe(Math.max(...active.map(at)));
    expect(at(thresholds[average])).toBe(values[average]);
  }
});
