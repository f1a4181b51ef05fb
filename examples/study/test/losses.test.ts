import { fixedThreshold, lossGrid, lossOf, stepText } from '../src/losses/settings.js';

const grid = lossGrid([
  { beta: 1, eta: 0 },
  { beta: 3, eta: 2 },
]);

test('every family has its settings once, and each is a loss that takes them', () => {
  expect(new Set(grid.map((loss) => JSON.stringify(loss))).size).toBe(grid.length);
  for (const loss of grid) expect(lossOf(loss)).toBeInstanceOf(Function);
  const scaled = grid.find(({ end, family }) => end?.kind === 'labelScale' && family)!;
  expect(stepText(scaled)).toBe('beta 1, eta 0');
  expect(() => lossOf({ ...grid[0], loss: 'none' })).toThrow('There is no loss none.');
  expect(grid.filter((loss) => fixedThreshold(loss) !== 0).map(({ loss }) => loss)).toEqual(['unboundedF1']);
});
