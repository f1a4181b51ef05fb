import { type JsonLinesOptions, loadJsonLines } from '../src/index.js';
import { formsOf, plain } from './sources.js';

test('arrays of numbers', async () => {
  const { labelSets, labelNames, features } = await loadJsonLines('[3,0]\r\n[]\n[2]\n\n', { numLabels: 5 });
  expect(plain(labelSets)).toEqual([[0, 3], [], [2]]);
  expect([labelSets.numLabels, labelNames, features]).toEqual([5, null, null]);
});

test('the largest number says how many labels there are', async () => {
  expect((await loadJsonLines('[4]\n[1]')).labelSets.numLabels).toBe(5);
});

test('names are numbered as they appear, or as they are given', async () => {
  const text = '{"id": 1, "tags": ["née", "b"]}\n{"tags": []}\n{"tags": ["c", "née"]}\n';
  for (const [, source] of formsOf(text, 3)) {
    const seen = await loadJsonLines(source, { field: 'tags' });
    expect(seen.labelNames).toEqual(['née', 'b', 'c']);
    expect(plain(seen.labelSets)).toEqual([[0, 1], [], [0, 2]]);
  }
  const labelNames = ['x', 'b', 'c', 'née'];
  const given = await loadJsonLines(text, { field: 'tags', labelNames });
  expect(given.labelNames).toEqual(labelNames);
  expect(plain(given.labelSets)).toEqual([[1, 3], [], [2, 3]]);
});

test('numbers with names given', async () => {
  const { labelSets, labelNames } = await loadJsonLines('[1]', { labelNames: ['a', 'b', 'c'] });
  expect([labelSets.numLabels, labelNames]).toEqual([3, ['a', 'b', 'c']]);
});

test('names that objects have of themselves are names like any other', async () => {
  const { labelNames } = await loadJsonLines('["constructor", "__proto__"]\n["toString"]');
  expect(labelNames).toEqual(['constructor', '__proto__', 'toString']);
});

