import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import {
  formatsOf,
  loadTaggedTexts,
  type LoadTaggedTextsOptions,
  readTaggedTexts,
  type TaggedText,
  type TaggedTextFormatName,
  taggedTextFormats,
  type TaggedTextOptions,
  type TextSource,
} from '../src/index.js';
import { formsOf, plain } from './sources.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

async function rowsIn(source: TextSource, options?: TaggedTextOptions): Promise<TaggedText[]> {
  const rows: TaggedText[] = [];
  for await (const row of await readTaggedTexts(source, options)) rows.push(row);
  return rows;
}

/** Two texts with an umlaut and a line break, their tags and one more column, in every format. */
const files: Record<TaggedTextFormatName, string> = {
  csv: 'id,text,tags\r\n1,"Née, in ""two""\r\nlines",a|b\r\n\r\n2,plain,b\r\n',
  tsv: 'id\ttext\ttags\n1\t"Née, in ""two""\nlines"\ta|b\n\n2\tplain\tb\n',
  jsonl:
    '{"id": "1", "text": "Née, in \\"two\\"\\nlines", "tags": ["a", "b"]}\n\n{"id": "2", "text": "plain", "tags": ["b"]}\n',
  json: '{"of": 2, "rows": [{"id": "1", "text": "Née, in \\"two\\"\\nlines",\n"tags": ["a", "b"]},\n{"id": "2", "text": "plain", "tags": ["b"]}]}\n',
  fasttext: '__label__a __label__b Née, in "two"  lines\n\nplain __label__b\n',
};

test('every format has a file here', () => {
  expect(Object.keys(files)).toEqual(taggedTextFormats.map(({ name }) => name));
});

describe.each(Object.entries(files) as [TaggedTextFormatName, string][])('%s', (format, text) => {
  const isFasttext = format === 'fasttext';
  const first = isFasttext ? 'Née, in "two"  lines' : 'Née, in "two"\nlines';
  const lines = { csv: [2, 5], tsv: [2, 5], jsonl: [1, 3], json: [1, 3], fasttext: [1, 3] }[format];
  const fields = [1, 2].map((id) => (isFasttext ? {} : { id: String(id) }));

  test('is read with its lines and other columns, whatever it comes as and wherever it is cut', async () => {
    for (const options of [{}, { format }]) {
      for (const [, source] of [1, 3, 1000].flatMap((size) => formsOf(text, size))) {
        expect(await rowsIn(source, options)).toEqual([
          { text: first, tags: ['a', 'b'], fields: fields[0], line: lines[0] },
          { text: 'plain', tags: ['b'], fields: fields[1], line: lines[1] },
        ]);
      }
    }
  });

  test('is read with a byte order mark, with CR LF, and packed by gzip', async () => {
    const expected = await rowsIn(text);
    const packed = gzipSync(text);
    expect(await rowsIn(`\uFEFF${text.replace(/\r?\n/g, '\r\n')}`)).toEqual(expected);
    for (const source of [packed, [packed.subarray(0, 1), packed.subarray(1)], Readable.from([packed])]) {
      expect(await rowsIn(source as TextSource)).toEqual(expected);
    }
  });

  test('becomes a table', async () => {
    const table = await loadTaggedTexts(text);
    expect(table.texts).toEqual([first, 'plain']);
    expect(plain(table.labelSets)).toEqual([[0, 1], [1]]);
    expect([table.labelNames, table.tags]).toEqual([
      ['a', 'b'],
      [['a', 'b'], ['b']],
    ]);
    expect([table.fields, [...table.rows]]).toEqual([fields, [0, 1]]);
    expect(table.layout.format).toBe(format);
    expect(table.counts).toEqual({
      rows: 2,
      blankLines: format === 'json' ? 0 : 1,
      repeatedTags: 0,
      emptyTexts: 0,
      repeatedRows: 0,
      untagged: 0,
      droppedLabels: 0,
      emptied: 0,
      everywhere: 1,
    });
  });

  test('is found by the names of its files', () => {
    const { extensions } = taggedTextFormats.find(({ name }) => name === format)!;
    for (const extension of extensions) {
      expect(formatsOf(taggedTextFormats, `DATA${extension.toUpperCase()}`).map(({ name }) => name)).toEqual([
        format,
      ]);
    }
  });

  test('says which of its bytes are not UTF-8', async () => {
    const bytes = Buffer.from(text.replace('plain', 'pl@in'));
    bytes[bytes.indexOf('@')] = 0xe4; // Latin-1
    await expect(rowsIn(bytes)).rejects.toThrow(`line ${lines[1]} must be UTF-8 text`);
  });
});

