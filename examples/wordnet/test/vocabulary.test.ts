import { Vocabulary } from '../src/vocabulary.js';

const vocabulary = Vocabulary.of(['A dog; a "hot dog".', 'Éclair 2 dog éclair'], 2);

test('knows the words seen often enough, whatever their case and punctuation', () => {
  expect(vocabulary.words).toEqual(['a', 'dog', 'éclair']);
  expect(vocabulary.size).toBe(5);
});

test('numbers known words from 2 and all others 1; 0 is for padding', () => {
  expect([...vocabulary.encode('Dog bites ÉCLAIR!')]).toEqual([3, 1, 4]);
  expect([...vocabulary.encode(' ... ')]).toEqual([]);
});
