import { backends, use } from '@argmaxable/test-support/backends';
import { allLosses, sigmoidF1 } from '../src/index.js';
import { evaluateDense, evaluateSparse, type Matrix } from './evaluate.js';

// prettier-ignore
const targets = [[1, 0, 1], [1, 0, 0], [0, 0, 1], [1, 0, 0]];
/** Logits far from 0, so that counts are whole numbers: the sets {0}, {0, 1}, {}, {0, 2}. */
// prettier-ignore
const logits = [[60, -60, -60], [60, 60, -60], [-60, -60, -60], [60, -60, 60]];

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  const valueOf = (options: object, y: Matrix = targets, z: Matrix = logits): number[][] =>
    [evaluateDense, evaluateSparse].map((evaluate) => evaluate(sigmoidF1.with(options), y, z).value);

  test('averages are those of scikit-learn, of counts that are whole', () => {
    // F1 of the labels: 1, 0, 0 (support 3, 0, 2); of the examples: 2/3, 2/3, 0, 2/3. Pooled: 3 of 3, 2, 2.
    const expected = { macro: 2 / 3, weighted: 2 / 5, micro: 1 - 6 / 10, samples: 0.5 };
    for (const [average, value] of Object.entries(expected)) {
      for (const [loss] of valueOf({ average })) expect(loss).toBeCloseTo(value, 6); // float32
    }
    for (const losses of valueOf({ average: 'samples', reduction: 'none' })) {
      losses.forEach((loss, i) => expect(loss).toBeCloseTo([1 / 3, 1 / 3, 1, 1 / 3][i], 6));
    }
  });

  test('a label without support has no part in the weighted mean, and none of its gradient', () => {
    const loss = sigmoidF1.with({ average: 'weighted' });
    const z = logits.map((row) => row.map((x) => x / 60));
    for (const evaluate of [evaluateDense, evaluateSparse]) {
      const { gradient } = evaluate(loss, targets, z);
      expect(gradient.map(([, second]) => second)).toEqual([0, 0, 0, 0]);
      expect(gradient.flatMap(([first, , third]) => [first, third])).not.toContain(0);
    }
  });

  test('without any active label the weighted loss is 1, as that of a measure 0 / 0, and has no gradient', () => {
    for (const loss of allLosses.filter(({ options }) => 'average' in options)) {
      for (const evaluate of [evaluateDense, evaluateSparse]) {
        // prettier-ignore
        const result = evaluate(loss.with({ average: 'weighted' } as object), [[0, 0], [0, 0]], [[1, -1], [2, 0]]);
        expect(result.value).toEqual([1]);
        expect(result.gradient.flat().every((x) => x === 0)).toBe(true); // -0 too
      }
    }
  });
});
