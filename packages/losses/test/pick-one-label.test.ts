import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { pickAllLabels, pickOneLabel } from '../src/index.js';
import { evaluateDense } from './evaluate.js';
import { expectClose } from './expect-close.js';

beforeAll(() => setBackend('cpu'));

// prettier-ignore
const targets = [[1, 0, 1, 1], [0, 1, 0, 0], [0, 0, 0, 0]];
// prettier-ignore
const logits = [[0.5, -1, 2, 0], [1, 0.3, -2, 0.7], [3, 2, 1, 0]];
const values = (loss: typeof pickOneLabel): number[] =>
  evaluateDense(loss.with({ reduction: 'none' }), targets, logits).value;

/** -log softmax of each label. */
const losses = logits.map((row) =>
  row.map((z) => Math.log(row.reduce((total, other) => total + Math.exp(other - z), 0))),
);

test('draws active labels evenly, and anew at each call', () => {
  const loss = pickOneLabel.with({ seed: 3, reduction: 'none' });
  const counts = [0, 0, 0, 0];
  const draws = 600;
  tidy(() => {
    const [y, z] = [tensor2d(targets), tensor2d(logits)];
    for (let i = 0; i < draws; i++) {
      const [first, second, third] = loss(y, z).dataSync();
      const label = losses[0].findIndex((value) => Math.abs(value - first) < 1e-5);
      counts[label]++;
      expect(second).toBeCloseTo(losses[1][1], 5);
      expect(third).toBe(0);
    }
  });
  expect(counts[1]).toBe(0);
  // 200 each, with a standard deviation of 11.5; four of them on either side.
  for (const label of [0, 2, 3]) expect(Math.abs(counts[label] - draws / 3)).toBeLessThan(46);
});

test('the gradient is that of the label that was drawn', () => {
  const { value, gradient } = evaluateDense(
    pickOneLabel.with({ reduction: 'sum', seed: 5 }),
    targets,
    logits,
  );
  const candidates = [0, 2, 3].map((label) =>
    evaluateDense(
      pickAllLabels.with({ reduction: 'sum' }),
      [[0, 1, 2, 3].map((j) => Number(j === label)), ...targets.slice(1)],
      logits,
    ),
  );
  const drawn = candidates.find((candidate) => Math.abs(candidate.value[0] - value[0]) < 1e-5)!;
  expectClose({ value, gradient }, drawn, 1e-6);
});

test('a seed repeats its draws, another has others', () => {
  const sequence = (seed: number): number[] => {
    const loss = pickOneLabel.with({ seed, reduction: 'none' });
    return tidy(() =>
      Array.from({ length: 20 }, () => loss(tensor2d(targets), tensor2d(logits)).dataSync()[0]),
    );
  };
  expect(sequence(1)).toEqual(sequence(1));
  expect(sequence(1)).not.toEqual(sequence(2));
  expect(new Set(sequence(1)).size).toBe(3);
  expect(values(pickOneLabel.with({ seed: 1 }))[0]).toBe(sequence(1)[0]);
});

test('targets that are not 0 or 1 are refused', () => {
  tidy(() => {
    expect(() => pickOneLabel(tensor2d([[0.5, 1]]), tensor2d([[1, 2]]))).toThrow('must be 0 or 1');
  });
});