describe('what is guessed', () => {
  test.each<[string, string, string]>([
    [
      'csv',
      'text;tags\na, b;x|y\n',
      `CSV with ";" between fields; texts in 'text'; tags in 'tags', between them '|'`,
    ],
    [
      'a title and an abstract',
      '{"Title": "t", "abstractText": "a", "meshMajor": ["x"]}',
      "texts in 'Title' and 'abstractText'",
    ],
    ['one known column of two', 'gloss_en,labels\na,x\n', "texts in 'gloss_en'; tags in 'labels'"],
    ['the other known column of two', 'Sentence,kind\na,x\n', "texts in 'Sentence'; tags in 'kind'"],
    ['commas in a column of several', 'text,tags\na,"x,y"\n', "between them ','"],
    ['semicolons', 'text,label\na,x;y\n', "between them ';'"],
    [
      'one tag each',
      'text,label\na,New York\n',
      "tags in 'label' (guessed: format, delimiter, text, tags, separator)",
    ],
    ['arrays of JSON', 'text,tags\na,"[""x"", ""y""]"\n', "tags in 'tags' as JSON arrays"],
    ['a first column without a name', ',text,tags\n0,a,x\n', "texts in 'text'"],
  ])('%s', async (_, text, words) => {
    const { layout } = await readTaggedTexts(text);
    expect(String(layout)).toContain(words);
  });

  test('nothing is said to be guessed that is given', async () => {
    const options = { format: 'csv', delimiter: ',', text: 'text', tags: 'tags', separator: '|' } as const;
    expect((await readTaggedTexts('text,tags\na,b\n', options)).layout.guessed).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'no known column',
      'a,b,c\n1,2,3\n',
      "text must be given: which of the columns 'a', 'b', 'c'; got \"none\"",
    ],
    ['two columns of text', 'text,review,tags\na,b,c\n', "the columns 'text', 'review'"],
    ['two columns of tags', 'text,tags,labels\na,b,c\n', 'tags must be given: which of the columns'],
    ['numbers of rows beside the texts', 'id,text\n1,a\n', 'tags must be given'],
    ['two delimiters', 'text;tags,more\na;b,c\n', 'delimiter must be the character between the fields'],
    [
      'two separators',
      'text,tags\na,x|y;z\n',
      "separator must be given: what separates tags; got \"none, and '|' and ';'",
    ],
    ['a comma in a column of one', 'text,label\na,"x, y"\n', "and ',' in the column 'label'"],
    ['spaces in a column of several', 'text,tags\na,x y\n', "and ' ' in the column 'tags'"],
    ['a list of Python', `text,tags\na,"['x', 'y']"\n`, 'a list of Python; write it with a separator'],
    [
      'a separator after the first rows',
      `text,label\n${'a,x\n'.repeat(70_000)}a,x|y\n`,
      'line 70002 must be one tag',
    ],
    [
      'text after arrays',
      `${'{"text":"a","tags":["x"]}\n'.repeat(1500)}{"text":"a","tags":"x|y"}`,
      'line 1501 must be one tag',
    ],
  ])('%s: is asked for', async (_, text, message) => {
    await expect(rowsIn(text)).rejects.toThrow(message);
  });
});

