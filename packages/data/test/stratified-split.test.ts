import '@tensorflow/tfjs-backend-cpu';
import { LabelSets, type Random, seededRandom } from '@argmaxable/core';
import fc from 'fast-check';
import { stratifiedSplit } from '../src/index.js';

const numLabels = 12;
const sets = (min: number) =>
  fc.array(fc.uniqueArray(fc.nat(numLabels - 1), { maxLength: 5 }), { minLength: min, maxLength: 60 });
const shares = fc.constantFrom([0.8, 0.2], [0.5, 0.5], [1 / 3, 1 / 3, 1 / 3], [0.7, 0.2, 0.1], [0.05, 0.95]);

/**
 * Algorithm 1 of the paper as it stands there, over all labels and all examples again and again, with the
 * additions of ours: exact sizes, and what random choices are drawn for.
 */
function byThePaper(labelSets: LabelSets, shares: readonly number[], seed: number): number[][] {
  const random: Random = seededRandom(seed);
  const size = labelSets.size;
  const room = exactSizes(shares, size);
  const D = new Set(random.permutation(size));
  const used = Array.from({ length: labelSets.numLabels }, (_, i) => i).filter((i) => countIn(i) > 0);
  const ranks = random.permutation(used.length);
  const wanted = shares.map((r) => new Map(used.map((i) => [i, countIn(i) * r])));
  const S: number[][] = shares.map(() => []);

  function countIn(label: number): number {
    return [...D].filter((row) => labelSets.get(row).includes(label)).length;
  }

  function largest(parts: number[], of: (part: number) => number): number[] {
    const most = Math.max(...parts.map(of));
    return parts.filter((part) => of(part) === most);
  }

  while (D.size > 0) {
    const left = used.filter((i) => countIn(i) > 0);
    const fewest = Math.min(...left.map(countIn));
    const candidates = left.filter((i) => countIn(i) === fewest);
    const l = candidates.sort((a, b) => ranks[used.indexOf(a)] - ranks[used.indexOf(b)]).at(0);
    for (const row of [...D].filter((row) => l === undefined || labelSets.get(row).includes(l))) {
      let M = shares.map((_, j) => j).filter((j) => room[j] > 0);
      if (l !== undefined) M = largest(M, (j) => wanted[j].get(l)!);
      M = largest(M, (j) => room[j]);
      const m = M.length === 1 ? M[0] : M[random.integer(M.length)];
      S[m].push(row);
      D.delete(row);
      for (const i of labelSets.get(row)) wanted[m].set(i, wanted[m].get(i)! - 1);
      room[m]--;
    }
  }
  return S.map((rows) => rows.sort((a, b) => a - b));
}

function exactSizes(shares: readonly number[], size: number): number[] {
  const sizes = shares.map((share) => Math.floor(share * size));
  while (sizes.reduce((a, b) => a + b) < size) {
    const gaps = shares.map((share, j) => share * size - sizes[j]);
    sizes[gaps.indexOf(Math.max(...gaps))]++;
  }
  return sizes;
}

test('is the algorithm of the paper', () => {
  fc.assert(
    fc.property(sets(20), shares, fc.nat(1000), (rows, shares, seed) => {
      const labelSets = LabelSets.from(rows, numLabels);
      const parts = stratifiedSplit(labelSets, { shares, seed }).map((part) => Array.from(part));
      expect(parts).toEqual(byThePaper(labelSets, shares, seed));
    }),
  );
});

test('every example is in one part, parts are of exact size and ascending, and the seed says all', () => {
  fc.assert(
    fc.property(sets(20), shares, fc.string(), (rows, shares, seed) => {
      const labelSets = LabelSets.from(rows, numLabels);
      const parts = stratifiedSplit(labelSets, { shares, seed });
      expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
      parts.forEach((part, j) => {
        expect(Math.abs(part.length - shares[j] * rows.length)).toBeLessThan(1);
        expect([...part]).toEqual([...part].sort((a, b) => a - b));
      });
      expect(stratifiedSplit(labelSets, { shares, seed })).toEqual(parts);
    }),
  );
});

