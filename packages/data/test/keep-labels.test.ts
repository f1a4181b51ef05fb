import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import fc from 'fast-check';
import { keepLabels } from '../src/index.js';

const numLabels = 9;
const someSets = fc
  .array(fc.uniqueArray(fc.nat(numLabels - 1), { maxLength: 5 }), { minLength: 1, maxLength: 30 })
  .map((rows) => LabelSets.from(rows, numLabels));
const lists = (labelSets: LabelSets): number[][] => Array.from(labelSets, (set) => [...set]);

test('kept labels are those of minCount, or the most frequent, the lower of equal ones', () => {
  fc.assert(
    fc.property(someSets, fc.integer({ min: 1, max: numLabels }), (labelSets, number) => {
      const counts = [...labelSets.labelCounts()];
      const all = [...counts.keys()];
      const enough = all.filter((label) => counts[label] >= number);
      if (enough.length > 0) {
        expect([...keepLabels(labelSets, { minCount: number }).labels]).toEqual(enough);
      } else {
        expect(() => keepLabels(labelSets, { minCount: number })).toThrow(`at most ${Math.max(...counts)}, `);
      }
      const isBefore = (a: number, b: number) => counts[a] > counts[b] || (counts[a] === counts[b] && a < b);
      const top = all.filter((label) => all.filter((other) => isBefore(other, label)).length < number);
      expect([...keepLabels(labelSets, { top: number }).labels]).toEqual(top);
    }),
  );
});

test('reduced sets and those that come back are the sets without the labels dropped', () => {
  fc.assert(
    fc.property(someSets, someSets, fc.integer({ min: 1, max: numLabels }), (labelSets, others, top) => {
      const kept = keepLabels(labelSets, { top });
      const without = (sets: LabelSets): number[][] =>
        lists(sets).map((set) => set.filter((label) => kept.labels.includes(label)));
      expect(kept.labelSets.numLabels).toBe(top);
      expect(lists(kept.labelSets).map((set) => set.map((label) => kept.labels[label]))).toEqual(
        without(labelSets),
      );
      for (const sets of [labelSets, others]) {
        const restored = kept.restore(kept.reduce(sets));
        expect(restored.numLabels).toBe(numLabels);
        expect(lists(restored)).toEqual(without(sets));
      }
      const isEmptied = (row: number) =>
        labelSets.get(row).length > 0 && kept.labelSets.get(row).length === 0;
      expect([...kept.emptied]).toEqual([...Array(labelSets.size).keys()].filter(isEmptied));
    }),
  );
});

test('by hand, with many labels', () => {
  const labelSets = LabelSets.from([[5, 2 ** 31 - 2], [], [2 ** 31 - 2], [7]], 2 ** 31 - 1);
  const kept = keepLabels(labelSets, { minCount: 2 });
  expect([...kept.labels]).toEqual([2 ** 31 - 2]);
  expect(lists(kept.labelSets)).toEqual([[0], [], [0], []]);
  expect([...kept.emptied]).toEqual([3]);
  expect([...keepLabels(labelSets, { top: 5 }).labels]).toEqual([0, 1, 5, 7, 2 ** 31 - 2]);
});

test('what is wrong is refused', () => {
  const labelSets = LabelSets.from([[0, 2], [2], []], 3);
  for (const options of [{}, { minCount: undefined }]) {
    expect(() => keepLabels(labelSets, options)).toThrow('must be minCount or top, one of the two; got');
  }
  expect(() => keepLabels(labelSets, { minCount: 1, top: 1 })).toThrow('both');
  for (const wrong of [0, -1, 1.5, NaN, '1', null, [1]]) {
    expect(() => keepLabels(labelSets, { minCount: wrong as never })).toThrow(/^minCount must be/);
    expect(() => keepLabels(labelSets, { top: wrong as never })).toThrow(/^top must be/);
  }
  expect(() => keepLabels(labelSets, { top: 4 })).toThrow('top must be an integer from 1 to 3');
  expect(() => keepLabels(labelSets, { minCount: 3 })).toThrow('at most 2, the count of the most frequent');
  expect(() => keepLabels(LabelSets.from([[]], 2), { minCount: 1 })).toThrow('at most 0, ');
  expect(() => keepLabels(labelSets, { count: 1 } as never)).toThrow('options of keepLabels must be among');
  expect(() => keepLabels([[0]] as never, { top: 1 })).toThrow('labelSets must be LabelSets');
  const { reduce, restore } = keepLabels(labelSets, { top: 2 });
  expect(() => reduce(LabelSets.from([[0]], 2))).toThrow('of 3 labels, as keepLabels was given');
  expect(() => restore(labelSets)).toThrow('of 2 labels, as were kept');
  expect(() => restore(null as never)).toThrow('labelSets must be LabelSets');
});