describe('options', () => {
  test('one column for each tag, in their order', async () => {
    const text = 'text,wet,cold,dry\nrain,1,0,0\nsnow,1.0,TRUE,false\n';
    const table = await loadTaggedTexts(text, { tags: ['wet', 'cold', 'dry'] });
    expect([table.labelNames, table.tags]).toEqual([
      ['wet', 'cold'],
      [['wet'], ['wet', 'cold']],
    ]);
    expect([table.counts.droppedLabels, table.counts.everywhere]).toEqual([1, 1]);
    const json = '[{"text": "rain", "wet": true, "cold": 0}]';
    expect((await rowsIn(json, { tags: ['cold', 'wet'] }))[0].tags).toEqual(['wet']);
    await expect(rowsIn('text,wet\nrain,\n', { tags: ['wet'] })).rejects.toThrow(
      'line 2 must be 0, 1, false or true in the column \'wet\' of a tag; got "".',
    );
  });

  test('no texts, no tags, no head, no quotes', async () => {
    expect(await rowsIn('tags,x\na,1\n', { text: null })).toMatchObject([{ text: '', tags: ['a'] }]);
    expect((await loadTaggedTexts('tags,x\na,1\na,1\n', { text: null })).counts).toMatchObject({
      emptyTexts: 0,
      repeatedRows: 0,
    });
    expect(await rowsIn('text\na\n', { tags: null })).toMatchObject([{ text: 'a', tags: [] }]);
    expect(await rowsIn('a,x\nb,y\n', { header: false, text: '1', tags: '2' })).toMatchObject([
      { text: 'a', tags: ['x'], line: 1 },
      { text: 'b', tags: ['y'], line: 2 },
    ]);
    expect(await rowsIn('text\ttags\n"a" b\tx\n', { quotes: false })).toMatchObject([{ text: '"a" b' }]);
  });

  test('several columns of text; a separator of several characters, and spaces', async () => {
    const text = 'title,body,tags\nA,b,x ## y\n,b,\n';
    const rows = await rowsIn(text, { text: ['title', 'body'], separator: '##' });
    expect(rows).toMatchObject([
      { text: 'A\nb', tags: ['x', 'y'], fields: {} },
      { text: 'b', tags: [] },
    ]);
    expect((await rowsIn('text,tags\na, x  y \n', { separator: ' ' }))[0].tags).toEqual(['x', 'y']);
    expect((await rowsIn('text,tags\na,"x,y"\n', { separator: null }))[0].tags).toEqual(['x,y']);
  });

  test.each<[string, object, string]>([
    [
      'a column that is none',
      { text: 'txt' },
      "text must be a column of the file: 'text', 'tags'; got \"txt\". Did you mean 'text'?",
    ],
    [
      'one of several',
      { tags: ['tags', 'tagz'] },
      "tags must be a column of the file: 'text', 'tags'; got \"tagz\". Did you mean 'tags'?",
    ],
    ['the same column twice', { text: 'tags', tags: 'tags' }, 'tags must be another column than text'],
    ['a column twice', { tags: ['tags', 'tags'] }, 'tags[1] must be names that differ'],
    ['neither texts nor tags', { text: null, tags: null }, 'tags must be a column if text is null'],
    ['no columns', { tags: [] }, 'tags must be the name of a column, an array of names, or null'],
    ['a long delimiter', { delimiter: '::' }, 'delimiter must be one character'],
    ['an empty separator', { separator: '' }, 'separator must be a string of one character or more'],
    ['an unknown format', { format: 'xlsx' }, "format must be one of 'csv'"],
    [
      'an option of another format',
      { format: 'fasttext', header: false },
      'header must be omitted for fastText',
    ],
    ['a misspelt option', { separater: '|' }, "Did you mean 'separator'?"],
  ])('%s is refused', async (_, options, message) => {
    await expect(readTaggedTexts('text,tags\na,x\n', options)).rejects.toThrow(message);
  });
});

