import { toCsv } from '@argmaxable/core';
import fc from 'fast-check';
import papaparse from 'papaparse';
import { readTaggedTexts, type TaggedText, type TaggedTextOptions, type TextSource } from '../src/index.js';

async function rowsIn(source: TextSource, options: TaggedTextOptions): Promise<TaggedText[]> {
  const rows: TaggedText[] = [];
  for await (const row of await readTaggedTexts(source, options)) rows.push(row);
  return rows;
}

function piecesOf(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  );
}

const field = fc
  .array(fc.constantFrom('a', 'ä', '🎈', '"', ',', ';', '\t', '\n', ' ', "'", '0'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  );
const newlines = fc.constantFrom('\n', '\r\n', '\r');

/** The line on which each row begins. */
function linesOf(rows: readonly (readonly string[])[]): number[] {
  let next = 1;
  return rows.map((row) => {
    const line = next;
    next += row.join('').split('\n').length;
    return line;
  });
}

async function readBack(text: string, size: number, delimiter: string): Promise<[string[], number][]> {
  const options = { format: 'csv', delimiter, header: false, text: '1', tags: null } as const;
  const rows = await rowsIn(piecesOf(text, size), options);
  return rows.map(({ text, fields, line }) => [[text, ...(Object.values(fields) as string[])], line]);
}

test('a table that papaparse wrote is read as it was, wherever it is cut', async () => {
  const delimiters = fc.constantFrom(',', ';', '\t');
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.integer({ min: 1, max: 30 }),
      delimiters,
      newlines,
      fc.boolean(),
      async (rows, size, delimiter, newline, quotes) => {
        const text = papaparse.unparse(rows, { delimiter, newline, quotes });
        const lines = linesOf(rows);
        expect(await readBack(text, size, delimiter)).toEqual(rows.map((row, i) => [row, lines[i]]));
      },
    ),
    { numRuns: 200 },
  );
});

test('a table that toCsv wrote is read as it was', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), async (rows, size) => {
      const read = await readBack(toCsv(rows), size, ',');
      expect(read.map(([row]) => row)).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

test('without quotes each line is split at its delimiters', async () => {
  const plain = fc.array(
    field.map((text) => text.replace(/[\t\n]/g, '')),
    { minLength: 3, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(plain, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      async (rows, size) => {
        const text = rows.map((row) => `${row.join('\t')}\n`).join('');
        const options = { format: 'tsv', header: false, quotes: false, text: '1', tags: null } as const;
        const read = await rowsIn(piecesOf(text, size), options);
        const kept = rows.filter((row) => row.length > 0);
        expect(read.map(({ text, fields }) => [text, ...Object.values(fields)])).toEqual(kept);
      },
    ),
    { numRuns: 100 },
  );
});

test('objects in a JSON array, and on lines, are read as they were, wherever they are cut', async () => {
  const object = fc.dictionary(
    fc.constantFrom('a', '"', '[{', '\\', 'é'),
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(object, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 1, 2),
      async (objects, size, indent) => {
        const rows = objects.map((one) => ({ ...one, text: 'x' }));
        const texts = [
          JSON.stringify(rows, null, indent),
          JSON.stringify({ 'a "[': '}]"', of: { deep: [1] }, rows, more: null }, null, indent),
        ];
        for (const text of texts) {
          const read = await rowsIn(piecesOf(text, size), { format: 'json', tags: null });
          expect(read.map(({ text, fields }) => ({ ...fields, text }))).toEqual(rows);
        }
        const lines = rows.map((row) => JSON.stringify(row)).join('\n');
        const read = await rowsIn(piecesOf(lines, size), { format: 'jsonl', tags: null });
        expect(read.map(({ text, fields, line }) => [{ ...fields, text }, line])).toEqual(
          rows.map((row, i) => [row, i + 1]),
        );
      },
    ),
    { numRuns: 100 },
  );
});
