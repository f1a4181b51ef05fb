import { chooseRate, type TriedRate, tryRates } from '../src/tuning.js';

/** Best at 0.2, which is the highest, and at 0.1, the lowest: no rate beyond is better. */
const score = (head: string, learningRate: number): number =>
  -Math.abs(learningRate - (head === 'a' ? 0.2 : 0.1));

test('tries each rate on each head, and goes on from what was tried', async () => {
  const asked: [string, number][] = [];
  const heads = ['a', 'b'];
  const kept: number[] = [];
  const run = (before: readonly TriedRate[]): Promise<TriedRate[]> =>
    tryRates(
      heads,
      [0.1, 0.2],
      before,
      (i, rate) => {
        asked.push([heads[i], rate]);
        return Promise.resolve(score(heads[i], rate));
      },
      (tried) => {
        kept.push(tried.length);
        return Promise.resolve();
      },
    );
  const whole = await run([]);
  expect(asked).toEqual([
    ['a', 0.1],
    ['a', 0.2],
    ['a', 0.4],
    ['b', 0.1],
    ['b', 0.2],
    ['b', 0.05],
  ]);
  expect(kept).toEqual([1, 2, 3, 4, 5, 6]);
  asked.length = 0;
  expect(await run(whole.slice(0, 4))).toEqual(whole);
  expect(asked).toEqual([
    ['b', 0.2],
    ['b', 0.05],
  ]);
});

test('gives up after three rates beyond those given', async () => {
  const rates = async (score: (rate: number) => number): Promise<number[]> => {
    const tried = await tryRates(
      ['a'],
      [0.5, 1],
      [],
      (_, rate) => Promise.resolve(score(rate)),
      () => Promise.resolve(),
    );
    return tried.map(({ learningRate }) => learningRate);
  };
  expect(await rates((rate) => rate)).toEqual([0.5, 1, 2, 4, 8]);
  expect(await rates((rate) => -rate)).toEqual([0.5, 1, 0.25, 0.125, 0.0625]);
});

test('the best rate is that of the highest score, the lowest of equals, and says whether it is an end', () => {
  const tried = (...scores: number[]): TriedRate[] =>
    scores.map((microF1, i) => ({ head: 'a', learningRate: (i + 1) / 100, microF1 }));
  expect(chooseRate('a', tried(0.1, 0.3, 0.2))).toEqual({
    learningRate: 0.02,
    atEnd: false,
    isLowest: false,
  });
  expect(chooseRate('a', tried(0.1, 0.3, 0.3, 0.2))).toEqual({
    learningRate: 0.02,
    atEnd: false,
    isLowest: false,
  });
  expect(chooseRate('a', tried(0.3, 0.1))).toEqual({ learningRate: 0.01, atEnd: true, isLowest: true });
  expect(chooseRate('a', tried(0.1, 0.3))).toEqual({ learningRate: 0.02, atEnd: true, isLowest: false });
  const other = { head: 'b', learningRate: 0.5, microF1: 1 };
  expect(chooseRate('a', [other, ...tried(0.1, 0.3, 0.2)]).learningRate).toBe(0.02);
});
