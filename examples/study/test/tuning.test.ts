import type { Finished } from '../src/figure.js';
import { among, best, followUp, tunedRate, tunedText, type Tuning } from '../src/tuning.js';

interface Cell {
  readonly layer: string;
  readonly rate: number;
  /** Of some layers only. */
  readonly beta?: number;
  readonly seed: number;
}

const tuning: Tuning<Cell, number> = {
  variant: ({ layer }) => layer,
  value: (result) => result,
  parameters: [
    tunedRate(),
    {
      ...{ name: 'beta', beyond: among([1, 3, 10]) },
      ...{ of: ({ beta }) => beta, with: (cell, beta) => ({ ...cell, beta }) },
    },
  ],
};

const cells = (rates: readonly number[], others: Partial<Cell> = {}): Cell[] =>
  rates.map((rate) => ({ layer: 'a', seed: 1, ...others, rate }));

/** The cells as finished, with a value each. */
const finished = (all: readonly Cell[], of: (cell: Cell) => number): Finished<Cell, number>[] =>
  all.map((cell) => ({ cell, result: of(cell) }));

/** Finishes what follows until nothing new comes. */
function run(start: readonly Cell[], of: (cell: Cell) => number, seeds: number, quick = false): Cell[] {
  const all = new Map<string, Cell>();
  for (let next = start; next.length > 0;) {
    for (const cell of next) all.set(JSON.stringify(cell), cell);
    next = followUp(finished([...all.values()], of), tuning, { quick, seeds }).filter(
      (cell) => !all.has(JSON.stringify(cell)),
    );
  }
  return [...all.values()];
}

/** Highest at a rate, whatever the seed. */
const peak =
  (rate: number) =>
  (cell: Cell): number =>
    -Math.abs(Math.log(cell.rate / rate));

test('behind a value comes the next of those given, whether it is one of them or not', () => {
  const next = among([1, 3, 10]);
  expect([3, 2, 1, 10].map((value) => [next(value, -1), next(value, 1)])).toEqual([
    [1, 10],
    [1, 3],
    [undefined, 3],
    [3, undefined],
  ]);
  const { beyond } = tunedRate();
  expect([0.12, 0.06, 0.003].map((rate) => [beyond(rate, -1), beyond(rate, 1)])).toEqual([
    [0.1, 0.3],
    [0.03, 0.1],
    [0.001, 0.01],
  ]);
});

test('a best that is inside runs with the other seeds, and nothing else does', () => {
  const start = cells([0.01, 0.03, 0.1]);
  expect(run(start, peak(0.03), 3)).toEqual([
    ...start,
    ...[2, 3].map((seed) => ({ layer: 'a', rate: 0.03, seed })),
  ]);
});

test('a best at the edge grows the grid until it is inside, or the range ends', () => {
  const start = cells([0.01, 0.03]);
  expect(run(start, peak(0.3), 1).map(({ rate }) => rate)).toEqual([0.01, 0.03, 0.1, 0.3, 1]);
  const up = run(start, ({ rate }) => rate, 2);
  expect(up.map(({ rate, seed }) => [rate, seed])).toEqual([
    ...[0.01, 0.03, 0.1, 0.3, 1, 3].map((rate) => [rate, 1]),
    [3, 2],
  ]);
  const done = finished(up, ({ rate }) => rate);
  const [highest] = best(done, tuning);
  expect(highest).toMatchObject({ edges: ['rate'], beyond: [] });
  expect(tunedText(highest, tuning.parameters[0])).toBe('3 (edge)');
  expect(run(start, peak(0.3), 2, true)).toEqual([...start, { layer: 'a', rate: 0.03, seed: 2 }]); // quick
});

test('all numbers are tuned, each with the others at their best', () => {
  const value = ({ rate, beta = 0 }: Cell): number => -Math.abs(Math.log(rate / 0.3)) - Math.abs(beta - 3);
  const ran = run(cells([0.03], { beta: 1 }), value, 1);
  const done = finished(ran, value);
  expect(best(done, tuning)).toMatchObject([{ cell: { rate: 0.3, beta: 3 }, edges: [], beyond: [] }]);
  expect(ran.length).toBeLessThan(20);
});

test('variants are tuned apart, by their first seed alone', () => {
  const value = ({ layer, rate, seed }: Cell): number =>
    (layer === 'a' ? 1 : -1) * rate * (seed === 1 ? 1 : -9);
  const all = [1, 2, 3].flatMap((seed) =>
    ['a', 'b'].flatMap((layer) => cells([0.01, 0.03], { layer, seed })),
  );
  expect(best(finished(all, value), tuning)).toMatchObject([
    { variant: 'a', cell: { rate: 0.03 }, results: [0.03, -0.27, -0.27], tried: 2, edges: ['rate'] },
    { variant: 'b', cell: { rate: 0.01 }, results: [-0.01, 0.09, 0.09], tried: 2, edges: ['rate'] },
  ]);
  const late = best(finished(cells([0.01], { seed: 2 }), value), tuning); // seed 1 is missing
  expect(late).toMatchObject([{ cell: { rate: 0.01, seed: 2 }, tried: 1 }]);
});
