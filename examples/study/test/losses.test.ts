import type { Finished } from '../src/figure.js';
import { fixedThreshold, lossGrid, lossOf, stepText } from '../src/losses/settings.js';
import type { LossCell, LossResult } from '../src/losses/train-with-loss.js';
import { tunedLosses } from '../src/losses/tuned-loss.js';

const grid = lossGrid([
  { beta: 1, eta: 0 },
  { beta: 3, eta: 2 },
]);

/** A finished training of one family, with what its settings are chosen by; null for infinity. */
function cell(rate: number, seed: number, validation: number | null, batchSize = 8) {
  const data = { kind: 'file', path: 'x', sha256: '', options: {}, embeddingSize: 1 } as const;
  const f1s = { macro: 0, micro: 0, weighted: 0 };
  const scores = { threshold: 0, fixed: f1s, fitted: f1s, meanAveragePrecision: 0 };
  const done: Finished<LossCell, LossResult> = {
    cell: { data, loss: grid[0], width: 1, rate, epochs: 1, batchSize, seed },
    result: validation === null ? null : { validation, ...scores },
  };
  return done;
}

test('every family has its settings once, and each is a loss that takes them', () => {
  expect(new Set(grid.map((loss) => JSON.stringify(loss))).size).toBe(grid.length);
  for (const loss of grid) expect(lossOf(loss)).toBeInstanceOf(Function);
  const scaled = grid.find(({ end, family }) => end?.kind === 'labelScale' && family)!;
  expect(stepText(scaled)).toBe('beta 1, eta 0');
  expect(() => lossOf({ ...grid[0], loss: 'none' })).toThrow('There is no loss none.');
  expect(grid.filter((loss) => fixedThreshold(loss) !== 0).map(({ loss }) => loss)).toEqual(['unboundedF1']);
});

test('settings are chosen over the seeds that all of them have, and reported over all of their own', () => {
  const done = [
    cell(0.1, 1, 0.5),
    cell(0.2, 1, 0.6),
    cell(0.3, 1, 0.4),
    cell(0.1, 2, 0.9),
    cell(0.2, 2, 0.1),
  ];
  expect(tunedLosses(done)).toMatchObject([{ cell: { rate: 0.2 }, tried: 3, atEdge: false }]);
  expect(tunedLosses(done)[0].scores).toHaveLength(2);
  const [, ...rest] = done;
  expect(tunedLosses(rest)).toMatchObject([{ cell: { rate: 0.1 }, atEdge: true }]); // no seed in common
});

test('batch sizes are tuned apart, and a training that went to infinity counts as 0 and has no scores', () => {
  const done = [cell(0.1, 1, null), cell(0.2, 1, 0.1), cell(0.2, 1, null, 16)];
  expect(tunedLosses(done)).toMatchObject([
    { cell: { batchSize: 8, rate: 0.2 }, scores: [{ validation: 0.1 }] },
    { cell: { batchSize: 16 }, scores: [], tried: 1, atEdge: false },
  ]);
});
