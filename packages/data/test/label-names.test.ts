import { loadLabelNames, loadMulanLabels, type TextLimits } from '../src/index.js';
import { formsOf } from './sources.js';

test.each([
  ['one per line', 'rain\nsnow\n', ['rain', 'snow']],
  ['CR LF, a byte order mark, blank lines at the end', '\uFEFFrain\r\nsnow\r\n\r\n', ['rain', 'snow']],
  ['a vocabulary', '[UNK]\n[CLS]\nrain\n', ['[UNK]', '[CLS]', 'rain']],
  ['one name in brackets', '[UNK]', ['[UNK]']],
  ['numbers in brackets', '[1]\n[2]\n', ['[1]', '[2]']],
  ['an open bracket and a text', '[a\n]', ['[a', ']']],
  ['braces', '{a}\n{b}\n', ['{a}', '{b}']],
  ['quotes', '"a"\n"b"\n', ['"a"', '"b"']],
  ['spaces around, and a name twice', ' a\nb \nb ', [' a', 'b ', 'b ']],
  ['a JSON array', '["rain", "sn\\u00f6w"]', ['rain', 'snöw']],
  ['a JSON array over lines', ' [\n  "[UNK]",\r\n  "rain"\n]\n', ['[UNK]', 'rain']],
  ['a JSON array with spaces', '[ "rain" ]', ['rain']],
])('%s', async (_, text, names) => {
  for (const [, source] of formsOf(text, 3)) expect(await loadLabelNames(source)).toEqual(names);
});

test.each<[string, string, TextLimits, string]>([
  ['an empty text', '', {}, 'line 1 must be a label name; got "the end of the text".'],
  ['blank lines', '\n \n', {}, 'line 1 must be a label name'],
  ['a blank line between', 'a\n\nb', {}, 'line 2 must be a label name; got "".'],
  ['no names in JSON', '[]', {}, 'line 1 must be a JSON array of 1 to 10000000 label names'],
  [
    'JSON of numbers',
    '[1, 2]',
    {},
    'line 1 must be label names, one per line, or a JSON array of strings; got "[1, 2]".',
  ],
  ['JSON of null', '[null]', {}, 'line 1 must be label names, one per line, or a JSON array of strings'],
  ['JSON of arrays', '[["a"]]', {}, 'line 1 must be label names, one per line, or a JSON array of strings'],
  ['an object', '{"0": "a"}', {}, 'line 1 must be label names, one per line, or a JSON array of strings'],
  ['a number among names', '["a", 1]', {}, 'line 1, item 2 must be a label name; got 1.'],
  ['null among names', '["a", null]', {}, 'line 1, item 2 must be a label name; got null.'],
  ['an empty name', '["a", ""]', {}, 'line 1, item 2 must be a label name; got "".'],
  ['an array among names', '["a", []]', {}, 'must be JSON of at most 1 nested arrays and objects'],
  ['JSON cut off', '["a", "b"', {}, 'must be JSON'],
  [
    'JSON, and more',
    '["a"]\nb',
    {},
    /line 2, column 1 must be JSON|line 1 must be JSON/ as unknown as string,
  ],
  [
    'more names than allowed',
    'a\nb\nc',
    { maxLabels: 2 },
    'line 3 must be the end, because at most 2 label names are read; got "c". Raise maxLabels',
  ],
  [
    'more names than allowed, in JSON',
    '["a","b","c"]',
    { maxLabels: 2 },
    'line 1 must be a JSON array of 1 to 2 label names',
  ],
  [
    'a line too long',
    'a\nbcdef',
    { maxLineLength: 4 },
    'line 2 must be at most 4 characters long; got "bcdef". Raise maxLineLength',
  ],
  ['JSON too long', '[\n"a",\n"b"\n]', { maxLineLength: 6 }, 'line 1 must be at most 6 characters long'],
  [
    'a file name',
    'names.txt',
    {},
    'source must be the text itself, not the name of a file; got "names.txt". Open the file',
  ],
])('%s is refused', async (_, text, options, message) => {
  await expect(loadLabelNames(text, options)).rejects.toThrow(message);
});

test('names of an XML file of Mulan', async () => {
  const xml = `<?xml version="1.0"?><!-- a -- b - c --><labels><label name="a"><label name='b &gt; c'/></label></labels>`;
  for (const [, source] of formsOf(xml, 5)) expect(await loadMulanLabels(source)).toEqual(['a', 'b > c']);
  await expect(loadMulanLabels(xml, { maxLabels: 1 })).rejects.toThrow(
    'xml, line 1, column 65 must be XML: at most 1 labels',
  );
  await expect(loadMulanLabels(xml, { maxLineLength: 100 })).rejects.toThrow('at most 100 characters long');
});