describe('bad input', () => {
  test.each<[string, string, string]>([
    ['a row that is short', 'text,tags\na,x\n\nb\n', 'line 4 must be 2 fields, as the head has; got "1: b"'],
    [
      'a row that is long',
      'text,tags\n"a\n",x\nb,y,z\n',
      'line 4 must be 2 fields, as the head has; got "3: b,y,z"',
    ],
    [
      'a quote that is not closed',
      'text,tags\na,x\n"b,y\nc,z\n',
      'line 3, column 1 must be a field whose quote is closed',
    ],
    [
      'text behind a quote',
      'text,tags\na,x\nb,"y" z\n',
      'line 3, column 3 must be a quoted field that ends at its quote',
    ],
    [
      'a column twice',
      'text,tags,text\na,x,b\n',
      'line 1, item 3 must be another name than the columns before; got "text"',
    ],
    ['JSON that is none', '{"text":"a","tags":[]}\n{"text"}\n', 'line 2'],
    ['no object', '{"text":"a","tags":[]}\n[1]\n', 'line 2 must be an object of fields; got "[1]"'],
    [
      'a field twice',
      '{"text":"a","text":"b","tags":[]}\n',
      'line 1 must be an object with one field "text"',
    ],
    [
      'a text that is none',
      '{"text":5,"tags":["x"]}',
      'line 1 must be an object with a text in its field "text"; got "5"',
    ],
    [
      'a tag that is none',
      '{"text":"a","tags":["x",null]}',
      'line 1, item 2 must be the name of a tag, in "tags"; got "null"',
    ],
    ['tags that are none', '{"text":"a","tags":{"x":1}}', 'line 1 must be the name of a tag, in "tags"'],
    [
      'an array cut off',
      '[{"text":"a","tags":[]},\n',
      'line 2 must be the rest of an array; got "the end of the text"',
    ],
    ['an object cut off', '[{"text":"a","tags":[]},\n{"text":', 'line 2 must be the rest of an array'],
    ['a comma too many', '[{"text":"a","tags":["x"]},\n]', 'line 2 must be an object, in an array; got "]"'],
    ['no comma', '[{"text":"a","tags":["x"]}\n{}]', "line 2 must be ',' or ']' after an object"],
    ['an array of texts', '{"texts":["a"]\n}', 'must be an object, in an array'],
    [
      'two arrays',
      '{"a":[{"text":"a","tags":["x"]}],"b":[{}]}',
      'must be an object with one array of objects; got "b"',
    ],
    ['text behind an array', '[{"text":"a","tags":["x"]}] 5', 'must be JSON'],
    ['no array', '{"of":\n1}', 'must be an array of objects, or an object with one in a field'],
    ['a label without a name', '__label__a b\n__label__ c\n', 'line 2 must be a name after each __label__'],
    ['nothing', '', 'source must be text with one example or more'],
    ['a head only', 'text,tags\n', 'source must be text with one example or more'],
    ['blank lines only', '\n \n', 'source must be text with one example or more'],
    ['an empty array', '[]', 'source must be text with one example or more'],
    ["a file's name", 'data.csv', 'not the name of a file'],
  ])('%s is refused', async (_, text, message) => {
    await expect(rowsIn(text)).rejects.toThrow(message);
    await expect(rowsIn(text)).rejects.toMatchObject({ name: 'ValueError' });
  });

  test('what is dropped is counted and said', async () => {
    const text = 'text,tags\na,x|x|y\n  ,x\na,y|x\nb,\nc,z|x\n\nd,z\ne,w\na,x\n';
    const all = await loadTaggedTexts(text);
    expect(all.counts).toMatchObject({
      rows: 8,
      blankLines: 1,
      repeatedTags: 1,
      emptyTexts: 1,
      repeatedRows: 1,
      untagged: 1,
      droppedLabels: 0,
    });
    expect([...all.rows]).toEqual([0, 2, 3, 4, 5, 6, 7]);
    const table = await loadTaggedTexts(text, { dropRepeated: true, minCount: 2, fields: false });
    expect(table.texts).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
    expect(table.tags).toEqual([['x'], [], ['x', 'z'], ['z'], [], ['x']]);
    expect([table.fields, [...table.rows]]).toEqual([null, [0, 3, 4, 5, 6, 7]]);
    expect(table.counts).toMatchObject({ droppedLabels: 2, emptied: 1, untagged: 1 });
    expect(table.notes.slice(1)).toEqual([
      '8 rows, 2 labels.',
      '1 blank line was left out.',
      '1 row without text was dropped.',
      '1 row repeated an earlier one and was dropped.',
      '1 tag stood twice in its row.',
      '1 text has no tag.',
      '2 labels were dropped as too rare.',
      '1 text has no tag left.',
    ]);
    expect((await loadTaggedTexts(text, { top: 1 })).labelNames).toEqual(['x']);
    expect((await loadTaggedTexts(text, { top: 99 })).labelNames).toEqual(['x', 'y', 'z', 'w']);
  });

  test.each<[string, string, LoadTaggedTextsOptions, string]>([
    ['no tag', 'text,tags\na,\nb,\n', {}, 'texts of which one has a tag; got "2 texts without a tag"'],
    ['no text', 'text,tags\n ,x\n', {}, 'text with one example or more'],
    ['no label of minCount', 'text,tags\na,x\n', { minCount: 2 }, 'minCount must be at most 1'],
    ['too many labels', 'text,tags\na,x\nb,y\n', { maxLabels: 1 }, 'line 3 must be one of the first 1 names'],
    ['two choices of labels', 'text,tags\na,x\n', { minCount: 1, top: 1 }, 'top must be omitted'],
    ['no column of tags', 'text\na\n', { tags: null }, 'readTaggedTexts reads texts without tags'],
  ])('a table of %s is refused', async (_, text, options, message) => {
    await expect(loadTaggedTexts(text, options)).rejects.toThrow(message);
  });

  test('names that objects have of themselves are names like any other', async () => {
    const [row] = await rowsIn('text,tags,__proto__,constructor\na,toString,p,c\n');
    expect([row.tags, Object.entries(row.fields)]).toEqual([
      ['toString'],
      [
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ],
    ]);
    expect(
      await rowsIn('{"constructor":"a","tags":["x"]}\n{"tags":["x"]}', { text: 'constructor' }),
    ).toMatchObject([{ text: 'a' }, { text: '' }]);
  });

  const long = 'x, y\n'.repeat(2_000_000);

  test('10 MB in one field are read, in small pieces too, and refused above maxLineLength', async () => {
    const text = `text,tags\n"${long}",a\nb,a\n`;
    const pieces = Array.from({ length: Math.ceil(text.length / 999) }, (_, i) =>
      text.slice(i * 999, (i + 1) * 999),
    );
    for (const source of [text, pieces]) {
      const [first, second] = await rowsIn(source);
      expect([first.text.length, second.line]).toEqual([long.length, 2_000_003]);
    }
    await expect(rowsIn(text, { maxLineLength: 1_000_000 })).rejects.toThrow(
      'line 2 must be a row of at most 1000000 characters',
    );
    const json = JSON.stringify([{ text: long, tags: ['a'] }]);
    expect((await rowsIn(json))[0].text).toBe(long);
    await expect(rowsIn(json, { maxLineLength: 1_000_000 })).rejects.toThrow(
      'at most 1000000 characters long',
    );
  });

  test('an error names the file', async () => {
    const stream = Object.assign(Readable.from(['text,tags\na,x\nb\n']), { path: 'folder/ragged.csv' });
    await expect(rowsIn(stream)).rejects.toThrow('folder/ragged.csv, line 3 must be 2 fields');
  });

  test('rows are iterated over once, and the source is closed when nobody reads on', async () => {
    let closed = 0;
    const source = async function* (): AsyncGenerator<string> {
      try {
        for (;;) yield await Promise.resolve('text,tags\na,x\n');
      } finally {
        closed++;
      }
    };
    const rows = await readTaggedTexts(source());
    for await (const { text } of rows) {
      expect(text).toBe('a');
      break;
    }
    expect(closed).toBe(1);
    expect(() => rows[Symbol.asyncIterator]()).toThrow('rows must be iterated over once');
    await expect(readTaggedTexts(source(), { text: 'none' })).rejects.toThrow('a column of the file');
    expect(closed).toBe(2);
  });
});

test('many rows are read in flat memory', async () => {
  const size = 200_000;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('id,text,tags\n');
    for (let i = 0; i < size; i += 1000) {
      const row = (_: unknown, j: number) =>
        `${i + j},"a text, number ${i + j}",a long name of a tag ${i % 900}|b\n`;
      yield await Promise.resolve(Buffer.from(Array.from({ length: 1000 }, row).join('')));
    }
  };
  const heap: number[] = [];
  let count = 0;
  for await (const { fields } of await readTaggedTexts(pieces())) {
    if (fields.id !== String(count++)) throw new Error(`row ${count} is ${String(fields.id)}`);
    if (count % 50_000 === 0) heap.push(heapUsed());
  }
  expect(count).toBe(size);
  // All rows would take some 60 MB, 2 MB is a few pieces of the text.
  expect(heap[3] - heap[0]).toBeLessThan(2 ** 21);
});