/** The sum over parts and labels of how far the number of examples is from the part's share. */
function deviation(labelSets: LabelSets, parts: readonly Int32Array[], shares: readonly number[]): number {
  const counts = labelSets.labelCounts();
  return parts
    .flatMap((part, j) => [...labelSets.select(part).labelCounts()].map((c, i) => c - shares[j] * counts[i]))
    .reduce((sum, difference) => sum + Math.abs(difference), 0);
}

test('labels are shared out more evenly than by chance', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 100, max: 300 }), shares, (seed, size, shares) => {
      fc.pre(size * Math.min(...shares) >= 20); // a part of a few examples has little to share out
      const random = seededRandom(seed);
      // Frequencies from one half down to a few examples, as of tags.
      const labelSets = LabelSets.from(
        Array.from({ length: size }, () => [...Array(20).keys()].filter((i) => random.next() < 1 / (i + 2))),
        20,
      );
      const ofChance = Array.from({ length: 30 }, () => {
        const order = Int32Array.from(random.permutation(size));
        let from = 0;
        const parts = exactSizes(shares, size).map((count) => order.slice(from, (from += count)));
        return deviation(labelSets, parts, shares);
      });
      const mean = ofChance.reduce((a, b) => a + b) / ofChance.length;
      expect(deviation(labelSets, stratifiedSplit(labelSets, { shares, seed }), shares)).toBeLessThan(mean);
    }),
  );
});

test('one label: each part has its share of it, rounded', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 20, maxLength: 99 }), shares, (active, shares) => {
      const labelSets = LabelSets.from(active.map((is) => (is ? [0] : [])), 1); // prettier-ignore
      const count = active.filter(Boolean).length;
      stratifiedSplit(labelSets, { shares }).forEach((part, j) => {
        expect(Math.abs(labelSets.select(part).labelCounts()[0] - count * shares[j])).toBeLessThan(1);
      });
    }),
  );
});

test('labels of one example, and none but empty sets', () => {
  const singles = LabelSets.from([...Array(10).keys()].map((i) => [i]), 10); // prettier-ignore
  const [train, test] = stratifiedSplit(singles, { seed: 3 });
  expect([train.length, test.length]).toEqual([8, 2]);
  const empty = LabelSets.from(Array(7).fill([]), 2 ** 31 - 1); // and as many labels as there may be
  expect(stratifiedSplit(empty, { shares: [0.5, 0.5] }).map((part) => part.length)).toEqual([4, 3]);
});

test('another seed is another split, in both parts', () => {
  const labelSets = LabelSets.from(Array.from({ length: 50 }, (_, i) => [i % 3]), 3); // prettier-ignore
  const splits = [0, 1, '1', undefined].map((seed) => stratifiedSplit(labelSets, { seed }));
  expect(splits[1]).not.toEqual(splits[0]);
  expect(splits[2]).toEqual(splits[1]);
  expect(splits[3]).toEqual(splits[0]);
});

test('wrong shares, seeds and sizes are refused', () => {
  const labelSets = LabelSets.from([[0], [1], []], 2);
  const split = (options: object) => () => stratifiedSplit(labelSets, options);
  for (const shares of [5, 'x', {}, [], [1], null]) {
    expect(split({ shares })).toThrow('shares must be an array of two or more numbers above 0 of sum 1');
  }
  expect(split({ shares: [0.5, 0.4] })).toThrow('got "numbers of sum 0.9"');
  expect(split({ shares: [1, 0] })).toThrow('shares[1] must be');
  expect(split({ shares: [1.5, -0.5] })).toThrow('shares[0] must be');
  expect(split({ shares: [0.5, '0.5'] })).toThrow('shares[1] must be');
  expect(split({ seed: null })).toThrow('seed must be');
  expect(split({ share: 0.2 })).toThrow("Did you mean 'shares'?");
  expect(split({ shares: [0.9, 0.1] })).toThrow(
    'labelSets must be of examples enough for one in each part, with shares of 0.9, 0.1; got "3 examples"',
  );
  expect(() => stratifiedSplit([[0]] as never)).toThrow('labelSets must be LabelSets');
});