test.each<[string, string, JsonLinesOptions, string]>([
  ['an empty text', '', {}, 'source must be text with one example or more'],
  ['a text of blank lines', '\n\n', {}, 'source must be text with one example or more'],
  ['no label to count', '[]\n[]', {}, 'one with an active label; got "2 examples without a label". Or give'],
  ['a line cut off', '[1]\n[2, ', {}, 'line 2 must be JSON; got "[2, ".'],
  ['a blank line', '[1]\n\n[2]', {}, 'line 2 must be JSON; got "". Write [] for an example without labels.'],
  [
    'a label out of range',
    '[1]\n[0, 5]',
    { numLabels: 5 },
    'line 2, item 2 must be an integer from 0 to 4; got 5.',
  ],
  ['a label below 0', '[-1]', {}, 'line 1, item 1 must be an integer, 0 or more; got -1.'],
  [
    'a label beyond int32',
    '[4294967296]',
    {},
    'item 1 must be an integer from 0 to 9999999; got 4294967296.',
  ],
  ['a fraction', '[1.5]', {}, 'line 1, item 1 must be an integer, 0 or more; got 1.5.'],
  ['a label twice', '[1, 0, 1]', {}, 'line 1, item 3 must be a set without repeated labels; got 1.'],
  ['numbers and names', '[1]\n["a"]', {}, 'line 2, item 1 must be a number, like the labels before'],
  ['another type', '[null]', {}, 'line 1, item 1 must be a label number or name; got null.'],
  ['NaN', '[NaN]', {}, 'line 1 must be JSON; got "[NaN]"'],
  [
    'an object',
    '{"labels": [1]}',
    {},
    `must be an array of labels; got "{\\"labels\\":[1]}". Name the field`,
  ],
  [
    'no such field',
    '{"labels": [1]}',
    { field: 'tags' },
    'an object with an array of labels in its field "tags"',
  ],
  ['null for an object', 'null', { field: 'tags' }, 'an object with an array of labels in its field "tags"'],
  ['a field of Object', '{}', { field: 'constructor' }, 'an array of labels in its field "constructor"'],
  [
    'an unknown name',
    '["a", "b"]',
    { labelNames: ['a'] },
    'line 1, item 2 must be one of labelNames; got "b".',
  ],
  [
    'too many names',
    '["a"]\n["b"]',
    { numLabels: 1 },
    'line 2, item 1 must be one of the first 1 names (numLabels)',
  ],
  [
    'names that repeat',
    '[]',
    { labelNames: ['a', 'a'] },
    'labelNames[1] must be names that differ; got "a".',
  ],
  ['no names', '[]', { labelNames: [] }, 'labelNames must be an array of one name or more'],
  [
    'two counts',
    '[]',
    { labelNames: ['a'], numLabels: 2 },
    'numLabels must be the number of labelNames, 1; got 2.',
  ],
  [
    'a near name',
    '["rainy"]',
    { labelNames: ['snow', 'rain'] },
    `line 1, item 1 must be one of labelNames; got "rainy". Did you mean 'rain'?`,
  ],
  [
    'a name among numbers',
    '[0, "1"]',
    {},
    'line 1, item 2 must be a number, like the labels before; got "1".',
  ],
  ['a truth value', '[true]', {}, 'line 1, item 1 must be a label number or name; got true.'],
  ['a nested array', '[[0]]', {}, 'line 1, item 1 must be a label number or name; got [0].'],
  [
    'an object in the array',
    '[{}]',
    {},
    'line 1, item 1 must be a label number or name; got an object of class Object.',
  ],
  [
    'a number beyond all',
    '[1e20]',
    {},
    'line 1, item 1 must be an integer from 0 to 9999999; got 100000000000000000000.',
  ],
  ['an infinite number', '[1e999]', {}, 'line 1, item 1 must be an integer from 0 to 9999999; got Infinity.'],
  ['a name twice', '["a", "b", "a"]', {}, 'line 1, item 3 must be a set without repeated labels; got "a".'],
  ['0 and -0', '[0, -0]', {}, 'line 1, item 2 must be a set without repeated labels'],
  ['a number where a line is an array', '5', {}, 'line 1 must be an array of labels; got "5".'],
  ['a text where a line is an array', '"a"', {}, 'line 1 must be an array of labels'],
  [
    'an object whose field is likely another',
    '{"text": "x", "tags": [1]}',
    {},
    `Name the field that holds the labels: { field: 'tags' }.`,
  ],
  [
    'a field that is no array',
    '{"tags": "a"}',
    { field: 'tags' },
    `in its field "tags"; got "{\\"tags\\":\\"a\\"}".`,
  ],
  [
    'a field twice',
    '{"tags": [0], "a": {"tags": 3}, "tags" : [1]}',
    { field: 'tags' },
    'line 1 must be an object with one field "tags"',
  ],
  ['a field of another case', '{"Tags": [1]}', { field: 'tags' }, `Did you mean 'Tags'?`],
  [
    'an array where lines are objects',
    '[1]',
    { field: 'tags' },
    'an object with an array of labels in its field "tags"',
  ],
  ['line breaks of old Macs', '[1]\r[2]', {}, 'line 1'],
  ['two values in a line', '[1][2]', {}, 'must be JSON; got "[1][2]".'],
  [
    'a field that is no text',
    '[]',
    { field: 3 } as unknown as JsonLinesOptions,
    'field must be the name of a field; got 3.',
  ],
  [
    'labels beyond the limit given',
    '[0]\n[7]',
    { maxLabels: 7 },
    'line 2, item 1 must be an integer from 0 to 6; got 7. Raise maxLabels',
  ],
  [
    'names beyond the limit given',
    '["a","b"]',
    { maxLabels: 1 },
    'line 1, item 2 must be one of the first 1 names; got "b". Raise',
  ],
  [
    'as many labels as memory holds',
    '[1000000000]',
    {},
    'item 1 must be an integer from 0 to 9999999; got 1000000000. Raise maxLabels',
  ],
  [
    'numLabels beyond the limit',
    '[0]',
    { numLabels: 1e9 },
    'numLabels must be an integer from 1 to 10000000',
  ],
  [
    'text that nests',
    `[0]\n${'['.repeat(101)}`,
    {},
    'line 2 must be JSON of at most 100 nested arrays and objects; got "[[[[',
  ],
  ['objects that nest', '{"a": {"b": []}}', { maxNesting: 2 }, 'line 1 must be JSON of at most 2 nested'],
  ['another limit', '[]', { maxNesting: 0 }, 'maxNesting must be an integer from 1 to 1000; got 0.'],
  ['no labels', '[]', { numLabels: 0 }, 'numLabels must be an integer from 1 to 10000000; got 0.'],
  [
    'an unknown option',
    '[]',
    { labels: 3 } as JsonLinesOptions,
    'must be among field, numLabels, labelNames',
  ],
])('%s is refused', async (_, text, options, message) => {
  await expect(loadJsonLines(text, options)).rejects.toThrow(message);
});

test('limits are what is asked for', async () => {
  const nested = `{"a": ${'['.repeat(500)}${']'.repeat(500)}, "tags": [0], "b": "[[[[\\"[[["}`;
  const options = { field: 'tags', maxNesting: 501 };
  expect(plain((await loadJsonLines(nested, options)).labelSets)).toEqual([[0]]);
  await expect(loadJsonLines(nested, { ...options, maxNesting: 500 })).rejects.toThrow(
    'line 1 must be JSON of at most 500 nested',
  );
  // Brackets in texts do not nest.
  expect(
    plain((await loadJsonLines('{"tags": [0], "b": "[[[[\\"[[["}', { ...options, maxNesting: 2 })).labelSets),
  ).toEqual([[0]]);
  expect((await loadJsonLines('[19999999]', { maxLabels: 2e7 })).labelSets.numLabels).toBe(2e7);
});

test('what only looks like the field is passed over', async () => {
  const text =
    '{"a": "tags", "b": ["tags", {"tags": [5]}], "c": "\\\\", "d": "\\"tags\\":", "tags": [1], "e": "tags"}';
  expect(plain((await loadJsonLines(text, { field: 'tags' })).labelSets)).toEqual([[1]]);
});
