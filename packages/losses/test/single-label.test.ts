import { backends, use } from '@argmaxable/test-support/backends';
import { pickAllLabels, pickOneLabel } from '../src/index.js';
import { evaluateDense, type Evaluation } from './evaluate.js';

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test('squared errors of a small example, by hand', () => {
    const evaluate = (options: object): Evaluation =>
      evaluateDense(pickAllLabels.with({ base: 'squared', ...options }), [[1, 0, 1]], [[2, -1, 1]]);
    // Label 0: (1 + 1 + 1) / 3; label 2: (4 + 1 + 0) / 3.
    expect(evaluate({}).value[0]).toBeCloseTo(8 / 3, 6); // float32
    expect(evaluate({ normalize: true }).value[0]).toBeCloseTo(4 / 3, 6);
    // Twice the errors (1, -1, 1) and (2, -1, 0), over 3.
    [2, -4 / 3, 2 / 3].forEach((g, j) => expect(evaluate({}).gradient[0][j]).toBeCloseTo(g, 6));
    // Targets of 3 (1 - 0.5) + 3 * 0.5 / 3 = 2, and 0.5: (0, -1.5, 0.5) and (1.5, -1.5, -1).
    const smoothed = evaluate({ targetScale: 3, labelSmoothing: 0.5 });
    expect(smoothed.value[0]).toBeCloseTo((2.25 + 0.25 + 2.25 + 2.25 + 1) / 3, 6);
  });

  test('the mean over draws is the normalized sum, of every base', () => {
    const [y, z] = [[[1, 1, 0]], [[0.3, -1, 0.8]]];
    for (const base of ['crossEntropy', 'focal', 'squared'] as const) {
      const options = { base, labelSmoothing: 0.2 };
      const drawn = pickOneLabel.with(options);
      const values = new Set(Array.from({ length: 20 }, () => evaluateDense(drawn, y, z).value[0]));
      expect(values.size).toBe(2); // one of either label
      const [a, b] = values;
      const [expected] = evaluateDense(pickAllLabels.with({ ...options, normalize: true }), y, z).value;
      expect((a + b) / 2).toBeCloseTo(expected, 5); // float32
    }
  });
});

test('smoothing is below 1, so that the labels count', () => {
  expect(() => pickAllLabels.with({ labelSmoothing: 1 })).toThrow('labelSmoothing must be');
  expect(() => pickAllLabels.with({ labelSmoothing: -0.1 })).toThrow('labelSmoothing must be');
  expect(() => pickAllLabels.with({ base: 'square' as never })).toThrow("Did you mean 'squared'?");
});

test('a loss far below the rounding of 1 keeps its digits, where log1p and expm1 do', async () => {
  await use('cpu'); // those of wasm add the 1
  // p_1 of the logits (30, 0) is e^-30 but for rounding: the cross-entropy of label 0 too.
  const tiny = Math.exp(-30);
  const focal = evaluateDense(pickAllLabels.with({ base: 'focal', gamma: 0.5 }), [[1, 0]], [[30, 0]]);
  // 1e-5: exp and pow of float32 lose two digits at most.
  expect(focal.value[0] / tiny ** 1.5).toBeCloseTo(1, 5);
  // d/dz of q^1.5 is -1.5 q^1.5 p there, and the opposite at the other label.
  expect(focal.gradient[0][1] / (1.5 * tiny ** 1.5)).toBeCloseTo(1, 5);
});
